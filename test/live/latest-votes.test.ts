import { beforeAll, expect, it } from '@jest/globals';
import { EventBus } from '../../src/events/event-bus.js';
import { Relay } from '../../src/events/relay.js';
import { BadLine } from '../faults/bad-line.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import { freshRedis, withRedis } from '../support/redis.js';
import { until } from '../support/until.js';

eachDatabase('the votes on an open page', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('are the latest in the end, though the word of an earlier vote came last', async () => {
    const thread = await forum.article();
    const message = await forum.as(forum.ana).post(thread, 'Vote on this.');
    const page = await forum.follow(thread);
    const shown = (up: number) => page.frame('signal', ({ votes }) => votes?.[message.id]?.up === up);
    await forum.as(forum.ben).vote(message, 'up');
    await forum.as(forum.mia).vote(message, 'up');
    await shown(2);
    const late = {
      name: 'votes.changed',
      threadId: thread.id,
      messageId: message.id,
      votes: { up: 1, down: 0 },
    } as const;
    forum.service(EventBus).publishRelayed(late);
    // It may be set right before anybody was told of it.
    expect((await shown(2)).votes?.[message.id]).toEqual({ up: 2, down: 0 });
  });
});

withRedis('the votes on open pages of two processes', () => {
  it('are the same in the end, and those of the database, however many voted on both at once', async () => {
    const env = { REDIS_URL: (await freshRedis()).url };
    const here = await startForum({ database: 'postgres', env });
    const there = await startBeside(here, env);
    const thread = await here.article();
    const message = await here.as(here.ana).post(thread, 'Vote on this, all of you.');
    const pages = [await here.follow(thread), await there.follow(thread)];
    const voters = await Promise.all(
      Array.from({ length: 16 }, (_, n) => here.guest(`Voter ${'abcdefghijklmnop'[n]}`)),
    );
    for (const value of ['up', 'down', 'none', 'up'] as const)
      await Promise.all(
        voters.map((voter, n) => (n % 2 ? here : there).as(voter).vote(message, n % 3 ? value : 'down')),
      );
    const totals = { up: 10, down: 6 };
    expect((await there.anyone.read(message)).votes).toEqual(totals);
    for (const page of pages) {
      const last = () => page.frames.findLast(({ event, data }) => event === 'signal' && 'votes' in data)?.data;
      await until('the last votes', () => JSON.stringify(last() ?? {}).includes(JSON.stringify(totals)));
    }
  });

  it('are shown while Redis is away, and when it is back', async () => {
    const redis = await freshRedis();
    const line = await BadLine.before(redis.port);
    const env = { REDIS_URL: `redis://127.0.0.1:${line.port}` };
    const here = await startForum({ database: 'postgres', env });
    const there = await startBeside(here, env);
    const relays = [here, there].map((forum) => forum.service(Relay));
    const [message, another] = [
      await here.as(here.ana).post(here.thread, 'Vote on this, wherever you are.'),
      await here.as(here.ana).post(here.thread, 'And on this.'),
    ];
    const page = await there.follow(here.thread);
    await until('both hear Redis', () => relays.every(({ up }) => up));
    line.weather = 'silent';
    await until('both find out', () => relays.every(({ up }) => !up));
    await here.as(here.ben).vote(message, 'up');
    await page.frame('signal', ({ votes }) => votes?.[message.id]?.up === 1);
    await here.as(here.ben).vote(message, 'none');
    await page.frame('signal', ({ votes }) => votes?.[message.id]?.up === 0);
    await here.as(here.ben).vote(another, 'down');
    line.clear();
    const { votes } = await page.frame('signal', (signal) => signal.votes?.[another.id]?.down === 1);
    expect(votes?.[another.id]).toEqual({ up: 0, down: 1 });
    await line.close();
  });
});
