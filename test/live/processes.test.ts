import { beforeAll, describe, expect, it } from '@jest/globals';
import { Limits } from '../../src/auth/limits/limits.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import { freshRedis, withRedis } from '../support/redis.js';
import { until } from '../support/until.js';

/** Three processes of one forum, and everyone somewhere else. */
async function startThree(env: Readonly<Record<string, string>> = {}): Promise<[Forum, Forum, Forum]> {
  const first = await startForum({ database: 'postgres', env });
  return [first, await startBeside(first, env), await startBeside(first, env)];
}

const tells =
  (wanted: number) =>
  ({ readers }: { readers?: number | undefined }): boolean =>
    readers === wanted;

withRedis('three processes with Redis', () => {
  const env = {
    REDIS_URL: '',
    RATE_LIMITS: 'on',
    GUESTS_PER_HOUR: '20',
    POSTS_PER_MINUTE: '1000',
    // Each post may be held until it is decided on, and sixty are on their way at once.
    HELD_PER_ADDRESS_PER_MINUTE: '1000',
  };
  let forums: [Forum, Forum, Forum];
  beforeAll(async () => {
    env.REDIS_URL = (await freshRedis()).url;
    forums = await startThree(env);
  });

  it('tell every follower the same events in the same order, whoever posted where', async () => {
    const [here] = forums;
    const thread = await here.article();
    const readers = await Promise.all(forums.map((forum) => forum.follow(thread)));
    const posted = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        forums[index % 3]?.as(index % 2 ? here.ana : here.ben).post(thread, `Number ${index} of many.`),
      ),
    );
    expect(new Set(posted.map((message) => message?.id)).size).toBe(60);
    for (const reader of readers) {
      await until('all 60 events', () => reader.events.length >= 60);
      expect(reader.events.map(({ position }) => position)).toEqual(posted.map((_, index) => index + 1));
    }
    const [first, ...others] = readers.map(({ events }) =>
      events.map(({ data }) => ('message' in data ? data.message.id : '')),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('count readers together, as they come and go', async () => {
    const [a, b, c] = forums;
    const thread = await a.article();
    const reader = await a.follow(thread);
    const others = [await b.follow(thread), await c.follow(thread), await c.follow(thread)];
    await reader.frame('signal', tells(4));
    await others[0]?.frame('signal', tells(4));
    await others[2]?.close();
    await reader.frame('signal', tells(3));
    await others[0]?.close();
    expect(await reader.frame('signal', tells(2))).toMatchObject({ readers: 2 });
  });

  it('count nobody any more who was on a process that has gone', async () => {
    const [a] = forums;
    const thread = await a.article();
    const going = await startBeside(a, env);
    const reader = await a.follow(thread);
    await going.follow(thread);
    await reader.frame('signal', tells(2));
    await going.app.close();
    expect(await reader.frame('signal', tells(1))).toMatchObject({ readers: 1 });
  });

  it('show who is writing and what was voted elsewhere', async () => {
    const [a, b, c] = forums;
    const thread = await a.article();
    const message = await a.as(a.ana).post(thread, 'Vote on this.');
    const [reader, writer] = [await b.follow(thread), await c.follow(thread, a.ana)];
    writer.send({ event: 'typing', data: { thread: thread.id } });
    await reader.frame('signal', ({ typing }) => typing?.[0]?.name === 'Ana');
    await a.as(a.ben).vote(message, 'up');
    expect(await reader.frame('signal', ({ votes }) => votes !== undefined)).toMatchObject({
      votes: { [message.id]: { up: 1, down: 0 } },
    });
  });

  it('keep no page of a thread that has changed elsewhere', async () => {
    const [a, b] = forums;
    const thread = await a.article();
    expect((await b.anyone.page(thread)).messages).toHaveLength(0);
    await a.as(a.ana).post(thread, 'Nobody follows this.');
    await until('the message on the other process', async () => (await b.anyone.page(thread)).messages.length === 1);
  });

  it('tell moderators everywhere what happens to the queue', async () => {
    const [a, b, c] = forums;
    const thread = await a.article();
    const console = await b.watchQueue('default', a.mia);
    const message = await a.as(await c.guest('Newcomer')).post(thread, 'See https://example.org/now');
    expect(message.state).toBe('held');
    await console.frame('queue', ({ messageId }) => messageId === message.id);
    await a.as(a.olga).decide(message, 'approve');
    expect(await console.frame('queue', ({ change }) => change === 'left')).toMatchObject({ by: { name: 'Olga' } });
  });

  it('share the limits of an address', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `Walker ${String.fromCharCode(97 + index)}`);
    const answers = await Promise.all(
      names.map((name, index) => forums[index % 3]?.anyone.ask('POST', '/guests', { body: { name } })),
    );
    const taken = answers.filter((answer) => answer?.status === 201).length;
    expect(answers.filter((answer) => answer?.status === 429)).toHaveLength(24 - taken);
    // Ana, Ben and a newcomer came in before. Where Redis took too long to answer, a process has counted for itself.
    const fallbacks = forums.reduce((sum, forum) => sum + forum.service(Limits).fallbacks, 0);
    expect(taken).toBeGreaterThanOrEqual(17);
    expect(taken).toBeLessThanOrEqual(17 + fallbacks);
  });
});

withRedis('three processes whose Redis has died', () => {
  it('lose no event, and count each for itself', async () => {
    const redis = await freshRedis();
    const [a, b] = await startThree({ REDIS_URL: redis.url, RATE_LIMITS: 'on', GUESTS_PER_HOUR: '5' });
    const thread = await a.article();
    const reader = await b.follow(thread);
    await redis.stop();
    const posted = [await a.as(a.ana).post(thread, 'Is anybody there?'), await a.as(a.ben).post(thread, 'I am.')];
    const heard = [await reader.next('message.posted'), await reader.next('message.posted')];
    expect(heard.map(({ id }) => id)).toEqual(posted.map(({ id }) => id));
    const statuses = [];
    for (let n = 0; n < 8; n += 1) {
      const name = `Stranger ${String.fromCharCode(97 + n)}`;
      statuses.push((await b.anyone.ask('POST', '/guests', { body: { name } })).status);
    }
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(5);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('two processes without Redis', () => {
  it('find in the database what the other has written, late but whole', async () => {
    const [a, b] = await startThree();
    const thread = await a.article();
    const reader = await b.follow(thread);
    const posted = [await a.as(a.ana).post(thread, 'Is anybody there?'), await a.as(a.ben).post(thread, 'I am.')];
    const heard = [await reader.next('message.posted'), await reader.next('message.posted')];
    expect(heard.map(({ id }) => id)).toEqual(posted.map(({ id }) => id));
    expect(reader.events.map(({ position }) => position)).toEqual([1, 2]);
  });
});
