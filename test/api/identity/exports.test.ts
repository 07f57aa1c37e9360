import { beforeAll, expect, it } from '@jest/globals';
import { DATA_SECTIONS } from '../../../src/members/member-data.js';
import { eachDatabase } from '../../support/databases.js';
import { exported, partOf } from '../../support/exporting.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';
import { signInByMail } from '../../support/signing-in.js';

eachDatabase('what somebody takes away with them', (database) => {
  let mails: MailServer;
  let forum: Forum;
  let people = 0;
  beforeAll(async () => {
    mails = await MailServer.start();
    forum = await startForum({ database, env: { SMTP_URL: mails.url, JOBS_POLL: '60000' } });
  });

  const member = () => {
    people += 1;
    return signInByMail(forum, mails, `zenobia${people}@palmyra.example`, `Zenobia ${people}`);
  };
  const held = async (who: Person, text: string) => {
    await forum.changeSite('default', { settings: { premoderation: 'all' } });
    const message = await forum.as(who).post(forum.thread, text);
    await forum.changeSite('default', { settings: { premoderation: 'none' } });
    return message;
  };

  it('is who they are: name, roles, the mail address in clear, where they are signed in', async () => {
    const zenobia = await member();
    const files = await exported(forum, zenobia);
    const email = `zenobia${people}@palmyra.example`;
    expect(partOf(files, 'account')).toMatchObject([
      { id: zenobia.id, name: zenobia.name, kind: 'verified', published: 0, roles: [], said: [] },
    ]);
    expect(partOf(files, 'credentials')).toMatchObject([{ way: 'mail', email }]);
    expect(partOf(files, 'sessions')).toMatchObject([{ way: 'mail' }]);
    expect(files.get('index.html')).toContain(email);
    // Neither a token nor what one is found by.
    const all = [...files.values()].join();
    expect(all).not.toContain(zenobia.token);
    expect(all).not.toMatch(/[0-9a-f]{64}/);
  });

  it('is every message with what it said before, what was decided and why: published, held, rejected and taken back', async () => {
    const zenobia = await member();
    const first = await forum.as(zenobia).post(forum.thread, 'The ferry is late.');
    const edited = await forum.as(zenobia).edit(first, 'The ferry is early.');
    const reply = await forum.as(zenobia).reply(edited, 'As I said.');
    const waiting = await held(zenobia, 'This one waits.');
    const rejected = await forum.as(zenobia).post(forum.thread, 'This one goes.');
    await forum.as(forum.mia).decide(rejected, 'reject', { reason: 'Not about the ferry' });
    const spam = await forum.as(zenobia).post(forum.thread, 'Buy my boats.');
    await forum.as(forum.mia).decide(spam, 'spam');
    const back = await forum.as(zenobia).post(forum.thread, 'I take it back.');
    await forum.as(zenobia).delete(back);
    const files = await exported(forum, zenobia);
    const { id: thread, site, title, url } = forum.thread;
    const where = { thread, site, title, url };
    const decided = (decision: string, reason: string | null) => [{ decision, reason, at: expect.any(String) }];
    expect(partOf(files, 'messages')).toMatchObject([
      {
        id: first.id,
        ...where,
        state: 'published',
        text: 'The ferry is early.',
        earlier: [{ text: 'The ferry is late.' }],
      },
      { id: reply.id, replyTo: first.id, state: 'published', text: 'As I said.', earlier: [], decisions: [] },
      { id: waiting.id, state: 'held', text: 'This one waits.' },
      {
        id: rejected.id,
        state: 'rejected',
        text: 'This one goes.',
        decisions: decided('reject', 'Not about the ferry'),
      },
      { id: spam.id, state: 'rejected', text: 'Buy my boats.', decisions: decided('reject', null) },
      { id: back.id, state: 'deleted' },
    ]);
    const page = files.get('index.html') ?? '';
    for (const words of ['The ferry is late.', 'The ferry is early.', 'This one waits.', 'Not about the ferry', title])
      expect(page).toContain(words);
  });

  it('is their votes, reports, sanctions and notices, and of nobody else a name or a word', async () => {
    const zenobia = await member();
    const own = await forum.as(zenobia).post(forum.thread, 'My own one.');
    const bens = await forum.as(forum.ben).post(forum.thread, 'A secret of Ben’s.');
    await forum.as(zenobia).vote(bens, 'down');
    await forum.as(zenobia).report(bens, 'abuse', 'He means my boat');
    await forum.as(forum.ana).vote(own, 'up');
    await forum.as(forum.mia).decide(own, 'hold', { reason: 'Let us see' });
    const ban = await forum.as(forum.mia).ban(zenobia, 'Too many boats');
    await forum.as(forum.mia).lift(ban);
    const files = await exported(forum, zenobia);
    expect(partOf(files, 'votes')).toMatchObject([{ message: bens.id, thread: forum.thread.id, vote: 'down' }]);
    expect(partOf(files, 'reports')).toMatchObject([
      { message: bens.id, reported: 'abuse', note: 'He means my boat', state: 'open' },
    ]);
    expect(partOf(files, 'sanctions')).toMatchObject([
      { id: ban.id, kind: 'ban', reason: 'Too many boats', until: null, liftedAt: expect.any(String) },
    ]);
    expect(partOf(files, 'notices')).toMatchObject([
      { type: 'message.decided', subject: own.id },
      { type: 'sanction.given', subject: ban.id },
      { type: 'sanction.lifted', subject: ban.id },
    ]);
    const all = [...files.values()].join();
    for (const others of ['A secret of Ben', forum.ben.id, forum.ana.id, forum.mia.id, 'Mia'])
      expect([others, all.includes(others)]).toEqual([others, false]);
  });

  it('is of every site on which they wrote, whoever moderates there', async () => {
    await forum.addSite('gazette');
    const wilma = await forum.guest(`Wilma ${(people += 1)}`);
    const there = await forum.article({ site: 'gazette' });
    const posts = [await forum.as(wilma).post(forum.thread, 'Here.'), await forum.as(wilma).post(there, 'There.')];
    const messages = partOf(await exported(forum, wilma), 'messages').map(({ id, site }) => ({ id, site }));
    expect(messages).toEqual(posts.map(({ id }, n) => ({ id, site: n === 0 ? 'default' : 'gazette' })));
  });

  it('is what staff did, too, by ids alone', async () => {
    const moritz = await forum.staff(`Moritz ${(people += 1)}`, 'moderator', 'default');
    const bens = await forum.as(forum.ben).post(forum.thread, `Ben’s ${people}.`);
    await forum.as(moritz).decide(bens, 'reject', { reason: 'Ben is rude' });
    const files = await exported(forum, moritz);
    expect(partOf(files, 'account')).toMatchObject([{ roles: [{ site: 'default', role: 'moderator' }] }]);
    expect(partOf(files, 'actions')).toMatchObject([
      { action: 'message.reject', site: 'default', subjectKind: 'message', subject: bens.id },
    ]);
    expect([...files.values()].join()).not.toContain('Ben is rude');
  });

  it('is a file for each part and a page in the language that was asked for', async () => {
    const zenobia = await member();
    const files = await exported(forum, zenobia, 'de');
    expect([...files.keys()]).toEqual([...DATA_SECTIONS.map((name) => `${name}.json`), 'index.html']);
    expect(partOf(files, 'votes')).toEqual([]);
    expect(files.get('index.html')).toContain('<html lang="de" dir="ltr">');
    expect(files.get('index.html')).toContain('Ihre Stimmen');
  });

  it('is of several pages of messages all of them, once each and in their order', async () => {
    const wilma = await forum.guest(`Wilma ${(people += 1)}`);
    const post = await forum.as(wilma).post(forum.thread, 'The first of many.');
    const { write } = forum.connections;
    const columns =
      'site_id, thread_id, parent_id, depth, revision, decided_revision, decision, author_id, words, html, state, visible, reply_count, up, down, best, hot, controversial, open_reports, reasons, created_at';
    // Two and two at one moment.
    const numbers =
      database === 'postgres'
        ? 'SELECT n FROM generate_series(1, 1201) AS g(n)'
        : 'WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 1201) SELECT n FROM g';
    const copied = columns
      .replace('state, visible', "'held', visible AND FALSE")
      .replace('created_at', 'created_at + 1 + n / 2');
    await write.query(
      `INSERT INTO messages (id, text, ${columns}) SELECT substr(id, 1, 20) || substr('0000000000000000' || n, -16), 'Number ' || n, ${copied}
         FROM messages, (${numbers}) AS numbers WHERE id = '${post.id}'`.replace(
        "substr('0000000000000000' || n, -16)",
        database === 'postgres' ? "lpad(n::text, 16, '0')" : "substr('0000000000000000' || n, -16)",
      ),
    );
    const texts = partOf(await exported(forum, wilma), 'messages').map(({ text }) => text);
    expect(texts).toEqual(['The first of many.', ...Array.from({ length: 1201 }, (_, n) => `Number ${n + 1}`)]);
  });
});
