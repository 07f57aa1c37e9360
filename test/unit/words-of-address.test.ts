import { expect, it } from '@jest/globals';
import { wordsOfAddress } from '../../src/threads/addresses/canonical-url.js';
import { cleanTitle } from '../../src/threads/addresses/thread-names.js';

const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
const letters = { 'an emoji': '😀', 'a family': family, 'an accent of its own': 'q\u0301', 'a Thai syllable': 'กำ' };

it.each(Object.entries(letters))('never shows half of %s where an address or a title is cut', (_, letter) => {
  for (let before = 0; before < 12; before++) {
    const path = 'x'.repeat(before) + letter.repeat(200);
    const whole = new RegExp(`^x{${before}}(${letter})+$`, 'u');
    const shown = wordsOfAddress(new URL(`https://a.example/${path}`).href);
    expect(shown.length).toBeLessThanOrEqual(160);
    expect(shown.replace(/^a\.example\//, '').replace(/…$/, '')).toMatch(whole);
    expect(cleanTitle(path)).toMatch(whole);
    expect(cleanTitle(path).length).toBeLessThanOrEqual(300);
  }
});

it('cuts also what is one character to the machine and longer than anybody reads', () => {
  const marks = `a${'\u0301'.repeat(2_000)}`;
  expect(cleanTitle(marks).length).toBeLessThanOrEqual(300);
});
