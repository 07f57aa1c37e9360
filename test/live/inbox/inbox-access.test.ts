import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import { followInbox, heard, inboxOf } from '../../support/inbox.js';
import type { Reader } from '../../support/reader.js';

eachDatabase('an inbox that somebody asks for', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const ask = (reader: Reader, data: object) => reader.sendRaw(JSON.stringify({ event: 'follow', data }));

  it('is nobody’s who has not said who it is', async () => {
    const reader = await forum.connect();
    ask(reader, { inbox: true });
    expect(await reader.frame('error')).toMatchObject({ code: 'sign_in_required', for: 'follow', inbox: true });
  });

  it('is never another member’s: there is no way to name one', async () => {
    const reader = await forum.connect(forum.ben);
    for (const inbox of [forum.ana.id, false, null, [forum.ana.id]]) {
      ask(reader, { inbox });
      expect(await reader.frame('error')).toMatchObject({ code: 'invalid_request', for: 'follow' });
    }
    ask(reader, { inbox: true, member: forum.ana.id });
    expect(await reader.frame('error')).toMatchObject({ code: 'invalid_request', for: 'follow', inbox: true });
    await followInbox(reader);
    const message = await forum.as(forum.ana).post(forum.thread, 'What becomes of this is Ana’s alone.');
    await forum.as(forum.mia).decide(message, 'reject');
    const own = await forum.as(forum.ben).post(forum.thread, 'And of this Ben’s.');
    await forum.as(forum.mia).decide(own, 'reject');
    await heard(reader, 1);
    expect(inboxOf(reader)).toMatchObject([{ type: 'message.decided', data: { message: { id: own.id } } }]);
  });

  it('ends with an error where the page speaks for somebody else, and goes on where it speaks for the same', async () => {
    const page = await forum.connect(forum.ana);
    await followInbox(page);
    page.send({ event: 'authenticate', data: { token: forum.ana.token } });
    await page.frame('authenticated');
    page.send({ event: 'authenticate', data: { token: forum.ben.token } });
    await page.frame('authenticated');
    expect(page.frames.filter(({ event }) => event === 'error')).toMatchObject([
      { data: { code: 'not_allowed', for: 'follow', inbox: true } },
    ]);
    await followInbox(page);
    const message = await forum.as(forum.ana).post(forum.thread, 'Ana’s, whose page this was.');
    await forum.as(forum.mia).decide(message, 'reject');
    const own = await forum.as(forum.ben).post(forum.thread, 'Ben’s, whose page it is.');
    await forum.as(forum.mia).decide(own, 'reject');
    await heard(page, 1);
    expect(inboxOf(page)).toMatchObject([{ data: { message: { id: own.id } } }]);
  });

  it('is a moderator’s as it is anybody’s', async () => {
    const console = await forum.watchQueue('default', forum.mia);
    await followInbox(console);
    await forum.as(forum.olga).sanction(forum.mia, { kind: 'ban', reason: 'Not these days', site: 'default' });
    await heard(console, 1);
    expect(inboxOf(console)).toMatchObject([{ type: 'sanction.given', data: { holds: [{ site: 'default' }] } }]);
  });

  it('is told there alone to a page that follows it beside a thread, and is not heard of once it is left', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'Both of Ana’s pages hear of it.');
    const both = await forum.follow(forum.thread, forum.ana);
    const thread = await forum.follow(forum.thread, forum.ana);
    await followInbox(both);
    const { message: rejected } = await forum.as(forum.olga).decide(message, 'reject');
    await thread.frame('own', (own) => own.message.id === message.id);
    await heard(both, 1);
    expect(both.frames.filter(({ event }) => event === 'own' || event === 'mine')).toEqual([]);
    both.send({ event: 'unfollow', data: { inbox: true } });
    await forum.as(forum.olga).decide(rejected, 'restore');
    await both.frame('own', (own) => own.message.id === message.id);
    expect(inboxOf(both)).toHaveLength(1);
  });
});
