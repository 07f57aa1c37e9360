import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/admission/decide.js';
import type { Draft } from '../../src/admission/draft.js';
import { factsOf, RULES } from '../../src/admission/rules.js';
import { NO_EVIDENCE } from '../../src/admission/evidence.js';
import type { Rule } from '../../src/admission/rule.js';
import { authorPace } from '../../src/admission/rules/author-pace.js';
import { depth } from '../../src/admission/rules/depth.js';
import { length } from '../../src/admission/rules/length.js';
import { nameTaken } from '../../src/admission/rules/name-taken.js';
import { newcomerLinks } from '../../src/admission/rules/newcomer-links.js';
import { premoderation } from '../../src/admission/rules/premoderation.js';
import { repeat } from '../../src/admission/rules/repeat.js';
import { sanctioned } from '../../src/admission/rules/sanctioned.js';
import { threadOpen } from '../../src/admission/rules/thread-open.js';
import { threadPace } from '../../src/admission/rules/thread-pace.js';
import { minutes, seconds } from '../support/clock.js';
import { ask, factsFor, NOW, quiet, readFirst, said, siteWith, type Facts } from '../support/rules.js';

const banned = { kind: 'ban', until: null, reason: 'Spam' } as const;
const linking = { links: ['https://shop.example/'] };
const staff = { author: { ...said.author, isStaff: true } };
const thread = (state: 'open' | 'closed' | 'archived') => ({ thread: { ...said.thread, state } });

