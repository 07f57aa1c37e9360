import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SORTS, type MessageView, type Sort } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { Life, steps } from '../support/life.js';
import type { Person } from '../support/person.js';

eachDatabase('whoever reads a thread page by page', (database) => {
  let forum: Forum;
  let readers: Person[];
  let said = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    readers = [forum.ana, forum.ben, await forum.guest('Cleo')];
  });

  const post = (thread: ThreadView) => forum.as(forum.ana).post(thread, `Message ${(said += 1)}`);

  /** Reads to the end, and does something before each further page. */
  async function walk(
    thread: ThreadView,
    sort: Sort,
    limit: number,
    meanwhile: () => Promise<void>,
  ): Promise<string[]> {
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await forum.anyone.page(thread, { limit, ...(cursor ? { cursor } : { sort }) });
      walked.push(...page.messages.map(({ id }) => id));
      cursor = page.next ?? undefined;
      if (cursor) await meanwhile();
    } while (cursor);
    return walked;
  }

  it('meets every message that was there once, in its order, while others arrive', async () => {
    const reading = fc.record({
      sort: fc.constantFrom(...SORTS),
      there: fc.integer({ min: 1, max: 14 }),
      limit: fc.integer({ min: 1, max: 5 }),
      arriving: fc.array(fc.nat(3), { minLength: 14, maxLength: 14 }),
      votes: fc.array(fc.tuple(fc.nat(13), fc.nat(2), fc.constantFrom('up' as const, 'down' as const)), {
        maxLength: 12,
      }),
    });
    const met = fc.asyncProperty(reading, async ({ sort, there, limit, arriving, votes }) => {
      const thread = await forum.article();
      const before: MessageView[] = [];
      while (before.length < there) before.push(await post(thread));
      for (const [on, who, value] of votes)
        await forum.as(readers[(who % 2) + 1] as Person).vote(before[on % there] as MessageView, value);
      const whole = (await forum.anyone.page(thread, { sort, limit: 100 })).messages.map(({ id }) => id);
      const late: string[] = [];
      const arrivals = arriving.values();
      const walked = await walk(thread, sort, limit, async () => {
        for (let n = arrivals.next().value ?? 0; n > 0; n -= 1) late.push((await post(thread)).id);
      });
      expect(new Set(walked).size).toBe(walked.length);
      expect(walked.filter((id) => !late.includes(id))).toEqual(whole);
      // Who reads on to the end of time meets the late ones there, in their order; every other list is the one it was.
      expect(walked.filter((id) => late.includes(id))).toEqual(
        sort === 'oldest' ? late.slice(0, walked.length - whole.length) : [],
      );
    });
    await fc.assert(met, { numRuns: 25 });
  }, 120_000);

  it('meets nobody twice and nobody late, while messages are taken away and put back', async () => {
    const reading = fc.record({
      sort: fc.constantFrom<Sort>('oldest', 'newest'),
      limit: fc.integer({ min: 1, max: 4 }),
      gone: fc.uniqueArray(fc.nat(11), { maxLength: 8 }),
    });
    const met = fc.asyncProperty(reading, async ({ sort, limit, gone }) => {
      const thread = await forum.article();
      const there: MessageView[] = [];
      while (there.length < 12) there.push(await post(thread));
      const going = gone.values();
      const walked = await walk(thread, sort, limit, async () => {
        const next = going.next();
        if (!next.done) await forum.as(forum.mia).decide(there[next.value] as MessageView, 'reject');
      });
      expect(new Set(walked).size).toBe(walked.length);
      const staying = there.filter((_, n) => !gone.includes(n)).map(({ id }) => id);
      const order = sort === 'oldest' ? staying : staying.toReversed();
      expect(walked.filter((id) => staying.includes(id))).toEqual(order);
    });
    await fc.assert(met, { numRuns: 10 });
  }, 120_000);

  it('meets the whole tree by following every way on, whatever has happened in it', async () => {
    /** Everything below and after these, by the ways on that a page gives. */
    async function follow(thread: ThreadView, messages: readonly MessageView[]): Promise<MessageView[]> {
      const found: MessageView[] = [];
      for (const message of messages) {
        const below = [...(message.replies?.messages ?? [])];
        let next = message.replies?.next ?? null;
        while (next) {
          const page = await forum.anyone.page(thread, { parent: message.id, cursor: next, limit: 2 });
          below.push(...page.messages);
          next = page.next;
        }
        expect([message.id, message.replyCount]).toEqual([message.id, below.length]);
        found.push(message, ...(await follow(thread, below)));
      }
      return found;
    }
    const walked = fc.asyncProperty(steps(70), async (all) => {
      const life = new Life(forum, await forum.article(), readers);
      await life.live(
        all.map((step) =>
          step.what === 'vote' || step.what === 'report' ? { ...step, what: 'reply' as const } : step,
        ),
      );
      const { messages, next } = await forum.anyone.page(life.thread, { limit: 100 });
      const found = await follow(life.thread, messages);
      const { messageCount } = await forum.anyone.thread(life.thread);
      expect(next).toBeNull();
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      expect(found.filter(({ state }) => state === 'published')).toHaveLength(messageCount);
      for (const { state, replyCount } of found) expect(state === 'published' || replyCount > 0).toBe(true);
      const depths = new Map(found.map(({ id, depth }) => [id, depth]));
      for (const { parentId, depth } of found)
        expect(depth).toBe(parentId === null ? 0 : (depths.get(parentId) as number) + 1);
    });
    await fc.assert(walked, { numRuns: 6 });
  }, 120_000);
});
