import { beforeAll, describe, expect, it } from '@jest/globals';
import { LiveCounters } from '../../src/live/live-counters.js';
import { ThreadRooms } from '../../src/live/threads/thread-rooms.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

describe('a reader that does not read', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({
      database: 'sqlite',
      env: { SOCKET_BUFFER: '16384', MESSAGE_LENGTH: '20000', BODY_LIMIT: '1048576' },
    });
  });

  it('is closed with 1013, holds nobody up, and resumes without a gap', async () => {
    const { ana } = forum;
    const thread = await forum.article();
    const [slow, healthy] = [await forum.follow(thread), await forum.follow(thread)];
    slow.socket.pause();
    // What the kernel takes for both sides has to be full before anything waits in the server.
    const dropped = () => forum.service(LiveCounters).drops > 0;
    let posted = 0;
    while (!dropped() && posted < 1_900) {
      await Promise.all(
        Array.from({ length: 20 }, () => forum.as(ana).post(thread, `${Math.random()} ${'ä'.repeat(19_000)}`)),
      );
      posted += 20;
      const seen = posted;
      await until('the healthy one to have it all', () => healthy.events.length === seen);
    }
    expect(posted).toBeLessThan(1_900);
    slow.socket.resume();
    expect(await slow.end()).toMatchObject({ code: 1013 });
    await until('its place to be given up', () => forum.service(ThreadRooms).followers === 1);
    expect(forum.service(LiveCounters).drops).toBe(1);

    const heard = slow.events.map(({ position }) => position);
    const back = await forum.follow(thread, null, { after: heard.at(-1) ?? 0, epoch: thread.epoch });
    await forum.as(ana).post(thread, 'And one more');
    await until('the rest', () => back.events.at(-1)?.position === posted + 1);
    expect([...heard, ...back.events.map(({ position }) => position)]).toEqual(
      Array.from({ length: posted + 1 }, (_, n) => n + 1),
    );
  });
});
