import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Draft } from '../../src/admission/draft.js';
import type { Fact } from '../../src/admission/fact.js';
import { AuthorPaceFact } from '../../src/admission/facts/author-pace.fact.js';
import { ProvenNameFact } from '../../src/admission/facts/proven-name.fact.js';
import { RepeatFact } from '../../src/admission/facts/repeat.fact.js';
import { Transactions } from '../../src/database/transactions.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { wordsOf } from '../../src/messages/posting/words.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { said } from '../support/rules.js';

eachDatabase('what is known of somebody who posts', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    // The third within a minute is one too many; what the tests themselves do is slower.
    forum = await startForum({ database, env: { RATE_LIMITS: 'on', POSTS_PER_MINUTE: '2' } });
    forum.clock.stopAt(Date.now());
  });
  beforeEach(() => forum.clock.pass(hours(1)));

  const by = (who: Person, more: Partial<Draft> = {}): Draft => ({
    ...said,
    now: forum.clock.now(),
    author: { ...said.author, id: who.id, name: who.name },
    ...more,
  });
  /** The values of a fact for drafts of one batch, each admitted before the next. */
  const known = <T>(type: abstract new (...parts: never[]) => Fact<T>, drafts: readonly Draft[]): Promise<T[]> =>
    forum.service(Transactions).run(async (tx) => {
      const facts = await forum.service(type).load(tx, drafts);
      return drafts.map((draft) => {
        const value = facts.of(draft);
        facts.admitted?.(draft, true);
        return value;
      });
    });
  const one = async <T>(type: abstract new (...parts: never[]) => Fact<T>, draft: Draft): Promise<T | undefined> =>
    (await known(type, [draft]))[0];

  const WORDS = 'The ferry was late again today.';
  const saying = (who: Person, thread: ThreadView, text: string, parent?: MessageView): Draft =>
    by(who, {
      text,
      words: wordsOf(text),
      thread: { id: thread.id, state: 'open', position: 1 },
      parentId: parent?.id ?? '',
    });

  it('is whether they have said the same in the same place within ten minutes', async () => {
    const { ana, ben } = forum;
    const [here, there] = [await forum.article(), await forum.article()];
    const first = await forum.as(ana).post(here, WORDS);
    const same = () => one(RepeatFact, saying(ana, here, '  the FERRY was late\n again today.'));
    expect(await same()).toBe(true);
    for (const other of [
      saying(ana, here, 'The ferry was late again yesterday.'),
      saying(ana, there, WORDS),
      saying(ana, here, WORDS, first),
      saying(ben, here, WORDS),
      { ...saying(ana, here, WORDS), kind: 'edit' as const },
    ])
      expect(await one(RepeatFact, other)).toBe(false);
    await forum.as(ana).reply(first, WORDS);
    expect(await one(RepeatFact, saying(ana, here, WORDS, first))).toBe(true);
    forum.clock.pass(599_999);
    expect(await same()).toBe(true);
    forum.clock.pass(1);
    expect(await same()).toBe(false);
  });

  it('is whether they say the same twice in one batch', async () => {
    const { ana, ben } = forum;
    const [here, there] = [await forum.article(), await forum.article()];
    const drafts = [saying(ana, here, WORDS), saying(ben, here, WORDS), saying(ana, there, WORDS)];
    expect(await known(RepeatFact, [...drafts, ...drafts])).toEqual([false, false, false, true, true, true]);
  });

  it('is when they wrote the last but one within the minute, also within one batch', async () => {
    const { ana, ben } = forum;
    const thread = await forum.article();
    const at = forum.clock.now();
    const pace = () => one(AuthorPaceFact, by(ana));
    await forum.as(ana).post(thread, 'One of them.');
    expect(await pace()).toBeNull();
    forum.clock.pass(10_000);
    expect(await known(AuthorPaceFact, [by(ana), by(ben), by(ana), by(ben), by(ben)])).toEqual([
      null,
      null,
      at,
      null,
      at + 10_000,
    ]);
    await forum.as(ana).post(thread, 'Another of them.');
    expect(await pace()).toBe(at);
    expect(await one(AuthorPaceFact, by(ana, { kind: 'edit' }))).toBeNull();
    forum.clock.pass(49_999);
    expect(await pace()).toBe(at);
    forum.clock.pass(1);
    expect(await pace()).toBeNull();
  });

  it('is whether a guest goes by a name that somebody of staff has, or that is for the house alone', async () => {
    const names = ['Mía', 'Moderator', 'Ana', 'Olga', 'Otto'];
    const drafts = names.map((name, n) => by({ id: `${n}`, name, token: '' }));
    expect(await known(ProvenNameFact, drafts)).toEqual([true, true, false, true, false]);
    const staff = drafts.map((draft) => ({ ...draft, author: { ...draft.author, kind: 'staff' as const } }));
    expect(await known(ProvenNameFact, staff)).toEqual(names.map(() => false));
    await forum.staff('Otto', 'moderator', 'default');
    expect((await known(ProvenNameFact, drafts)).at(-1)).toBe(true);
  });
});