describe('each rule', () => {
  it.each([
    ['a name that is nobody else’s', nameTaken, {}, {}, null],
    [
      'a name that somebody else has proven',
      nameTaken,
      {},
      { isProven: true },
      { code: 'name_taken', details: { name: 'Ben' } },
    ],

    ['a thread that is open', threadOpen, thread('open'), {}, null],
    ['a closed one', threadOpen, thread('closed'), {}, { code: 'thread_closed' }],
    ['an archived one', threadOpen, thread('archived'), {}, { code: 'thread_closed' }],
    ['a closed one, to staff', threadOpen, { ...thread('closed'), ...staff }, {}, { code: 'thread_closed' }],

    ['whom nobody has banned', sanctioned, {}, {}, null],
    ['the banned', sanctioned, {}, { sanction: banned }, { code: 'banned', details: { reason: 'Spam', until: null } }],
    [
      'the suspended',
      sanctioned,
      {},
      { sanction: { kind: 'suspend', until: NOW + seconds(1), reason: 'Heat' } },
      { code: 'suspended', details: { reason: 'Heat', until: '2026-11-24T08:00:01.000Z' } },
    ],

    ['a text of the greatest length', length, { text: 'é'.repeat(5_000) }, {}, null],
    ['one character more', length, { text: 'é'.repeat(5_001) }, {}, { details: { rule: 'length', most: 5_000 } }],
    ['as many families', length, { text: '👨‍👩‍👧‍👦'.repeat(5_000) }, {}, null],
    ['one letter', length, { text: '.' }, {}, null],
    ['nothing', length, { text: '' }, {}, { details: { rule: 'length', least: 1 } }],
    ['nothing that can be seen', length, { text: ' \n\u200b' }, {}, { details: { rule: 'length', least: 1 } }],
    ['signs of which nothing comes', length, { text: '#', shown: ' \n' }, {}, { details: { least: 1 } }],
    [
      'what the site finds too long',
      length,
      { text: 'abcd', site: siteWith({ messageLength: 3 }) },
      {},
      { code: 'refused', details: { most: 3 } },
    ],

    ['the deepest level', depth, { depth: 10 }, {}, null],
    ['one deeper', depth, { depth: 11 }, {}, { code: 'refused', details: { rule: 'depth', most: 10 } }],

    ['the third in a minute', authorPace, {}, { nthLast: null }, null],
    ['the fourth', authorPace, {}, { nthLast: NOW - seconds(59) }, { code: 'too_fast', retryAfter: 1 }],
    ['the fourth, soon', authorPace, {}, { nthLast: NOW - seconds(3) }, { code: 'too_fast', retryAfter: 57 }],
    ['the fourth at once', authorPace, {}, { nthLast: NOW }, { code: 'too_fast', retryAfter: 60 }],
    ['the fourth, when the first is a minute old', authorPace, {}, { nthLast: NOW - minutes(1) }, null],
    ['the fourth of staff', authorPace, staff, { nthLast: NOW }, null],
    ['a fourth edit', authorPace, { kind: 'edit' }, { nthLast: NOW }, null],

    ['a quiet thread', threadPace, {}, { nthLastInThread: null }, null],
    [
      'a thread that changed so often in a minute',
      threadPace,
      {},
      { nthLastInThread: NOW - seconds(20) },
      { code: 'too_fast', retryAfter: 40, details: { limit: 'POSTS_PER_THREAD_PER_MINUTE' } },
    ],
    ['one that did in a minute and no less', threadPace, {}, { nthLastInThread: NOW - minutes(1) }, null],
    ['staff in a thread that does', threadPace, staff, { nthLastInThread: NOW }, null],
    ['an edit in a thread that does', threadPace, { kind: 'edit' }, { nthLastInThread: NOW }, null],

    ['something new', repeat, {}, { saidTheSame: false }, null],
    ['the same again', repeat, {}, { saidTheSame: true }, { code: 'refused', details: { rule: 'repeat' } }],
    ['the same again, of staff', repeat, staff, { saidTheSame: true }, null],
    ['a yes again', repeat, { text: 'Yes!' }, { saidTheSame: true }, null],
    ['thanks again', repeat, { text: 'Thank you!' }, { saidTheSame: true }, null],
    ['two words again', repeat, { text: 'Vielen Dank!' }, { saidTheSame: true }, null],
    ['one word that is a text', repeat, { text: 'x'.repeat(25) }, { saidTheSame: true }, { code: 'refused' }],
    ['the same in an edit', repeat, { kind: 'edit' }, { saidTheSame: true }, null],

    ['a newcomer without links', newcomerLinks, {}, { published: 0 }, null],
    [
      'a newcomer’s link',
      newcomerLinks,
      linking,
      { published: 1 },
      { why: { code: 'newcomer_link', detail: 'https://shop.example/' } },
    ],
    ['a link of who has written twice', newcomerLinks, linking, { published: 2 }, null],
    ['a link of new staff', newcomerLinks, { ...linking, ...staff }, { published: 0 }, null],
    [
      'a newcomer’s link where the site minds none',
      newcomerLinks,
      linking,
      { published: 0, settings: { ...quiet.settings, newcomerMessages: 0 } },
      null,
    ],
    [
      'an edit that brings a link in',
      newcomerLinks,
      { kind: 'edit', ...linking },
      { published: 1 },
      { verdict: 'hold' },
    ],

    ['a message where nobody reads first', premoderation, {}, {}, null],
    ['a message where all are read first', premoderation, {}, readFirst, { why: { code: 'premoderation' } }],
    ['one of staff there', premoderation, staff, readFirst, null],
  ] as const)('answers %s', (_what, rule, draft, facts, answer) => {
    const objection = ask(rule as Rule, draft, facts);
    if (answer === null) expect(objection).toBeNull();
    else expect(objection).toMatchObject(answer);
  });

  it('is asked for, and asked once', () => {
    expect(new Set(RULES).size).toBe(RULES.length);
  });

  it('comes where it does among those that there have always been', () => {
    const always = [
      nameTaken,
      threadOpen,
      sanctioned,
      length,
      depth,
      authorPace,
      threadPace,
      repeat,
      newcomerLinks,
      premoderation,
    ] as Rule[];
    expect(RULES.filter((rule) => always.includes(rule))).toEqual(always);
  });

  it('has a name of its own, and facts that are read once however many rules ask them', () => {
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
    const facts = factsOf(RULES);
    expect(new Set(facts).size).toBe(facts.length);
  });
});

