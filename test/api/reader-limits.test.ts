import { beforeAll, expect, it } from '@jest/globals';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

/** How many were granted, and which limit refused the others. */
async function granted(asked: readonly Promise<unknown>[]): Promise<{ granted: number; limits: unknown[] }> {
  const settled = await Promise.allSettled(asked);
  const limits = settled.flatMap((one) =>
    one.status === 'rejected' ? [(one.reason as { details?: { limit?: string } }).details?.limit] : [],
  );
  return { granted: settled.length - limits.length, limits: [...new Set(limits)] };
}

eachDatabase('many names behind one address', (database) => {
  let forum: Forum;
  let crowd: Person[];
  beforeAll(async () => {
    forum = await startForum({ database, env: { RATE_LIMITS: 'on', GUESTS_PER_HOUR: '60' } });
    crowd = [];
    for (let n = 1; n <= 30; n += 1) crowd.push(await forum.guest(`Guest ${n}`));
  });

  it('do not vote a message up in their first minutes; later each has a vote', async () => {
    const message = await forum.as(forum.mia).post(forum.thread, 'The ferry comes back on Monday.');
    const vote = () => granted(crowd.map((guest) => forum.as(guest).vote(message, 'up')));
    expect(await vote()).toEqual({ granted: 5, limits: ['NEW_GUEST_VOTES_PER_10_MINUTES'] });
    const other = await forum.as(forum.mia).post(forum.thread, 'And on Tuesday.');
    expect((await forum.as(crowd[29] as Person).vote(other, 'up')).up).toBe(1);
    for (const value of ['down', 'up', 'none', 'down', 'none', 'none', 'none'] as const)
      await forum.as(crowd[29] as Person).vote(other, value);
    forum.clock.pass(minutes(10));
    expect(await vote()).toEqual({ granted: 30, limits: [] });
  });

  it('fill no queue within a second, and are not held up where nobody has to read first', async () => {
    const links = crowd.flatMap((guest) =>
      Array.from({ length: 4 }, (_, n) => forum.as(guest).post(forum.thread, `${guest.name}: www.example.com/${n}`)),
    );
    expect(await granted(links)).toEqual({ granted: 30, limits: ['HELD_PER_ADDRESS_PER_MINUTE'] });
    // A school, an office: what nobody has to read first is no part of that, however much of it is under way at once.
    const plain = (round: number) =>
      crowd.map((guest) => forum.as(guest).post(forum.thread, `I was there too, says ${guest.name}, ${round}.`));
    expect(await granted([...plain(1), ...plain(2)])).toEqual({ granted: 60, limits: [] });
  });

  it('report so much and no more', async () => {
    const fresh = [];
    for (let n = 1; n <= 12; n += 1) fresh.push(await forum.guest(`Newcomer ${n}`));
    const message = await forum.as(forum.mia).post(forum.thread, 'Please be kind.');
    const report = (who: readonly Person[]) => granted(who.map((guest) => forum.as(guest).report(message, 'spam')));
    expect(await report(fresh)).toEqual({ granted: 10, limits: ['NEW_GUEST_REPORTS_PER_10_MINUTES'] });
    const messages = await Promise.all(crowd.map((_, n) => forum.as(forum.mia).post(forum.thread, `Rule ${n}`)));
    const one = await granted([...messages, message].map((one) => forum.as(crowd[0] as Person).report(one, 'spam')));
    expect(one).toEqual({ granted: 30, limits: ['REPORTS_PER_HOUR'] });
  });
});

eachDatabase('a member who writes fast', (database) => {
  it('is told to wait, with the seconds; another member is not', async () => {
    const forum = await startForum({ database, env: { RATE_LIMITS: 'on', WRITES_PER_MINUTE: '3' } });
    const { ana, ben, thread } = forum;
    const message = await forum.as(ben).post(thread, 'I was there.');
    for (const value of ['up', 'down', 'none'] as const) await forum.as(ana).vote(message, value);
    const refused = await forum.as(ana).ask('PUT', `/messages/${message.id}/vote`, { body: { value: 'up' } });
    expect(refused).toMatchObject({ status: 429, body: { error: { details: { limit: 'WRITES_PER_MINUTE' } } } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    await forum.as(ben).post(thread, 'So was I.');
    // What only reads is none of it.
    for (let n = 0; n < 5; n += 1) expect(await forum.as(ana).me()).toMatchObject({ member: { name: 'Ana' } });
    expect((await forum.as(ana).ask('HEAD', `/threads/${thread.id}`)).status).toBe(200);
  });

  it('edits so often a minute and no more, and posts all the same', async () => {
    const forum = await startForum({ database, env: { RATE_LIMITS: 'on', EDITS_PER_MINUTE: '3' } });
    const { ana, thread } = forum;
    let message = await forum.as(ana).post(thread, 'I was there.');
    for (let n = 1; n <= 3; n += 1) message = await forum.as(ana).edit(message, `I was there ${n} times.`);
    await expect(forum.as(ana).edit(message, 'I was never there.')).rejects.toMatchObject({
      status: 429,
      details: { limit: 'EDITS_PER_MINUTE' },
    });
    expect((await forum.as(ana).post(thread, 'Nobody believes me.')).state).toBe('published');
  });

  it('decides as fast as a hand can', async () => {
    const env = { RATE_LIMITS: 'on', WRITES_PER_MINUTE: '5', DECISIONS_PER_MINUTE: '20', POSTS_PER_MINUTE: '100' };
    const forum = await startForum({ database, env });
    const { mia, thread } = forum;
    const messages = [];
    for (const author of [mia, forum.ana, forum.ben, await forum.guest('Cleo')])
      for (let n = 1; n <= 5; n += 1) messages.push(await forum.as(author).post(thread, `${author.name} says ${n}`));
    const decided = await granted(messages.map((message) => forum.as(mia).decide(message, 'reject')));
    expect(decided).toEqual({ granted: 20, limits: [] });
    const [first] = messages;
    const refused = forum.as(mia).ask('POST', `/moderation/messages/${first?.id}/decisions`, {
      body: { decision: 'restore', revision: 2 },
    });
    expect(await refused).toMatchObject({
      status: 429,
      body: { error: { details: { limit: 'DECISIONS_PER_MINUTE' } } },
    });
  });
});
