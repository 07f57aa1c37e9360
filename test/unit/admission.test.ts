import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readConfig } from '../../src/config/read-config.js';
import { admit, RULES, type Draft, type Facts } from '../../src/messages/posting/admission.js';
import { isNotTooDeep } from '../../src/messages/rules/depth.js';
import { fitsLength } from '../../src/messages/rules/length.js';
import { isNewHere } from '../../src/messages/rules/newcomer-links.js';
import { isReadFirst } from '../../src/messages/rules/premoderation.js';
import { isNoRepeat } from '../../src/messages/rules/repeat.js';
import { isWelcome } from '../../src/messages/rules/sanction.js';
import { threadKeepsPace } from '../../src/messages/rules/thread-pace.js';
import { threadIsOpen } from '../../src/messages/rules/thread-open.js';
import { isNotTooFast } from '../../src/messages/rules/too-fast.js';
import { knownSite, type SiteSettings } from '../../src/sites/site-settings.js';
import { minutes, seconds } from '../support/clock.js';

const NOW = Date.UTC(2026, 10, 24, 8);

const siteWith = (settings: Partial<SiteSettings> = {}) =>
  knownSite(
    { id: 'default', name: 'Default', hosts: '[]', settings: JSON.stringify(settings), revision: 1 },
    readConfig({}),
  );

/** Ben, who has written before, says something harmless. */
const said: Draft = { kind: 'post', text: 'I was there.', shown: 'I was there.', links: [], depth: 0 };
const known: Facts = {
  now: NOW,
  site: siteWith(),
  threadState: 'open',
  isStaff: false,
  sanction: null,
  publishedBefore: 100,
  nthLast: null,
  nthLastInThread: null,
  saidTheSame: false,
  limits: { codePoints: 60_000, bytes: 200_000, depth: 10, postsPerMinute: 3, postsPerThread: 20 },
};
const banned = { kind: 'ban', until: null, reason: 'Spam' } as const;
const linking = { links: ['https://shop.example/'] };
const UNLIMITED = { codePoints: 60_000, bytes: 65_536, depth: 10, postsPerMinute: null, postsPerThread: null };

