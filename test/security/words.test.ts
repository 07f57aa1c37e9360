import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what somebody wrote', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let ana: Acting;
  let ben: Acting;
  let mia: Acting;
  let message: MessageView;
  beforeAll(async () => {
    forum = await startForum({ database });
    [ana, ben, mia] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia)];
  });
  beforeEach(async () => {
    // So that nobody has just said the same.
    forum.clock.pass(minutes(11));
    thread = await forum.article();
    message = await ana.post(thread, 'All ferrymen are thieves.');
  });

  type Seen = [state: string, text: string, below: Seen[]];
  const seen = (messages: readonly MessageView[]): Seen[] =>
    messages.map(({ state, html, replies }) => [state, html.replace(/<[^>]*>|\n/g, ''), seen(replies?.messages ?? [])]);
  const page = async () => seen((await forum.anyone.page(thread)).messages);
  const count = async () => (await forum.anyone.thread(thread)).messageCount;

  it('and edits into something that a moderator has to read leaves the page and comes back approved (row 73)', async () => {
    const nora = forum.as(await forum.guest('Nora'));
    const plain = await nora.post(thread, 'Good morning.');
    const reply = await ben.reply(plain, 'Good morning to you.');
    const answer = await nora.ask('PATCH', `/messages/${plain.id}`, {
      body: { text: 'www.example.com', revision: 1 },
    });
    expect([answer.status, answer.body]).toMatchObject([202, { message: { state: 'held', revision: 2 } }]);
    expect((await page())[1]).toEqual(['rejected', '', [['published', 'Good morning to you.', []]]]);
    expect(await count()).toBe(2);
    await mia.decide({ id: plain.id, revision: 2 }, 'approve');
    expect((await page())[1]?.[0]).toBe('published');
    expect((await forum.anyone.read(reply)).parentId).toBe(plain.id);
    expect(await count()).toBe(3);
  });

  it('and took back opens no closed thread: a reply beside it is refused too (row 34)', async () => {
    await ben.reply(message, 'On Wednesday.');
    await ana.delete(message);
    await mia.setState(thread, 'closed');
    expect(await refusalOf(ben.post(thread, 'Still here.'))).toMatchObject({ status: 409, code: 'thread_closed' });
    expect(await refusalOf(ben.reply(message, 'Still here.'))).toMatchObject({ status: expect.any(Number) });
    expect(await count()).toBe(1);
  });

  it('is kept whole up to the limit and refused beyond, in characters of every width (row 13)', async () => {
    for (const unit of ['a', 'é', '語', '😀', `a${'\u0301'.repeat(3)}`]) {
      for (const count of [4_999, 5_000]) {
        const text = unit.repeat(count);
        expect((await forum.as(forum.ana).post(await forum.article(), text)).text).toBe(text);
      }
      const refusal = await refusalOf(forum.as(forum.ana).post(thread, unit.repeat(5_001)));
      expect(refusal).toMatchObject({ status: 422, details: { rule: 'length', most: 5_000 } });
    }
  });

  it('loses piles of marks and turning controls where it is shown, and is kept as it was written (row 83)', async () => {
    const text = `Za${'\u0321'.repeat(60)}lgo \u202eturned\u202c \u2067isolated\u2069`;
    const message = await forum.as(forum.ana).post(thread, text);
    expect(message.text).toBe(text);
    expect(message.html).toBe(`<p>Za${'\u0321'.repeat(8)}lgo turned \u2067isolated\u2069</p>\n`);
  });

  it('is decided on as it was seen: not when it was edited since (row 73)', async () => {
    await ana.edit(message, 'All ferrymen are saints.');
    for (const decision of ['reject', 'spam', 'hold'] as const) {
      expect(await refusalOf(mia.decide(message, decision))).toMatchObject({ status: 409, code: 'conflict' });
    }
    expect(await refusalOf(mia.decide({ ...message, revision: 9 }, 'reject'))).toMatchObject({ code: 'conflict' });
    expect((await mia.decide({ ...message, revision: 2 }, 'reject')).message.state).toBe('rejected');
  });
});
