import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ForumError } from '../../src/errors/forum-error.js';
import { cleanName, FORMER_MEMBER, isReserved, skeleton, skeletonsOf } from '../../src/members/names/names.js';
import { corpus } from '../support/corpus.js';

const taken = (raw: string): string | 'refused' => {
  try {
    return cleanName(raw);
  } catch (error) {
    if (!(error instanceof ForumError)) throw error;
    expect(error).toMatchObject({ code: 'invalid_request', details: [{ path: 'name' }] });
    return 'refused';
  }
};
const looksLike = (one: string, other: string) => skeleton(cleanName(one)) === skeleton(cleanName(other));

describe('a name', () => {
  it.each([
    ['Ana'],
    ['Ben 2'],
    ['Łukasz Żółć'],
    ['Αθηνά'],
    ['Ольга'],
    ['محمد'],
    ['王小明'],
    ['ประยุทธ์'],
    ['O’Brien-Smith'],
    ['Dr. Meier'],
    ['J. R. R. Tolkien'],
    ['7'],
    ['Ana 🚲'],
    ['a'.repeat(40)],
    // Forty characters, of a hundred code units.
    [`${'王\u{20000}'.repeat(20)}`],
    [`${`a${'\u0335'.repeat(8)}`.repeat(11)}b`],
  ])('is kept as it was given: %s', (name) => {
    expect(cleanName(name)).toBe(name.normalize('NFC'));
  });

  it.each([
    ['spaces around it', '  Ana\t', 'Ana'],
    ['spaces within', 'Ana   Maria', 'Ana Maria'],
    ['spaces of other kinds', 'Ana\u00a0\u3000Maria\u2028', 'Ana Maria'],
    ['letters in their parts', 'Ange\u0301lica', 'Angélica'],
    ['characters that cannot be seen', 'A\u200bn\u2060a\ufeff', 'Ana'],
    ['characters that turn the line', 'Ana\u202eanA', 'AnaanA'],
    ['controls of a terminal', '\u001b[31mAna', '[31mAna'],
    ['half a surrogate', 'Ana\ud83d', 'Ana\ufffd'],
    ['a pile of marks', `A${'\u0335'.repeat(30)}na`, `A${'\u0335'.repeat(8)}na`],
    ['a pile of marks held apart', `A${'\u0335\u200d'.repeat(30)}na`, `A${'\u0335'.repeat(8)}na`],
    ['tags that nobody sees', 'Ana\u{e0041}\u{e0042}', 'Ana'],
  ])('is put in order: %s', (_what, raw, name) => {
    expect(cleanName(raw)).toBe(name);
  });

  it.each([
    [''],
    ['   '],
    ['\u200b\u200d'],
    ['\u3164'],
    ['...'],
    ['🚲'],
    ['\u0301\u0301'],
    ['a'.repeat(41)],
    ['👩‍👩‍👧‍👦'.repeat(20) + 'a'],
    ['example.com'],
    ['Buy at shop.example now'],
    ['http://x'],
    ['javascript://x'],
    ['ana@example.com'],
    ['@ana'],
    ['shop。example'],
  ])('is refused: %j', (raw) => {
    expect(taken(raw)).toBe('refused');
  });

  it.each([
    ['must have a letter or a digit', '★ ★'],
    ['must be at most 40 characters', 'a'.repeat(41)],
    // Twelve characters, and a line that is black of marks.
    ['must be at most 40 characters', `a${'\u0335'.repeat(8)}`.repeat(12)],
    ['must not be an address', 'cheap-pills.shop'],
    ['must not be an address', 'www.hello'],
    ['must not be an address', 'Ana www.hello'],
    ['must not be an address', 'buy.de'],
    ['must not be an address', 'Mia.WEBCAM'],
  ])('%s: %s', (message, raw) => {
    expect(() => cleanName(raw)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        details: [expect.objectContaining({ path: 'name', message })],
      }),
    );
  });

  it.each(['mia.apple', 'hp.de', 'wwwilma', 'Awww. Mia'])('is one, and no address: %s', (name) => {
    expect(cleanName(name)).toBe(name);
  });

  it('stands for somebody of whom nothing else is left', () => {
    expect(cleanName(FORMER_MEMBER)).toBe('Former member');
  });

  it('is kept as it is when it is given again, and has nothing that is not shown', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'aÄßı\u0301\u200d\u202e\u2800 .-’\ud83d9王🚲ங'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: 'binary', maxLength: 30 })), (raw) => {
        const name = taken(raw);
        fc.pre(name !== 'refused');
        expect(cleanName(name)).toBe(name);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]|\s\s|^\s|\s$/u);
        expect(name.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a look-alike', () => {
  it.each([
    ['Olga', 'olga'],
    ['Olga', 'OLGA'],
    ['Olga', 'Оlgа'],
    ['Olga', '0lga'],
    ['Olga', 'OIga'],
    ['Olga', 'O1ga'],
    ['Olga', 'O|ga'],
    ['Olga', 'Ölgà'],
    ['Olga', 'O l g a'],
    ['Olga', 'Ol-ga'],
    ['Olga', 'Ol_ga'],
    ['Olga', 'Olga.'],
    ['Olga', 'ＯＬＧＡ'],
    ['Olga', '𝓞𝓵𝓰𝓪'],
    ['Olga', 'Ol\u200dga'],
    ['Olga', 'Ⓞlⓖa'],
    ['Mia', 'Міа'],
    ['Mia', 'Rnia'],
    ['Iris', 'iris'],
    ['Iris', 'lris'],
  ])('of %s is %s', (name, other) => {
    expect(looksLike(name, other)).toBe(true);
  });

  it.each([
    ['Olga', 'Helga'],
    ['Olga', 'Olgas'],
    ['Mia', 'Mila'],
    ['Ana', 'Anna'],
    ['Ana', 'Ana 2'],
    ['王小明', '王大明'],
  ])('of %s is not %s', (name, other) => {
    expect(looksLike(name, other)).toBe(false);
  });

  it.each([
    ['Ben', 'Ɓen'],
    ['Tina', 'Ƭina'],
    ['Fred', 'ſred'],
    ['Sam', 'ſam'],
    ['Mia', 'Μία'],
  ])('of %s is %s, whichever way one looks at it', (name, other) => {
    expect(skeletonsOf(other)).toContain(skeleton(name));
  });

  it('of an office of the house is nobody’s name: none of the public set of look-alikes passes', () => {
    const passed = corpus<{ protected: string }>('homoglyph').filter(({ input, protected: office }) => {
      const name = taken(input);
      return name !== 'refused' && !(isReserved(name) && looksLike(name, office));
    });
    expect(passed).toEqual([]);
  });

  it('is one in whatever way its letters are composed, marked or spaced', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'),
        (name, form) => {
          expect(skeleton(name.normalize(form))).toBe(skeleton(name));
          expect(skeleton([...name].join('\u200d'))).toBe(skeleton(name));
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['\u{1dab}', '\u{1db0}', '\u{10784}', '\u{10792}', '\u{10796}', '\u{107aa}'])(
    'is one where a small capital is raised: %s',
    (letter) => expect(skeleton(letter.normalize('NFKC'))).toBe(skeleton(letter)),
  );

  it('is found by a skeleton that fits its column', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
        expect(skeleton(name).length).toBeLessThanOrEqual(400);
      }),
    );
    expect(skeleton('\ufdfa'.repeat(100)).length).toBeLessThanOrEqual(400);
  });
});