describe('each rule', () => {
  it.each([
    ['a thread that is open', threadIsOpen, {}, { threadState: 'open' }, null],
    ['a closed one', threadIsOpen, {}, { threadState: 'closed' }, { code: 'thread_closed' }],
    ['an archived one', threadIsOpen, {}, { threadState: 'archived' }, { code: 'thread_closed' }],
    ['a closed one, to staff', threadIsOpen, {}, { threadState: 'closed', isStaff: true }, { code: 'thread_closed' }],

    ['whom nobody has banned', isWelcome, {}, {}, null],
    ['the banned', isWelcome, {}, { sanction: banned }, { code: 'banned', details: { reason: 'Spam', until: null } }],
    [
      'the suspended',
      isWelcome,
      {},
      { sanction: { kind: 'suspend', until: NOW + seconds(1), reason: 'Heat' } },
      { code: 'suspended', details: { reason: 'Heat', until: '2026-11-24T08:00:01.000Z' } },
    ],

    ['a text of the greatest length', fitsLength, { text: 'é'.repeat(5_000) }, {}, null],
    ['one character more', fitsLength, { text: 'é'.repeat(5_001) }, {}, { details: { rule: 'length', most: 5_000 } }],
    ['as many families', fitsLength, { text: '👨‍👩‍👧‍👦'.repeat(5_000) }, {}, null],
    ['one letter', fitsLength, { text: '.' }, {}, null],
    ['nothing', fitsLength, { text: '' }, {}, { details: { rule: 'length', least: 1 } }],
    ['nothing that can be seen', fitsLength, { text: ' \n\u200b' }, {}, { details: { rule: 'length', least: 1 } }],
    ['signs of which nothing comes', fitsLength, { text: '#', shown: ' \n' }, {}, { details: { least: 1 } }],
    [
      'what the site finds too long',
      fitsLength,
      { text: 'abcd' },
      { site: siteWith({ messageLength: 3 }) },
      { code: 'refused', details: { most: 3 } },
    ],

    ['the deepest level', isNotTooDeep, { depth: 10 }, {}, null],
    ['one deeper', isNotTooDeep, { depth: 11 }, {}, { code: 'refused', details: { rule: 'depth', most: 10 } }],

    ['the third in a minute', isNotTooFast, {}, { nthLast: null }, null],
    ['the fourth', isNotTooFast, {}, { nthLast: NOW - seconds(59) }, { code: 'too_fast', retryAfter: 1 }],
    ['the fourth, soon', isNotTooFast, {}, { nthLast: NOW - seconds(3) }, { code: 'too_fast', retryAfter: 57 }],
    ['the fourth at once', isNotTooFast, {}, { nthLast: NOW }, { code: 'too_fast', retryAfter: 60 }],
    ['the fourth, when the first is a minute old', isNotTooFast, {}, { nthLast: NOW - minutes(1) }, null],
    ['the fourth of staff', isNotTooFast, {}, { nthLast: NOW, isStaff: true }, null],
    ['a fourth edit', isNotTooFast, { kind: 'edit' }, { nthLast: NOW }, null],
    ['the fourth where limits are off', isNotTooFast, {}, { nthLast: NOW, limits: UNLIMITED }, null],

    ['a quiet thread', threadKeepsPace, {}, { nthLastInThread: null }, null],
    [
      'a thread that changed so often in a minute',
      threadKeepsPace,
      {},
      { nthLastInThread: NOW - seconds(20) },
      { code: 'too_fast', retryAfter: 40, details: { limit: 'POSTS_PER_THREAD_PER_MINUTE' } },
    ],
    ['one that did in a minute and no less', threadKeepsPace, {}, { nthLastInThread: NOW - minutes(1) }, null],
    ['staff in a thread that does', threadKeepsPace, {}, { nthLastInThread: NOW, isStaff: true }, null],
    ['an edit in a thread that does', threadKeepsPace, { kind: 'edit' }, { nthLastInThread: NOW }, null],
    ['a busy thread where limits are off', threadKeepsPace, {}, { nthLastInThread: NOW, limits: UNLIMITED }, null],

    ['something new', isNoRepeat, {}, { saidTheSame: false }, null],
    ['the same again', isNoRepeat, {}, { saidTheSame: true }, { code: 'refused', details: { rule: 'repeat' } }],
    ['the same again, of staff', isNoRepeat, {}, { saidTheSame: true, isStaff: true }, null],
    ['a yes again', isNoRepeat, { text: 'Yes!' }, { saidTheSame: true }, null],
    ['thanks again', isNoRepeat, { text: 'Thank you!' }, { saidTheSame: true }, null],
    ['two words again', isNoRepeat, { text: 'Vielen Dank!' }, { saidTheSame: true }, null],
    ['one word that is a text', isNoRepeat, { text: 'x'.repeat(25) }, { saidTheSame: true }, { code: 'refused' }],
    ['the same in an edit', isNoRepeat, { kind: 'edit' }, { saidTheSame: true }, null],

    ['a newcomer without links', isNewHere, {}, { publishedBefore: 0 }, null],
    [
      'a newcomer’s link',
      isNewHere,
      linking,
      { publishedBefore: 1 },
      { why: { code: 'newcomer_link', detail: 'https://shop.example/' } },
    ],
    ['a link of who has written twice', isNewHere, linking, { publishedBefore: 2 }, null],
    ['a link of new staff', isNewHere, linking, { publishedBefore: 0, isStaff: true }, null],
    [
      'a newcomer’s link where the site minds none',
      isNewHere,
      linking,
      { publishedBefore: 0, site: siteWith({ newcomerMessages: 0 }) },
      null,
    ],
    [
      'an edit that brings a link in',
      isNewHere,
      { kind: 'edit', ...linking },
      { publishedBefore: 1 },
      { verdict: 'hold' },
    ],

    ['a message where nobody reads first', isReadFirst, {}, {}, null],
    [
      'a message where all are read first',
      isReadFirst,
      {},
      { site: siteWith({ premoderation: 'all' }) },
      { why: { code: 'premoderation' } },
    ],
    ['one of staff there', isReadFirst, {}, { site: siteWith({ premoderation: 'all' }), isStaff: true }, null],
  ] as const)('answers %s', (_what, rule, draft, facts, answer) => {
    const objection = rule({ ...said, ...draft } as Draft, { ...known, ...facts } as Facts);
    if (answer === null) expect(objection).toBeNull();
    else expect(objection).toMatchObject(answer);
  });

  it('is asked for, and asked once', () => {
    expect(new Set(RULES).size).toBe(RULES.length);
    expect(new Set(RULES)).toEqual(
      new Set([
        threadIsOpen,
        isWelcome,
        fitsLength,
        isNotTooDeep,
        isNotTooFast,
        threadKeepsPace,
        isNoRepeat,
        isNewHere,
        isReadFirst,
      ]),
    );
  });
});