describe('admission', () => {
  const admit = (draft: Draft, facts: Facts) => decide(RULES, draft, factsFor(facts));
  const verdict = (draft: Partial<Draft>, facts: Partial<Facts> = {}) =>
    admit({ ...said, ...draft }, { ...quiet, ...facts });

  it('publishes what no rule has anything against', () => {
    expect(verdict({}, {})).toEqual({ verdict: 'publish' });
  });

  it('tells the moderator every reason to hold, in the order of the rules', () => {
    expect(verdict(linking, { published: 0, ...readFirst })).toEqual({
      verdict: 'hold',
      why: [{ code: 'newcomer_link', detail: 'https://shop.example/' }, { code: 'premoderation' }],
      rules: ['newcomer_links', 'premoderation'],
    });
  });

  it('refuses what should be held and refused', () => {
    expect(verdict({ ...linking, text: ' ' }, { published: 0, ...readFirst })).toMatchObject({
      verdict: 'refuse',
      details: { rule: 'length' },
    });
  });

  it('tells the first refusal: that the discussion is closed before that one is banned, and that before the length', () => {
    const everything = { sanction: banned, nthLast: NOW };
    expect(verdict({ text: '', ...thread('closed') }, everything)).toMatchObject({ code: 'thread_closed' });
    expect(verdict({ text: '' }, everything)).toMatchObject({ code: 'banned' });
    expect(verdict({ text: '' }, { nthLast: NOW })).toMatchObject({ code: 'refused' });
    expect(verdict({}, { nthLast: NOW })).toMatchObject({ code: 'too_fast' });
    expect(verdict(thread('closed'), { isProven: true })).toMatchObject({ code: 'name_taken' });
  });

  const drafts: fc.Arbitrary<Draft> = fc.record({
    kind: fc.constantFrom('post', 'edit'),
    now: fc.constant(NOW),
    author: fc.record({ isStaff: fc.boolean() }).map((author) => ({
      id: 'ben',
      name: 'Ben',
      kind: 'guest' as const,
      entitlement: null,
      published: 0,
      ...author,
    })),
    site: fc.record({ messageLength: fc.integer({ min: 1, max: 20 }) }).map(siteWith),
    thread: fc
      .constantFrom('open' as const, 'open' as const, 'open' as const, 'closed' as const, 'archived' as const)
      .map((state) => ({ id: 'article', position: 7, state })),
    parentId: fc.constant(''),
    depth: fc.nat(12),
    text: fc.string(),
    words: fc.constant('0'),
    shown: fc.string(),
    links: fc.array(fc.webUrl(), { maxLength: 2 }),
    evidence: fc.constant(NO_EVIDENCE),
  });
  const facts: fc.Arbitrary<Facts> = fc.record({
    isProven: fc.boolean(),
    published: fc.nat(4),
    sanction: fc.option(fc.constant(banned), { freq: 5 }),
    nthLast: fc.option(fc.integer({ min: NOW - minutes(10), max: NOW })),
    saidTheSame: fc.boolean(),
    nthLastInThread: fc.option(fc.integer({ min: NOW - minutes(10), max: NOW })),
    bounds: fc.record({ codePoints: fc.nat(100), bytes: fc.nat(400), depth: fc.nat(12) }),
    settings: fc.record({ premoderation: fc.constantFrom('none', 'all'), newcomerMessages: fc.nat(3) }),
  });
  const frozen = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
    return value;
  };

  it('asks pure questions: the same facts get the same answer, and are what they were', () => {
    fc.assert(
      fc.property(drafts, facts, (draft, known) => {
        const asked = [frozen(draft), frozen(known)] as const;
        for (const rule of RULES) expect(ask(rule, ...asked)).toEqual(ask(rule, ...asked));
      }),
    );
  });

  it('is what its rules say: the first refusal, else every hold, else nothing', () => {
    fc.assert(
      fc.property(drafts, facts, (draft, known) => {
        const objections = RULES.flatMap((rule) => ask(rule, draft, known) ?? []);
        const refusal = objections.find(({ verdict }) => verdict === 'refuse');
        const why = objections.flatMap((one) => (one.verdict === 'hold' ? [one.why] : []));
        const rules = RULES.filter((rule) => ask(rule, draft, known)?.verdict === 'hold').map(({ name }) => name);
        expect(admit(draft, known)).toEqual(
          refusal ?? (why.length > 0 ? { verdict: 'hold', why, rules } : { verdict: 'publish' }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never holds what staff writes', () => {
    fc.assert(
      fc.property(drafts, facts, (draft, known) => {
        const author = { ...draft.author, isStaff: true };
        expect(admit({ ...draft, author }, known).verdict).not.toBe('hold');
      }),
    );
  });
});
