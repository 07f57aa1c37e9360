import { beforeAll, describe, expect, it } from '@jest/globals';
import { SORTS, type MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf, type Answer } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { EveryRoute } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

/** Promise 3: what is not public appears in no page, count, feed, event or export that others can read. */
eachDatabase('what is not public', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let sam: Person;
  /** Each with words that stand nowhere else. */
  let hidden: Record<'held' | 'rejected' | 'spam' | 'deleted' | 'reported' | 'heldReply', MessageView>;
  let places: MessageView[];
  let published: MessageView;

  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.changeSite('default', { settings: { newcomerMessages: 1_000 } });
    thread = await forum.article();
    sam = await forum.guest('Secretive Sam');
    const [ana, mia, theirs] = [forum.as(forum.ana), forum.as(forum.mia), forum.as(sam)];
    published = await ana.post(thread, 'Seen by everyone.');
    const post = (word: string, parentId?: string) =>
      theirs.post(thread, `unspeakable-${word} www.example.com/${word}`, parentId === undefined ? {} : { parentId });
    const approved = async (message: MessageView) => (await mia.decide(message, 'approve')).message;
    const held = await post('held');
    const heldReply = await post('heldreply', published.id);
    const { message: rejected } = await mia.decide(await post('rejected'), 'reject', { note: 'unspeakable-note' });
    const { message: spam } = await mia.decide(await post('spam'), 'spam');
    const deleted = await approved(await post('deleted'));
    await theirs.delete(deleted);
    const reported = await ana.post(thread, 'A message that was reported.');
    await theirs.report(reported, 'illegal', 'unspeakable-report');
    const [above, gone] = [await approved(await post('place')), await approved(await post('gone'))];
    await ana.reply(above, 'Below an empty place.');
    await ana.reply(gone, 'Below another.');
    await mia.decide(above, 'reject');
    await theirs.delete(gone);
    places = [above, gone];
    const edited = await ana.post(thread, 'unspeakable-before');
    await ana.edit(edited, 'Better words.');
    hidden = { held, rejected, spam, deleted, reported, heldReply };
  });

  const secrets = () => [/unspeakable/, /Secretive/, new RegExp(sam.id), /example\.com/];
  const readers = () => [null, forum.ben, forum.ana];

  /** Everything that a reader can ask for about the thread, whoever it is. */
  const everything = async (who: Person | null): Promise<readonly (readonly [string, Answer])[]> => {
    const own = `/threads/${thread.id}`;
    const ids = [...Object.values(hidden), ...places, published].map(({ id }) => id);
    const api = [
      ...[own, `${own}/events`, `${own}/events?after=3`, `/counts?site=default&url=${encodeURIComponent(thread.url)}`],
      ...SORTS.flatMap((sort) => [`${own}/messages?sort=${sort}`, `${own}/messages?sort=${sort}&limit=1`]),
      ...ids.flatMap((id) => [`/messages/${id}`, `/messages/${id}/context`, `${own}/messages?parent=${id}`]),
      ...(who ? [`${own}/mine`, '/me'] : []),
    ];
    const pages = [
      ...[own, `${own}?sort=newest`, `/embed?site=default&url=${encodeURIComponent(thread.url)}`],
      ...ids.flatMap((id) => [`${own}?message=${id}`, `${own}?reply=${id}`]),
    ];
    const headers: Record<string, string> = who ? { authorization: `Bearer ${who.token}` } : {};
    const paths = [...api.map((path) => `/api/v1${path}`), ...pages];
    return Promise.all(paths.map(async (path) => [path, await forum.visit(path, { headers })] as const));
  };

  it('stands in nothing that a reader can ask for (row 69)', async () => {
    for (const who of readers()) {
      for (const [path, { text, headers }] of await everything(who)) {
        const told = secrets().filter((secret) => secret.test(text) || secret.test(JSON.stringify([...headers])));
        expect([who?.name, path, told]).toEqual([who?.name, path, []]);
      }
    }
  });

  it('would be found if it stood there: a moderator reads it', async () => {
    const found = await Promise.all(
      Object.values(hidden).map(async ({ id }) =>
        JSON.stringify(await forum.as(forum.mia).ask('GET', `/messages/${id}/context`)),
      ),
    );
    const words = found.map((text) => /unspeakable-(\w+)/.exec(text)?.[1]);
    expect(words).toEqual(['held', 'rejected', 'spam', 'deleted', undefined, 'heldreply']);
    expect(JSON.stringify(await forum.as(forum.mia).queue())).toMatch(/unspeakable-report/);
    expect(JSON.stringify(await forum.as(forum.mia).log())).toMatch(/unspeakable-note/);
  });

  it('is its author’s as long as it waits or was refused, and nobody’s when it was taken back', async () => {
    const theirs = forum.as(sam);
    for (const [state, message] of [
      ['held', hidden.held],
      ['rejected', hidden.rejected],
      ['rejected', hidden.spam],
    ] as const) {
      expect(await theirs.read(message)).toMatchObject({ state, text: expect.stringContaining('unspeakable') });
    }
    expect((await theirs.mine(thread)).held.map(({ id }) => id).toSorted()).toEqual(
      [hidden.held.id, hidden.heldReply.id].toSorted(),
    );
    expect(await refusalOf(theirs.read(hidden.deleted))).toMatchObject({ status: 404 });
  });

  it('is counted nowhere', async () => {
    const { messages } = await forum.anyone.page(thread, { limit: 100 });
    const onPage = (all: readonly MessageView[]): number =>
      all.reduce((sum, { state, replies }) => sum + Number(state === 'published') + onPage(replies?.messages ?? []), 0);
    expect((await forum.anyone.thread(thread)).messageCount).toBe(onPage(messages));
    expect(await forum.anyone.counts('default', [thread.url])).toEqual({ [thread.url]: onPage(messages) });
    expect(messages.find(({ id }) => id === published.id)?.replyCount).toBe(0);
    const html = (await forum.visit(`/threads/${thread.id}`)).text;
    expect(html).toContain(`${onPage(messages)} messages`);
  });

  it('changes no byte of what is public, when it comes and when it is decided on', async () => {
    const ask = () =>
      Promise.all(
        [
          `/api/v1/threads/${thread.id}/messages`,
          `/api/v1/threads/${thread.id}`,
          `/api/v1/threads/${thread.id}/events`,
          `/threads/${thread.id}`,
        ].map(async (path) => {
          const { text, headers } = await forum.visit(path);
          return [headers.get('etag'), text];
        }),
      );
    const before = await ask();
    const reader = await forum.follow(thread);
    const frames = reader.frames.length;
    const held = await forum.as(await forum.guest('Nora')).post(thread, 'www.example.com', { parentId: published.id });
    const { message: rejected } = await forum.as(forum.mia).decide(held, 'reject');
    const { message: again } = await forum.as(forum.mia).decide(rejected, 'hold');
    await forum.as(forum.mia).decide(again, 'spam');
    expect(await ask()).toEqual(before);
    await forum.as(forum.ben).post(thread, 'For everyone to hear.');
    await reader.next('message.posted');
    expect(JSON.stringify(reader.frames.slice(frames))).not.toContain(held.id);
  });

  describe('and everything that hangs on it', () => {
    it('is not there for others, in the same words as what never was (rows 28 and 41)', async () => {
      const nothing = '00000000-0000-7000-8000-000000000000';
      const tries = (id: string) =>
        [
          ['GET', `/messages/${id}`],
          ['GET', `/messages/${id}/context`],
          ['PATCH', `/messages/${id}`, { text: 'x', revision: 1 }],
          ['DELETE', `/messages/${id}`],
          ['PUT', `/messages/${id}/vote`, { value: 'up' }],
          ['POST', `/messages/${id}/reports`, { reason: 'spam' }],
          ['GET', `/threads/${thread.id}/messages?parent=${id}`],
          ['POST', `/threads/${thread.id}/messages`, { text: 'To something hidden.', parentId: id }],
        ] as const;
      const told = async (who: Person, id: string) =>
        Promise.all(
          tries(id).map(async ([method, path, body]) => {
            const { status, text } = await forum
              .as(who)
              .ask(method, path, { key: `${id}-${method}`, ...(body ? { body } : {}) });
            return [method, status, text.replace(/"requestId":"[^"]*"/, '')];
          }),
        );
      const missing = await told(forum.ben, nothing);
      expect(missing.map(([, status]) => status)).toEqual([404, 404, 404, 404, 404, 404, 404, 404]);
      for (const id of [hidden.held, hidden.heldReply, hidden.rejected, hidden.spam, hidden.deleted].map(
        (message) => message.id,
      )) {
        expect(await told(forum.ben, id)).toEqual(missing);
      }
    });

    it('has a page that says so, and that no search engine keeps (row 60)', async () => {
      const own = { headers: { authorization: `Bearer ${sam.token}` } };
      for (const { id } of [hidden.held, hidden.rejected, hidden.spam, hidden.deleted]) {
        for (const query of [`message=${id}`, `reply=${id}`]) {
          const answers = [
            await forum.visit(`/threads/${thread.id}?${query}`),
            await forum.visit(`/threads/${thread.id}?${query}`, own),
          ];
          for (const { status, text } of answers) {
            expect([status, /<meta name="robots" content="noindex/.test(text)]).toEqual([404, true]);
          }
        }
      }
    });
  });

  it('is no mail address, no token and no address of the network, for nobody, moderators included (row 70)', async () => {
    const every = await EveryRoute.of(forum);
    const tokens = [forum.ana, forum.ben, forum.mia, forum.olga, sam].map(({ token }) => token);
    const hashes = await forum.connections.read.query('SELECT hash FROM tokens');
    const secret = [
      /@example\.com/,
      /@localhost/,
      /127\.0\.0\.1/,
      /::1/,
      ...[...tokens, ...(hashes as { hash: string }[]).map(({ hash }) => hash)].map((one) => new RegExp(one)),
    ];
    for (const who of [null, sam, forum.mia, forum.olga]) {
      for (const route of every.reads) {
        const path = every.addressOf(route).slice('/api/v1'.length);
        const query = route.query.some(({ name }) => name === 'url')
          ? `?site=default&url=${encodeURIComponent(thread.url)}`
          : '';
        const { text } = await forum.as(who).ask('GET', path + query);
        expect([path, secret.filter((one) => one.test(text))]).toEqual([path, []]);
      }
    }
    const record = await forum.as(forum.olga).ask('GET', `/moderation/members/${forum.mia.id}`);
    expect(record.text).not.toMatch(/mia@|email|hash|ip"/i);
  });
});
