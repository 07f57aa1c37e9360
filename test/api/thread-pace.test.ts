import { expect, it } from '@jest/globals';
import { ThreadLogRepository } from '../../src/events/thread-log.repository.js';
import { seconds } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum } from '../support/forum.js';

eachDatabase('a thread that moves faster than anybody can read', (database) => {
  it('takes no more posts for a moment, from no reader; other threads, and staff, are as ever', async () => {
    const env = { RATE_LIMITS: 'on', POSTS_PER_THREAD_PER_MINUTE: '2' };
    const forum = await startForum({ database, env });
    const { ana, ben, mia, thread } = forum;
    const post = (who: typeof ana, text: string) => forum.as(who).post(thread, text);
    forum.clock.stopAt(Date.now());
    const first = await post(ana, 'I was there.');
    forum.clock.pass(seconds(10));
    await post(ben, 'So was I.');
    await forum.as(ana).edit(first, 'I was there, and it rained.');
    await forum.as(ana).delete(first);

    for (const who of [ana, ben]) {
      await expect(post(who, 'And then?')).rejects.toMatchObject({
        status: 429,
        code: 'too_fast',
        details: { limit: 'POSTS_PER_THREAD_PER_MINUTE' },
        retryAfter: 50,
      });
    }
    const elsewhere = await forum.article();
    expect((await forum.as(ben).post(elsewhere, 'And then?')).state).toBe('published');
    expect((await post(mia, 'One at a time, please.')).state).toBe('published');

    forum.clock.pass(seconds(60));
    expect((await post(ben, 'Then it rained.')).state).toBe('published');
    const { text } = await forum.visit('/metrics');
    expect(text).toMatch(/^rejoinder_refused_total\{limit="POSTS_PER_THREAD_PER_MINUTE"\} 2$/m);
  });

  it('is not one where a dozen edit what they have said', async () => {
    const env = { RATE_LIMITS: 'on', POSTS_PER_THREAD_PER_MINUTE: '5' };
    const forum = await startForum({ database, env });
    const { ana, ben, thread } = forum;
    let message = await forum.as(ana).post(thread, 'I was there.');
    for (let n = 1; n <= 12; n += 1) message = await forum.as(ana).edit(message, `I was there ${n} times.`);
    for (const text of ['And then?', 'What then?', 'Who was it?', 'And where?'])
      expect((await forum.as(ben).post(thread, text)).state).toBe('published');
    await expect(forum.as(ben).post(thread, 'Nobody says.')).rejects.toMatchObject({
      details: { limit: 'POSTS_PER_THREAD_PER_MINUTE' },
    });
  });

  it('would take no more posts of anybody where each change counted as one (positive control)', async () => {
    const env = { RATE_LIMITS: 'on', POSTS_PER_THREAD_PER_MINUTE: '5' };
    const forum = await startForum({ database, env });
    const { ana, ben, thread } = forum;
    forum.service(ThreadLogRepository).timesOfPosts = async (tx, [thread], nth) => {
      const { id, position } = thread!;
      const [change] = await tx.query<{ at: number }>(
        'SELECT at FROM thread_events WHERE thread_id = $1 AND position = $2',
        [id, position - nth + 1],
      );
      return new Map([[id, [change?.at ?? null]]]);
    };
    let message = await forum.as(ana).post(thread, 'I was there.');
    for (let n = 1; n <= 12; n += 1) message = await forum.as(ana).edit(message, `I was there ${n} times.`);
    await expect(forum.as(ben).post(thread, 'And then?')).rejects.toMatchObject({
      details: { limit: 'POSTS_PER_THREAD_PER_MINUTE' },
    });
  });
});
