import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SORTS, type MessageView, type PageAnswer, type Sort } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

/** Lower bound of the Wilson score interval at 80 % (z = 1.2816), as docs/protocol.md has it. */
function wilson(up: number, down: number): number {
  const [n, z] = [up + down, 1.281_551_565_5];
  if (n === 0) return 0;
  const p = up / n;
  return (p + (z * z) / (2 * n) - z * Math.sqrt((p * (1 - p) + (z * z) / (4 * n)) / n)) / (1 + (z * z) / n);
}
const hot = (up: number, down: number, at: number) =>
  Math.sign(up - down) * Math.log10(Math.max(Math.abs(up - down), 1)) + at / 1000 / 45_000;
const controversial = (up: number, down: number) =>
  up && down ? (up + down) ** (Math.min(up, down) / Math.max(up, down)) : 0;

eachDatabase('a page of a thread', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let readers: Person[];
  let said = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    readers = await Promise.all(Array.from({ length: 9 }, (_, n) => forum.guest(`Reader ${n}`)));
  });
  beforeEach(async () => {
    thread = await forum.article();
  });

  const post = (parentId?: string) =>
    forum.as(forum.ana).post(thread, `Message ${(said += 1)}`, parentId === undefined ? {} : { parentId });
  const many = async (count: number, parentId?: string) => {
    const posted: MessageView[] = [];
    while (posted.length < count) posted.push(await post(parentId));
    return posted;
  };
  const idsOf = ({ messages }: PageAnswer) => messages.map(({ id }) => id);

  describe('in each of its orders', () => {
    it('stands as its formula says', async () => {
      const votes = [
        [0, 0],
        [3, 0],
        [8, 1],
        [1, 1],
        [4, 4],
        [0, 5],
        [2, 1],
        [9, 0],
      ] as const;
      forum.clock.stopAt(Date.now());
      const messages: { id: string; up: number; down: number; at: number }[] = [];
      for (const [up, down] of votes) {
        const { id } = await post();
        for (const [n, reader] of readers.slice(0, up + down).entries())
          await forum.as(reader).vote({ id }, n < up ? 'up' : 'down');
        messages.push({ id, up, down, at: forum.clock.now() });
        forum.clock.pass(hours(5));
      }
      const by = (score: (message: (typeof messages)[number]) => number) =>
        messages
          .map((message, position) => ({ ...message, position, score: score(message) }))
          .toSorted((a, b) => b.score - a.score || b.position - a.position)
          .map(({ id }) => id);
      const expected: Readonly<Record<Sort, string[]>> = {
        oldest: messages.map(({ id }) => id),
        newest: messages.map(({ id }) => id).toReversed(),
        best: by(({ up, down }) => wilson(up, down)),
        hot: by(({ up, down, at }) => hot(up, down, at)),
        controversial: by(({ up, down }) => controversial(up, down)),
      };
      for (const sort of SORTS)
        expect([sort, idsOf(await forum.anyone.page(thread, { sort }))]).toEqual([sort, expected[sort]]);
      expect(new Set(Object.values(expected).map((ids) => ids.join())).size).toBe(5);
    });

    it.each(SORTS)('is walked from the first to the last: %s', async (sort) => {
      const posted = await many(7);
      await forum.as(readers[0] as Person).vote(posted[3] as MessageView, 'up');
      await forum.as(readers[1] as Person).vote(posted[5] as MessageView, 'down');
      const whole = idsOf(await forum.anyone.page(thread, { sort }));
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await forum.anyone.page(thread, { limit: 2, ...(cursor ? { cursor } : { sort }) });
        walked.push(...idsOf(page));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(walked).toEqual(whole);
      expect(whole).toHaveLength(7);
    });

    it('follows its cursor, whatever order is asked for beside it', async () => {
      const posted = await many(4);
      const { next } = await forum.anyone.page(thread, { sort: 'newest', limit: 2 });
      const page = await forum.anyone.page(thread, { sort: 'oldest', cursor: next as string });
      expect(idsOf(page)).toEqual([posted[1]?.id, posted[0]?.id]);
    });
  });

  describe('holds', () => {
    it('fifty messages, or as many as are asked for, and no more than a hundred', async () => {
      await many(101);
      const sizes = await Promise.all(
        [{}, { limit: 1 }, { limit: 100 }].map(
          async (asked) => (await forum.anyone.page(thread, asked)).messages.length,
        ),
      );
      expect(sizes).toEqual([50, 1, 100]);
      expect(await refusalOf(forum.anyone.page(thread, { limit: 101 }))).toMatchObject({
        status: 400,
        details: [{ path: 'limit' }],
      });
      expect(await refusalOf(forum.anyone.page({ id: 'nothing' }))).toMatchObject({ code: 'thread_not_found' });
    });

    it('the first five replies to each message, oldest first, and the way to the others', async () => {
      const parent = await post();
      const replies = await many(8, parent.id);
      const [shown] = (await forum.anyone.page(thread, { sort: 'newest' })).messages;
      expect([shown?.replyCount, shown?.replies?.messages.map(({ id }) => id)]).toEqual([
        8,
        replies.slice(0, 5).map(({ id }) => id),
      ]);
      const rest = await forum.anyone.page(thread, { parent: parent.id, cursor: shown?.replies?.next as string });
      expect([idsOf(rest), rest.next]).toEqual([replies.slice(5).map(({ id }) => id), null]);
      const all = await forum.anyone.page(thread, { parent: parent.id, limit: 3 });
      expect(idsOf(all)).toEqual(replies.slice(0, 3).map(({ id }) => id));
      const newest = await forum.anyone.page(thread, { parent: parent.id, sort: 'newest' });
      expect(idsOf(newest)).toEqual(replies.map(({ id }) => id).toReversed());
    });

    it('twelve levels of replies, and the way further down', async () => {
      const chain = [await post()];
      for (let depth = 1; depth <= 15; depth += 1) chain.push(await post(chain[depth - 1]?.id));
      let [at] = (await forum.anyone.page(thread)).messages;
      for (let depth = 0; depth < 12; depth += 1) {
        expect(at?.id).toBe(chain[depth]?.id);
        at = at?.replies?.messages[0];
      }
      expect(at).toMatchObject({
        id: chain[12]?.id,
        replyCount: 1,
        replies: { messages: [], next: expect.any(String) },
      });
      const below = await forum.anyone.page(thread, {
        parent: chain[12]?.id as string,
        cursor: at?.replies?.next as string,
      });
      expect(below.messages).toMatchObject([{ id: chain[13]?.id, replies: { messages: [{ id: chain[14]?.id }] } }]);
    });

    it('at most four hundred messages of all levels, and the way to the others', async () => {
      const roots = await many(70);
      await Promise.all(roots.map(({ id }) => many(5, id)));
      const { messages } = await forum.anyone.page(thread, { limit: 100 });
      const shown = messages.map(({ replies }) => [replies?.messages.length, replies?.next === null]);
      expect(shown).toEqual(roots.map((_, n) => (n < 66 ? [5, true] : [0, false])));
      const { id, replies } = messages[66] as MessageView;
      const rest = await forum.anyone.page(thread, { parent: id, cursor: replies?.next as string });
      expect(rest.messages).toHaveLength(5);
    }, 60_000);

    it('nothing below what is not on the page, or is another thread’s', async () => {
      const gone = await post();
      await forum.as(forum.ana).delete(gone);
      const elsewhere = await forum.as(forum.ana).post(forum.thread, `Elsewhere ${(said += 1)}`);
      for (const parent of [gone.id, elsewhere.id, 'nothing']) {
        expect(await refusalOf(forum.anyone.page(thread, { parent }))).toMatchObject({
          status: 404,
          code: 'message_not_found',
        });
      }
    });

    it('nothing for a cursor of another list', async () => {
      const [one, other] = await many(2);
      await many(6, one?.id);
      await many(1, other?.id);
      const { messages, next } = await forum.anyone.page(thread, { limit: 1 });
      for (const asked of [
        { parent: other?.id as string, cursor: messages[0]?.replies?.next as string },
        { parent: other?.id as string, cursor: next as string },
      ]) {
        expect(await refusalOf(forum.anyone.page(thread, asked))).toMatchObject({
          status: 400,
          details: [{ path: 'cursor' }],
        });
      }
    });
  });

  describe('is the same bytes for everyone', () => {
    const ask = (who: Person | null, headers: Record<string, string> = {}) =>
      forum.as(who).ask('GET', `/threads/${thread.id}/messages`, { headers });

    it('whoever asks, also who voted, wrote, waits or moderates (row 61)', async () => {
      const message = await post();
      await forum.as(forum.ben).vote(message, 'up');
      await forum.as(await forum.guest('Nora')).post(thread, 'www.example.com');
      const answers = await Promise.all([null, forum.ana, forum.ben, forum.mia, forum.olga].map((who) => ask(who)));
      expect(new Set(answers.map(({ text, headers }) => `${headers.get('etag')} ${text}`)).size).toBe(1);
      const { headers } = answers[0] as (typeof answers)[0];
      expect(headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
      expect([headers.get('set-cookie'), headers.get('vary')?.includes('Authorization') ?? false]).toEqual([
        null,
        false,
      ]);
    });

    it('and is not sent again to who has it', async () => {
      await post();
      const { headers } = await ask(null);
      const etag = headers.get('etag') as string;
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await ask(null, { 'if-none-match': known });
        expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      }
      for (const unknown of ['"other"', etag.slice(1, -1), ''])
        expect((await ask(null, { 'if-none-match': unknown })).status).toBe(200);
      await post();
      const changed = await ask(null, { 'if-none-match': etag });
      expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
    });

    it('and another as soon as anything on it has changed, from the answer on', async () => {
      const message = await post();
      const [ana, ben, mia] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia)];
      const changes: readonly (() => Promise<unknown>)[] = [
        () => post(message.id),
        () => ben.vote(message, 'up'),
        () => ben.vote(message, 'none'),
        () => ana.edit(message, `Edited ${(said += 1)}`),
        () => mia.setState(thread, 'closed'),
        () => mia.setState(thread, 'open'),
        () => mia.decide({ ...message, revision: 2 }, 'reject'),
        () => mia.decide({ ...message, revision: 3 }, 'restore'),
        () => ana.delete(message),
      ];
      let before = (await ask(null)).headers.get('etag');
      for (const change of changes) {
        await change();
        const after = (await ask(null)).headers.get('etag');
        expect(after).not.toBe(before);
        before = after;
      }
    });

    it('and never older than the last answer that anybody got, however many read meanwhile', async () => {
      const done = new AbortController();
      const crowd = Array.from({ length: 4 }, async () => {
        while (!done.signal.aborted) await ask(null);
      });
      for (let n = 0; n < 40; n += 1) {
        const { id } = await post();
        expect((await ask(null)).text).toContain(id);
      }
      done.abort();
      await Promise.all(crowd);
    });
  });
});
