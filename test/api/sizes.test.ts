import { beforeAll, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

const PAGE_BYTES = 65_536;
/** A page's own head, scripts and composer. */
const AROUND = 20_000;

eachDatabase('the size', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({
      database,
      env: { PAGE_BYTES: String(PAGE_BYTES), MESSAGE_BYTES: '12000', MESSAGE_CODE_POINTS: '6000' },
    });
  });

  it.each([
    ['bytes', '語'.repeat(4_001), { limit: 'MESSAGE_BYTES', most: 12_000 }],
    ['code points', `a${'\u0301'.repeat(5)}`.repeat(1_001), { limit: 'MESSAGE_CODE_POINTS', most: 6_000 }],
    ['code points of Hangul', '\u1112\u1161\u11ab'.repeat(1_400), { limit: 'MESSAGE_BYTES' }],
    ['characters', 'a'.repeat(5_001), { most: 5_000 }],
  ])('of a message is bounded in %s, wherever it is sent to', async (_what, text, details) => {
    const ana = forum.as(forum.ana);
    const message = await ana.post(forum.thread, `Before ${_what}.`);
    const preview = await ana.ask('POST', '/preview', { body: { text } });
    expect(preview).toMatchObject({ status: 422, body: { error: { code: 'refused', details } } });
    for (const refusal of [await refusalOf(ana.post(forum.thread, text)), await refusalOf(ana.edit(message, text))])
      expect(refusal).toMatchObject({ status: 422, code: 'refused', details: { rule: 'length', ...details } });
  });

  it('of a page is bounded in bytes, replies and context included, and it goes on where it ended', async () => {
    const thread = await forum.article();
    const posted: string[] = [];
    let last: MessageView | null = null;
    for (let n = 0; n < 24; n += 1) {
      const text = `${n} ${'<&> '.repeat(900)}`;
      const message: MessageView =
        n % 4 === 0 || !last
          ? await forum.as(forum.mia).post(thread, text)
          : await forum.as(forum.mia).reply(last, text);
      posted.push(message.id);
      last = message;
    }

    const seen = new Set<string>();
    const read = async (path: string): Promise<void> => {
      const { text, body } = await forum.anyone.ask('GET', path);
      expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES + 4_000);
      const { messages, next } = body as { messages: MessageView[]; next: string | null };
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) await walk(message);
      if (next) await read(`/threads/${thread.id}/messages?cursor=${next}`);
    };
    const walk = async ({ id, replies }: MessageView): Promise<void> => {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
      for (const reply of replies?.messages ?? []) await walk(reply);
      if (replies?.next) await read(`/threads/${thread.id}/messages?parent=${id}&cursor=${replies.next}`);
    };
    await read(`/threads/${thread.id}/messages`);
    expect([...seen].toSorted()).toEqual(posted.toSorted());

    const page = await forum.visit(`/threads/${thread.id}`);
    expect([page.status, Buffer.byteLength(page.text) < PAGE_BYTES + AROUND]).toEqual([200, true]);
    const context = await forum.anyone.ask('GET', `/messages/${last!.id}/context`);
    expect(Buffer.byteLength(context.text)).toBeLessThan(PAGE_BYTES + 4_000);
    expect(context.body).toMatchObject({ message: { id: last!.id }, earlier: expect.any(String) });
  });

  it('of both would be many times as much without these bounds (positive control)', async () => {
    const env = { PAGE_BYTES: '16777216', MESSAGE_BYTES: '60000', MESSAGE_CODE_POINTS: '40000' };
    const loose = await startForum({ database, env });
    const mia = loose.as(loose.mia);
    const first = await mia.post(loose.thread, '語'.repeat(4_001));
    expect(first.state).toBe('published');
    for (let n = 0; n < 12; n += 1) await mia.reply(first, `${n} ${'<&> '.repeat(900)}`);
    const { text } = await loose.anyone.ask('GET', `/threads/${loose.thread.id}/messages`);
    expect(Buffer.byteLength(text)).toBeGreaterThan(PAGE_BYTES + 4_000);
    const page = await loose.visit(`/threads/${loose.thread.id}`);
    expect(Buffer.byteLength(page.text)).toBeGreaterThan(PAGE_BYTES + AROUND);
  });
});
