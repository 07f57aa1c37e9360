import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messageAnswer, type MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { minutes, seconds } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

const FAMILY = '\u{1F469}\u200d\u{1F469}\u200d\u{1F467}\u200d\u{1F466}';

eachDatabase('posting', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database, env: { MESSAGE_DEPTH: '30' } });
    await forum.addSite('brief', { settings: { messageLength: 10, newcomerMessages: 0 } });
    await forum.addSite('strict', { settings: { premoderation: 'all' } });
    await forum.addSite('wary', { settings: { newcomerMessages: 2 } });
  });
  beforeEach(async () => {
    thread = await forum.article();
  });

  const texts = async () => (await forum.anyone.page(thread)).messages.map(({ html }) => html);

  it('puts a message on the page, under its author’s name, in the order of arrival', async () => {
    const answer = await forum
      .as(forum.ana)
      .ask('POST', `/threads/${thread.id}/messages`, { key: 'p1', body: { text: 'I was *there*.' } });
    expect(answer.status).toBe(201);
    const { message } = messageAnswer.parse(answer.body);
    expect(message).toEqual({
      id: expect.any(String),
      threadId: thread.id,
      parentId: null,
      depth: 0,
      position: 1,
      revision: 1,
      author: { id: forum.ana.id, name: 'Ana', role: 'guest', badges: [] },
      html: '<p>I was <em>there</em>.</p>\n',
      text: 'I was *there*.',
      state: 'published',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      editedAt: null,
      votes: { up: 0, down: 0 },
      replyCount: 0,
    });
    await forum.as(forum.ben).post(thread, 'So was I.');
    expect(await texts()).toEqual(['<p>I was <em>there</em>.</p>\n', '<p>So was I.</p>\n']);
    expect(await forum.anyone.thread(thread)).toMatchObject({ messageCount: 2, position: 2 });
  });

  it('gives everyone else the same message without its source', async () => {
    const message = await forum.as(forum.ana).post(thread, 'Seen by all.');
    const { text, ...seen } = message;
    expect(text).toBe('Seen by all.');
    expect(await forum.anyone.read(message)).toEqual(seen);
    expect(await forum.as(forum.ben).read(message)).toEqual(seen);
    expect(await forum.as(forum.mia).read(message)).toEqual(message);
  });

  it('lets people reply to replies, as deep as the forum allows', async () => {
    const writers = [forum.as(forum.ana), forum.as(forum.ben)];
    let last: MessageView = await forum.as(forum.ana).post(thread, 'Level 0');
    for (let depth = 1; depth <= 30; depth += 1) {
      last = (await writers[depth % 2]?.reply(last, `Level ${depth}`)) as MessageView;
      expect(last.depth).toBe(depth);
    }
    expect(await refusalOf(forum.as(forum.ana).reply(last, 'Level 31'))).toMatchObject({
      status: 422,
      code: 'refused',
      details: { rule: 'depth', most: 30 },
    });
    expect((await forum.anyone.thread(thread)).messageCount).toBe(31);
  });

  it('takes a reply only to what is on the page of the same thread', async () => {
    const elsewhere = await forum.as(forum.ana).post(await forum.article(), 'Another article.');
    const gone = await forum.as(forum.ana).post(thread, 'Soon gone.');
    await forum.as(forum.mia).decide(gone, 'reject');
    for (const parentId of [elsewhere.id, gone.id, 'nothing', forum.ana.id]) {
      const refusal = await refusalOf(forum.as(forum.ben).post(thread, 'To nobody.', { parentId }));
      expect(refusal).toMatchObject({ status: 404, code: 'message_not_found' });
    }
    const missing = await refusalOf(forum.as(forum.ben).post({ id: 'nowhere' }, 'Into the void.'));
    expect(missing).toMatchObject({ status: 404, code: 'thread_not_found' });
  });

  it('is for whoever has given a name', async () => {
    expect(await refusalOf(forum.anyone.post(thread, 'Nobody said this.'))).toMatchObject({ status: 401 });
  });

  it('keeps the order and loses nobody when fifty post at once', async () => {
    const posted = await Promise.all(
      Array.from({ length: 50 }, (_, n) => forum.as(n % 2 ? forum.ana : forum.ben).post(thread, `All at once, ${n}`)),
    );
    const { messages } = await forum.anyone.page(thread, { limit: 100 });
    expect(messages.map(({ position }) => position)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(posted.map(({ id }) => id)));
  });

  describe('the length of a message', () => {
    const brief = async () => forum.article({ site: 'brief' });

    it.each([
      ['0123456789', 'ten letters'],
      ['çéñüÅçéñüÅ', 'ten letters with accents'],
      ['e\u0301'.repeat(10), 'ten letters, each with an accent of its own'],
      [FAMILY.repeat(10), 'ten families of seven code points each'],
      ['🇺🇦'.repeat(10), 'ten flags'],
      ['नि'.repeat(10), 'ten syllables of Hindi'],
      ['각'.normalize('NFD').repeat(10), 'ten syllables of Korean in pieces'],
    ])('%s is %s, and fits into ten', async (text) => {
      expect((await forum.as(forum.ana).post(await brief(), text)).text).toBe(text);
      const refusal = await refusalOf(forum.as(forum.ben).post(await brief(), `${text}!`));
      expect(refusal).toMatchObject({ status: 422, code: 'refused', details: { rule: 'length', most: 10 } });
    });

    it.each(['', ' ', '\n\t', '\u200b\u2060', '\u3164', '\u2800 \u2800', '\u00ad', '\u202e\u202c'])(
      '%j is nothing that anyone could see',
      async (text) => {
        const refusal = await refusalOf(forum.as(forum.ana).post(thread, text));
        expect(refusal).toMatchObject({ status: 422, details: { rule: 'length', least: 1 } });
      },
    );
  });

  describe('a text', () => {
    it('looks in the preview as it will on the page', async () => {
      const text = '**Bold**, https://example.com and <b>no</b> HTML';
      const preview = await forum.anyone.ask('POST', '/preview', { body: { text } });
      expect(preview.body).toEqual({ html: (await forum.as(forum.mia).post(thread, text)).html });
      const long = await forum.anyone.ask('POST', '/preview', { body: { text: 'x'.repeat(5_001) } });
      expect([long.status, long.body]).toMatchObject([
        422,
        { error: { code: 'refused', details: { rule: 'length' } } },
      ]);
    });

    it('says where a link leads that names another place', async () => {
      const { html } = await forum.as(forum.mia).post(thread, '[bank.example](https://evil.example/login)');
      expect(html).toContain('bank.example (evil.example)</a>');
      const { html: hidden } = await forum.as(forum.mia).post(thread, '[ba\u200bnk](https://evil.example/)');
      expect(hidden).toContain('(evil.example)</a>');
    });
  });

  describe('a message that a moderator reads first', () => {
    it('waits on a site that wants it so, and only its author and moderators see it', async () => {
      thread = await forum.article({ site: 'strict' });
      const ana = forum.as(forum.ana);
      const answer = await ana.ask('POST', `/threads/${thread.id}/messages`, { key: 'held', body: { text: 'May I?' } });
      expect(answer.status).toBe(202);
      const { message } = messageAnswer.parse(answer.body);
      expect(message).toMatchObject({ state: 'held', position: null, text: 'May I?' });
      expect(await ana.mine(thread)).toMatchObject({
        votes: {},
        held: [message],
        unpublished: [{ message, decision: null }],
      });
      expect(await ana.read(message)).toEqual(message);
      expect(await refusalOf(forum.as(forum.ben).read(message))).toMatchObject({ code: 'message_not_found' });
      expect(await texts()).toEqual([]);
      expect((await forum.as(forum.olga).queue({ kind: 'held', site: 'strict' })).items).toMatchObject([
        { message: { id: message.id }, reasons: [{ code: 'premoderation' }] },
      ]);
    });

    it('is not one of staff', async () => {
      const strict = await forum.article({ site: 'strict' });
      expect((await forum.as(forum.olga).post(strict, 'Let me begin.')).state).toBe('published');
    });

    it('is a newcomer’s with a link, until two of theirs were published', async () => {
      const nora = forum.as(await forum.guest('Nora'));
      const wary = await forum.article({ site: 'wary' });
      expect((await nora.post(wary, 'Look: www.example.com')).state).toBe('held');
      expect((await nora.post(wary, 'mail me <nora@example.com>')).state).toBe('held');
      expect((await nora.post(wary, 'Good morning.')).state).toBe('published');
      expect((await nora.post(wary, '[Look](http://example.com)')).state).toBe('held');
      expect((await nora.post(wary, 'Good evening.')).state).toBe('published');
      expect((await nora.post(wary, 'Now look: www.example.com/2')).state).toBe('published');
      const { items } = await forum.as(forum.olga).queue({ kind: 'held', site: 'wary' });
      expect(items.map(({ reasons }) => reasons[0])).toEqual([
        { code: 'newcomer_link', detail: 'http://www.example.com' },
        { code: 'newcomer_link', detail: 'mailto:nora@example.com' },
        { code: 'newcomer_link', detail: 'http://example.com' },
      ]);
    });

    it('tells the moderator every reason', async () => {
      await forum.changeSite('wary', { settings: { premoderation: 'all' } });
      const held = await forum
        .as(await forum.guest('Paul'))
        .post(await forum.article({ site: 'wary' }), 'www.example.com');
      const { items } = await forum.as(forum.olga).queue({ kind: 'held', site: 'wary' });
      const reasons = items.find(({ message }) => message.id === held.id)?.reasons;
      expect(reasons?.map(({ code }) => code)).toEqual(['newcomer_link', 'premoderation']);
      await forum.changeSite('wary', { settings: { premoderation: 'none' } });
    });
  });

  describe('with the limits of speed on', () => {
    let quick: Forum;
    let spot: ThreadView;
    const post = (who: Person, n: number) => quick.as(who).post(spot, `Message number ${n}`);
    beforeAll(async () => {
      quick = await startForum({
        database,
        env: { RATE_LIMITS: 'on', POSTS_PER_MINUTE: '3', WRITES_PER_MINUTE: '1000' },
      });
      spot = await quick.article();
    });

    it('takes three a minute and says how long to wait', async () => {
      quick.clock.stopAt(Date.now());
      for (const n of [1, 2, 3]) {
        await post(quick.ana, n);
        quick.clock.pass(seconds(10));
      }
      expect(await refusalOf(post(quick.ana, 4))).toMatchObject({ status: 429, code: 'too_fast', retryAfter: 30 });
      expect((await post(quick.ben, 4)).state).toBe('published');
      expect((await post(quick.mia, 4)).state).toBe('published');
      quick.clock.pass(seconds(31));
      expect((await post(quick.ana, 4)).state).toBe('published');
      expect(await refusalOf(post(quick.ana, 5))).toMatchObject({ code: 'too_fast', retryAfter: 9 });
    });

    it('takes three a minute also when twenty come at once', async () => {
      quick.clock.pass(minutes(2));
      const sent = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => post(quick.ana, 100 + n)));
      expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    });
  });
});
