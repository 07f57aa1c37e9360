import { beforeAll, expect, it } from '@jest/globals';
import { EventBus } from '../../src/events/event-bus.js';
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
});
