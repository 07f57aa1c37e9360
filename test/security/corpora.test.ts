import { beforeAll, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { ERRORS } from '../../src/errors/forum-error.js';
import { render } from '../../src/messages/markdown/markdown.js';
import { wordsOf } from '../../src/messages/posting/words.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Answer } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { faultsOfPage } from '../support/html.js';
import { faulty, KINDS_OF_ODD_TEXTS, named, ODD_TEXTS, seenOf, type Sample } from '../support/odd-texts.js';
import type { Person } from '../support/person.js';

const AT_ONCE = 60;

/** What it becomes by itself is shown in test/security/hostile-texts: here, what way it takes, what the database makes of it, and what stands on pages. */
eachDatabase('a hostile or odd text', (database) => {
  let forum: Forum;
  let writer: Person;
  /** All of them, or, since pages are the same code twice, as many as show what a database could make of them. */
  const samples = database === 'sqlite' ? ODD_TEXTS : KINDS_OF_ODD_TEXTS;
  /** An article titled to break out of its page. */
  const oddly = () => forum.article({ title: `"><img src=x onerror=x>' onmouseover=x ${database}` });

  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.changeSite('default', { settings: { newcomerMessages: 0 } });
    writer = await forum.guest('Writer');
  });

  /** Works through the samples, many at a time, since what comes together is committed together; answers what each came to where that is not null. */
  async function each(of: readonly Sample[], work: (text: string, n: number) => Promise<string | null>) {
    const wrong: string[] = [];
    for (let at = 0; at < of.length; at += AT_ONCE) {
      const found = await Promise.all(
        of.slice(at, at + AT_ONCE).map(async (sample, n) => {
          const fault = await work(sample.input, at + n);
          return fault === null ? [] : [named(sample, fault)];
        }),
      );
      wrong.push(...found.flat());
    }
    return wrong;
  }

  /** What the contract does not allow an answer to be; null for a grant and for a refusal of ours. */
  function oddity({ status, body, text }: Answer): string | null {
    if (status < 300) return null;
    const code = (body as { error?: { code?: string } } | undefined)?.error?.code ?? '';
    const known = (ERRORS as Readonly<Record<string, number>>)[code];
    return status < 500 && known === status ? null : `${status} ${text.slice(0, 200)}`;
  }

  /** A message's answer: as it was sent, and harmless. */
  const asMessage = (answer: Answer, sent: string): string | null => {
    if (answer.status >= 300) return oddity(answer);
    const { message } = answer.body as { message: { text: string; html: string } };
    return message.text === sent ? faulty(message.html) : `kept as ${JSON.stringify(message.text)}`;
  };

  /** An answer has kept what was sent, or is a refusal. */
  const kept = (answer: Answer, of: (body: never) => unknown, sent: string): string | null =>
    answer.status < 300 && of(answer.body as never) !== sent ? `kept as ${answer.text}` : oddity(answer);

  const ask = (who: Person | null, method: string, path: string, body: unknown) =>
    forum.as(who).ask(method, path, { body, key: randomUUID() });
  const newMessage = () => forum.as(writer).post(forum.thread, `For a sample ${randomUUID()}`);

  /** Every page of a thread as readers without scripts see it: how many there are, and that none does harm. */
  async function walk({ id }: { id: string }): Promise<number> {
    let pages = 0;
    for (let next: string | null = `/threads/${id}?sort=newest`; next !== null; pages += 1) {
      const { status, text } = await forum.visit(next);
      expect([next, status, faultsOfPage(text)]).toEqual([next, 200, []]);
      const more: string | undefined = /href="(\/threads\/[^"]*cursor=[^"]*)"/.exec(text)?.[1];
      next = more && pages < 30 ? more.replaceAll('&amp;', '&') : null;
    }
    return pages;
  }

  it('is posted as it is, and does no harm on any page (rows 1 and 5)', async () => {
    // What says the same to the forum as one before it goes to another thread: it is not to be refused as a repetition.
    const said = new Map<string, number>();
    const threads: ThreadView[] = [];
    const places = samples.map(({ input }) => {
      const before = said.get(wordsOf(input)) ?? 0;
      said.set(wordsOf(input), before + 1);
      return before;
    });
    for (const place of new Set(places)) threads[place] = await oddly();
    const wrong = await each(samples, async (text, n) => {
      const { id } = threads[places[n]!]!;
      return asMessage(await ask(writer, 'POST', `/threads/${id}/messages`, { text }), text);
    });
    expect(wrong).toEqual([]);
    let pages = 0;
    for (const thread of threads) pages += await walk(thread);
    expect(pages).toBeGreaterThan(samples.length / 50);
  }, 180_000);

  it('is a reply and an edit as it is (row 1)', async () => {
    const parent = await newMessage();
    const wrong = await each(KINDS_OF_ODD_TEXTS, async (text) => {
      const reply = { text: `${text}\u2001`, parentId: parent.id };
      const replied = await ask(forum.ben, 'POST', `/threads/${forum.thread.id}/messages`, reply);
      const { id, revision } = await newMessage();
      const edited = await ask(writer, 'PATCH', `/messages/${id}`, { text, revision });
      return asMessage(replied, reply.text) ?? asMessage(edited, text);
    });
    expect(wrong).toEqual([]);
  }, 180_000);

  it('is previewed as the page would show it', async () => {
    const wrong = await each(KINDS_OF_ODD_TEXTS, async (text) => {
      const answer = await ask(null, 'POST', '/preview', { text });
      if (answer.status >= 300) return oddity(answer);
      const { html } = answer.body as { html: string };
      return html === render(text) ? null : `is previewed as ${html}`;
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is refused as a name, or kept as one that does no harm (rows 3 and 4)', async () => {
    const wrong = await each(KINDS_OF_ODD_TEXTS, async (text) => {
      const answer = await ask(null, 'POST', '/guests', { name: text });
      if (answer.status >= 300) return oddity(answer);
      const { name } = (answer.body as { member: { name: string } }).member;
      return seenOf(name) === seenOf(text) ? null : `kept as ${JSON.stringify(name)}`;
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is kept whole in whatever else people may say, or refused (row 1)', async () => {
    const { mia, ben } = forum;
    const places: readonly ((text: string) => Promise<string | null>)[] = [
      async (note) => {
        const { id } = await newMessage();
        return oddity(await ask(ben, 'POST', `/messages/${id}/reports`, { reason: 'other', note }));
      },
      async (note) => {
        const { id, revision } = await newMessage();
        const reason = note.slice(0, 200);
        const decision = { decision: 'reject', revision, reason, note };
        const decided = await ask(mia, 'POST', `/moderation/messages/${id}/decisions`, decision);
        return kept(decided, (body: { decision: { reason: string } }) => body.decision.reason, reason);
      },
      async (reason) => {
        const target = await forum.guest('Target');
        await forum.as(target).post(forum.thread, `From a target ${randomUUID()}`);
        const sanction = { kind: 'ban', reason };
        const banned = await ask(mia, 'POST', `/moderation/members/${target.id}/sanctions`, sanction);
        return kept(banned, (body: { reason: string }) => body.reason, reason);
      },
      async (reason) => {
        const { id } = await forum.article();
        const closed = await ask(mia, 'PATCH', `/moderation/threads/${id}`, { state: 'closed', reason });
        return kept(closed, (body: { closed: { reason: string } }) => body.closed.reason, reason);
      },
    ];
    expect(await each(KINDS_OF_ODD_TEXTS, inOne(places))).toEqual([]);
  }, 180_000);

  it('is an article’s title, key or address, or none (row 8)', async () => {
    const put = (body: { url: string; title?: string; key?: string }) =>
      ask(forum.olga, 'PUT', '/threads', { site: 'default', ...body });
    const addressOf = (text: string) =>
      `http://localhost/samples/${createHash('sha256').update(text).digest('hex')}${randomUUID()}`;
    const places: readonly ((text: string) => Promise<string | null>)[] = [
      async (title) => oddity(await put({ url: addressOf(title), title })),
      async (key) => kept(await put({ url: addressOf(key), key }), (body: { key: string }) => body.key, key),
      async (url) => oddity(await ask(null, 'PUT', '/threads', { site: 'default', url: `http://localhost/${url}` })),
      async (url) => oddity(await ask(null, 'PUT', '/threads', { site: 'default', url })),
      async (url) => {
        const asked = new URLSearchParams({ site: 'default', url: `http://localhost/${url}` });
        return oddity(await forum.anyone.ask('GET', `/counts?${asked}`));
      },
    ];
    expect(await each(KINDS_OF_ODD_TEXTS, inOne(places))).toEqual([]);
  }, 60_000);

  /** In each place on SQLite; on PostgreSQL, which is slower and keeps all places alike, each text in one of them. */
  function inOne(places: readonly ((text: string) => Promise<string | null>)[]) {
    return async (text: string, n: number): Promise<string | null> => {
      const chosen = database === 'sqlite' ? places : places.slice(n % places.length).slice(0, 1);
      const faults = await Promise.all(chosen.map((place) => place(text)));
      return faults.find((fault) => fault !== null) ?? null;
    };
  }

  it('is posted by a plain form, and does no harm on the page that answers, nor on any page of the thread', async () => {
    // Few on a page: most names are refused, with the page and what was written on it again.
    const threads = await Promise.all(Array.from({ length: Math.ceil(samples.length / 15) }, oddly));
    const send = async (n: number, name: string, text: string): Promise<string | null> => {
      const { id } = threads[n % threads.length]!;
      const fields = new URLSearchParams({ name, text });
      const answer = await forum.visit(`/threads/${id}/messages`, { method: 'POST', body: fields });
      const faults = answer.status === 303 ? [] : faultsOfPage(answer.text);
      return answer.status >= 500 || faults.length > 0 ? `${answer.status} ${faults}` : null;
    };
    const wrong = [
      ...(await each(samples, (text, n) => send(n, text, `Named ${randomUUID()}`))),
      ...(await each(KINDS_OF_ODD_TEXTS, (text, n) => send(n, 'Writer', text))),
    ];
    expect(wrong).toEqual([]);
    for (const thread of threads) await walk(thread);
  }, 180_000);
});
