import { beforeAll, expect, it } from '@jest/globals';
import { ownMessagesAnswer } from '../../../src/messages/messages.schema.js';
import { seconds } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import type { Person } from '../../support/person.js';

eachDatabase('what somebody wrote, as they find it again', (database) => {
  let forum: Forum;
  let people = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const writer = () => forum.guest(`Wilma ${(people += 1)}`);
  const listOf = (who: Person, query = '') => forum.as(who).get(ownMessagesAnswer, 'GET', `/me/messages${query}`);
  const textsOf = async (who: Person, query = '') =>
    (await listOf(who, query)).messages.map(({ message }) => message.text);

  it('stands under the name and address of its article, with what a moderator decided and why', async () => {
    const wilma = await writer();
    const post = await forum.as(wilma).post(forum.thread, 'The ferry is late.');
    const { title, url, id, site } = forum.thread;
    expect(await listOf(wilma)).toMatchObject({
      messages: [{ message: { id: post.id, state: 'published' }, decision: null, thread: { id, site, title, url } }],
      next: null,
    });
    await forum.as(forum.mia).decide(post, 'reject', { reason: 'Not about the ferry' });
    const [{ message, decision } = { message: null, decision: null }] = (await listOf(wilma)).messages;
    expect(message).toMatchObject({ text: 'The ferry is late.', state: 'rejected' });
    expect(decision).toMatchObject({ decision: 'reject', reason: 'Not about the ferry' });
  });

  it('never says that a moderator called it spam, nor who decided', async () => {
    const wilma = await writer();
    const post = await forum.as(wilma).post(forum.thread, 'Buy my boats.');
    await forum.as(forum.mia).decide(post, 'spam');
    const { text } = await forum.as(wilma).ask('GET', '/me/messages');
    expect(text).toContain('Buy my boats.');
    expect(text).not.toMatch(/spam|Mia/);
    expect(text).not.toContain(forum.mia.id);
  });

  it('is what GET /messages/{id} shows them, message by message', async () => {
    const wilma = await writer();
    const [other, gone] = [await forum.article(), await forum.article()];
    const kept = await forum.as(wilma).post(other, 'This stays.');
    const back = await forum.as(wilma).post(other, 'This I take back.');
    const lost = await forum.as(wilma).post(gone, 'This goes with its thread.');
    expect((await forum.as(wilma).ask('DELETE', `/messages/${back.id}`)).status).toBe(200);
    const deletion = await forum.as(forum.mia).ask('DELETE', `/moderation/threads/${gone.id}`, { body: {} });
    expect(deletion.status).toBe(200);
    const ids = (await listOf(wilma)).messages.map(({ message }) => message.id);
    for (const { id } of [kept, back, lost]) {
      const { body } = await forum.as(wilma).ask('GET', `/messages/${id}`);
      const shown = (body as { message?: { text?: string } }).message?.text !== undefined;
      expect([id, ids.includes(id)]).toEqual([id, shown]);
    }
    expect(ids).toEqual([kept.id]);
  });

  it('comes the latest first, page by page, none twice and none left out', async () => {
    const wilma = await writer();
    const texts: string[] = [];
    for (let number = 1; number <= 7; number += 1) {
      // Two and two at one moment.
      if (number % 2 === 1) forum.clock.pass(seconds(60));
      texts.unshift((await forum.as(wilma).post(forum.thread, `Number ${number} of Wilma.`)).text ?? '');
    }
    const seen: (string | undefined)[] = [];
    let query = '?limit=2';
    for (;;) {
      const { messages, next } = await listOf(wilma, query);
      seen.push(...messages.map(({ message }) => message.text));
      if (next === null) break;
      query = `?limit=2&cursor=${next}`;
    }
    expect(seen).toEqual(texts);
    expect((await forum.as(wilma).ask('GET', '/me/messages?cursor=bm90aGluZw')).status).toBe(400);
  });

  it('can be asked for one site, and is one’s own alone', async () => {
    const wilma = await writer();
    await forum.addSite(`second-${people}`);
    const elsewhere = await forum.article({ site: `second-${people}` });
    await forum.as(wilma).post(forum.thread, 'At home.');
    await forum.as(wilma).post(elsewhere, 'Elsewhere.');
    expect(await textsOf(wilma, '?site=default')).toEqual(['At home.']);
    expect(await textsOf(wilma, `?site=second-${people}`)).toEqual(['Elsewhere.']);
    expect((await forum.as(wilma).ask('GET', '/me/messages?site=none')).status).toBe(404);
    expect(await textsOf(await writer())).toEqual([]);
    expect((await forum.anyone.ask('GET', '/me/messages')).status).toBe(401);
  });
});
