import { describe, expect, it } from '@jest/globals';
import type { Draft } from '../../src/admission/draft.js';
import { cleanName, isReserved, skeletonsOf } from '../../src/members/names/names.js';
import { linksOf, render } from '../../src/messages/markdown/markdown.js';
import { wordsOf } from '../../src/messages/posting/words.js';
import { repeat } from '../../src/admission/rules/repeat.js';
import { isBlank, isLongerThan, lengthOf } from '../../src/text/characters.js';
import { runsRightToLeft } from '../../src/text/direction.js';
import { hostsShownIn, looksLikeHost } from '../../src/text/hosts.js';
import { textOf } from '../../src/text/html.js';
import { isKeepable, readJson } from '../../src/text/json.js';
import { settleMarks } from '../../src/text/marks.js';
import { canonicalUrl } from '../../src/threads/addresses/canonical-url.js';
import { initialOf } from '../../src/web/ui/disc.js';
import { within } from '../../src/web/ui/within.js';
import { growthOf, LINEAR, orRefused, seenAt } from '../support/growth.js';
import { HOSTILE_TEXTS, HOSTILE_WITHIN, type HostileText } from '../support/hostile-texts.js';

/** Code units: long enough that a search that begins anew at each place is seen at once. */
const SHORT = 2_500;

/** A name is cut to a hundred code units before anybody looks at it closely. */
const asName =
  (work: (text: string) => unknown) =>
  (text: string): unknown =>
    work(text.slice(0, text.length / 10));

/** Everything that a text goes through which somebody has written. */
const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  'a message as it is shown': (text) => isBlank(textOf(render(text))),
  'the links of a message': (text) => linksOf(`<p>${text}</p>`),
  'the words of HTML': textOf,
  'the fingerprint of the words': wordsOf,
  'whether it is a repetition': (text) =>
    repeat.decide({ kind: 'post', text, author: { isStaff: false } } as Draft, { saidTheSame: true }),
  'whether there is something to see': isBlank,
  'whether it is too long': (text) => isLongerThan(text, 5_000),
  'how many characters it has': (text) => lengthOf(text, Infinity),
  'marks and directions': settleMarks,
  'whether it runs from right to left': runsRightToLeft,
  'hosts that it shows': hostsShownIn,
  'whether it is a host': looksLikeHost,
  JSON: orRefused((text) => readJson(JSON.stringify({ text }))),
  'what can be kept': isKeepable,
  'a name': orRefused(cleanName),
  'what a name looks like': asName(skeletonsOf),
  'a name for the house': asName(isReserved),
  'an address': orRefused((text) => canonicalUrl(`https://a.example/${text}`)),
  'a query': orRefused((text) => canonicalUrl(`https://a.example/?${text}`)),
  'a host of an address': orRefused((text) => canonicalUrl(`https://${text}/`)),
  'a name in a sentence': within,
  'an initial': initialOf,
};

const grown = (work: (text: string) => unknown, { at }: HostileText): number =>
  growthOf(work, at(SHORT), at(2 * SHORT));

describe('twice the text', () => {
  it.each(Object.keys(FUNCTIONS))(
    'takes no more than about twice the time: %s',
    (name) => {
      const work = FUNCTIONS[name]!;
      const texts = [...HOSTILE_TEXTS, ...HOSTILE_WITHIN];
      const slow = texts.map((text) => [text.name, grown(work, text)] as const).filter(([, growth]) => growth > LINEAR);
      expect(slow).toEqual([]);
    },
    300_000,
  );

  it('is seen to take four times the time by a search that begins anew at each place (the check of the check)', () => {
    const search = (text: string) => /(?:[\p{L}\p{N}-]+[.。])+\p{L}{2,}/u.exec(text.normalize('NFKC'));
    for (const piece of ['a', '\u3316']) {
      const length = seenAt(search, (pieces) => piece.repeat(pieces));
      expect(growthOf(search, piece.repeat(length / 2), piece.repeat(length), [7])).toBeGreaterThan(LINEAR);
    }
  });

  it('is made of every category of Unicode', () => {
    for (const { name, at } of HOSTILE_TEXTS) expect([name, at(1_000).length >= 900]).toEqual([name, true]);
    expect(HOSTILE_TEXTS.length).toBeGreaterThan(200);
  });
});
