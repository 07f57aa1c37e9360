import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBlank, isLongerThan, lengthOf } from '../../src/text/characters.js';

/** One character each to whoever reads it. */
const ONE = [
  ['a letter', 'a'],
  ['an umlaut of two code points', 'u\u0308'],
  ['a letter with twenty marks', `Z${'\u0335'.repeat(20)}`],
  ['a family', '👨‍👩‍👧‍👦'],
  ['a thumb with a skin', '👍🏽'],
  ['a flag', '🇫🇷'],
  ['the flag of Wales', '🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
  ['a Hangul syllable in its parts', '각'],
  ['a Devanagari conjunct', 'नि'],
  ['a Tamil syllable', 'நி'],
  ['a line break of two', '\r\n'],
] as const;

/** What joins with what is beside it, so that a text cut in pieces would have more characters than the whole. */
const JOINING = [
  'a',
  '\u0301',
  '\u200d',
  '👩',
  '🏽',
  '🇫',
  '🇷',
  '\u1100',
  '\u1161',
  '\u11a8',
  'क',
  '\u094d',
  '\r',
  '\n',
  '\ud83d',
  '\udc69',
];

describe('the length of a message', () => {
  it.each(ONE)('counts %s as one', (_what, character) => {
    expect(isLongerThan(character.repeat(10), 10)).toBe(false);
    // Flags and Hangul read on across one another, so the eleventh stands apart.
    expect(isLongerThan(`${character.repeat(10)} `, 10)).toBe(true);
  });

  it('is what a segmenter counts, for every text and every limit', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom(...ONE.map(([, character]) => character)), { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, fc.nat(70), (text, most) => {
        expect(isLongerThan(text, most)).toBe([...segmenter.segment(text)].length > most);
        expect(lengthOf(text, Infinity)).toBe([...segmenter.segment(text)].length);
      }),
      { numRuns: 500 },
    );
  });

  it('is right across any number of characters that join', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...JOINING), fc.nat(700)), { maxLength: 6 }), (runs) => {
        const text = runs.map(([piece, times]) => piece.repeat(times)).join('');
        const count = [...new Intl.Segmenter('und').segment(text)].length;
        expect(isLongerThan(text, count)).toBe(false);
        expect(isLongerThan(text, count - 1)).toBe(true);
        expect(lengthOf(text, count)).toBe(count);
      }),
      { numRuns: 200 },
    );
  });

  // The segmenter's every step costs as much as all that it was given: 55 s for this one, and 80 ms for 64 KiB.
  it('is not counted further than it matters', () => {
    const before = process.cpuUsage();
    expect(isLongerThan('e\u0301'.repeat(2_000_000), 5_000)).toBe(true);
    expect(isLongerThan(`e${'\u0301'.repeat(2_000_000)}`, 5_000)).toBe(false);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});

describe('a message with nothing to see', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \u00a0\u2003\u3000'],
    ['line breaks and tabs', '\r\n\t\v\f'],
    ['zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'],
    ['direction marks', '\u200e\u200f\u202e\u2066\u2069'],
    ['a Hangul filler', '\u3164\u115f\uffa0'],
    ['an empty Braille cell', '\u2800'],
    ['variation selectors and tags', '\ufe0f\u{e0061}\u{e007f}'],
    ['controls', '\0\u001b\u007f\u0085'],
    ['a soft hyphen', '\u00ad'],
  ])('is blank: %s', (_what, text) => {
    expect(isBlank(text)).toBe(true);
  });

  it.each([['.'], ['0'], ['é'], ['👍'], ['中'], [' x '], ['\u200bא'], ['‽']])('is not blank: %s', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});

describe('a text of one long character and many short ones behind it', () => {
  it('is counted in time that grows with its length, and right', () => {
    const text = `e${'\u0301'.repeat(40_000)}${'ab'.repeat(20_000)}`;
    const before = process.cpuUsage();
    expect(lengthOf(text, Infinity)).toBe(40_001);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});