describe('admission', () => {
  const verdict = (draft: Partial<Draft>, facts: Partial<Facts>) =>
    admit({ ...said, ...draft }, { ...known, ...facts });

  it('publishes what no rule has anything against', () => {
    expect(verdict({}, {})).toEqual({ verdict: 'publish' });
  });

  it('tells the moderator every reason to hold, in the order of the rules', () => {
    const site = siteWith({ premoderation: 'all' });
    expect(verdict(linking, { site, publishedBefore: 0 })).toEqual({
      verdict: 'hold',
      why: [{ code: 'newcomer_link', detail: 'https://shop.example/' }, { code: 'premoderation' }],
    });
  });

  it('refuses what should be held and refused', () => {
    expect(
      verdict({ ...linking, text: ' ' }, { site: siteWith({ premoderation: 'all' }), publishedBefore: 0 }),
    ).toMatchObject({
      verdict: 'refuse',
      details: { rule: 'length' },
    });
  });

  it('tells the first refusal: that the discussion is closed before that one is banned, and that before the length', () => {
    const everything = { threadState: 'closed', sanction: banned, nthLast: NOW } as const;
    expect(verdict({ text: '' }, everything)).toMatchObject({ code: 'thread_closed' });
    expect(verdict({ text: '' }, { ...everything, threadState: 'open' })).toMatchObject({ code: 'banned' });
    expect(verdict({ text: '' }, { ...everything, threadState: 'open', sanction: null })).toMatchObject({
      code: 'refused',
    });
    expect(verdict({}, { ...everything, threadState: 'open', sanction: null })).toMatchObject({ code: 'too_fast' });
  });

  const drafts: fc.Arbitrary<Draft> = fc.record({
    kind: fc.constantFrom('post', 'edit'),
    text: fc.string(),
    shown: fc.string(),
    links: fc.array(fc.webUrl(), { maxLength: 2 }),
    depth: fc.nat(12),
  });
  const facts: fc.Arbitrary<Facts> = fc.record({
    now: fc.constant(NOW),
    site: fc
      .record({
        premoderation: fc.constantFrom('none', 'all'),
        newcomerMessages: fc.nat(3),
        messageLength: fc.integer({ min: 1, max: 20 }),
      })
      .map(siteWith),
    threadState: fc.constantFrom('open', 'open', 'open', 'closed', 'archived'),
    isStaff: fc.boolean(),
    sanction: fc.option(fc.constant(banned), { freq: 5 }),
    publishedBefore: fc.nat(4),
    nthLast: fc.option(fc.integer({ min: NOW - minutes(10), max: NOW })),
    saidTheSame: fc.boolean(),
    nthLastInThread: fc.option(fc.integer({ min: NOW - minutes(10), max: NOW })),
    limits: fc.record({
      codePoints: fc.nat(100),
      bytes: fc.nat(400),
      depth: fc.nat(12),
      postsPerMinute: fc.option(fc.integer({ min: 1, max: 4 })),
      postsPerThread: fc.option(fc.integer({ min: 1, max: 4 })),
    }),
  });
  const frozen = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
    return value;
  };

  it('asks pure questions: the same facts get the same answer, and are what they were', () => {
    fc.assert(
      fc.property(drafts, facts, (draft, known) => {
        const asked = [frozen(draft), frozen(known)] as const;
        for (const rule of RULES) expect(rule(...asked)).toEqual(rule(...asked));
      }),
    );
  });

  it('is what its rules say: the first refusal, else every hold, else nothing', () => {
    fc.assert(
      fc.property(drafts, facts, (draft, known) => {
        const objections = RULES.flatMap((rule) => rule(draft, known) ?? []);
        const refusal = objections.find(({ verdict }) => verdict === 'refuse');
        const why = objections.flatMap((one) => (one.verdict === 'hold' ? [one.why] : []));
        expect(admit(draft, known)).toEqual(
          refusal ?? (why.length > 0 ? { verdict: 'hold', why } : { verdict: 'publish' }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never holds what staff writes', () => {
    fc.assert(
      fc.property(drafts, facts, (draft, known) => {
        expect(admit(draft, { ...known, isStaff: true }).verdict).not.toBe('hold');
      }),
    );
  });
});
