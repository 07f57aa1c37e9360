import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Bursts } from '../../src/admission/proof-of-work/bursts.js';
import { areSolved } from '../../src/admission/proof-of-work/puzzles.js';
import { fieldsOf, signed } from '../../src/admission/proof-of-work/signed.js';
import { minutes, seconds } from '../support/clock.js';

describe('how often something happened in the last minute', () => {
  it('counts this window, and of the one before what is left of it', () => {
    const bursts = new Bursts();
    for (let n = 0; n < 10; n += 1) bursts.note('thread', minutes(5));
    expect(bursts.rate('thread', minutes(5) + seconds(30))).toBe(10);
    expect(bursts.rate('thread', minutes(6) + seconds(15))).toBe(7.5);
    expect(bursts.rate('thread', minutes(7))).toBe(0);
    expect(bursts.rate('another', minutes(5))).toBe(0);
  });
});

describe('what is signed', () => {
  it('is read by who has the key, and as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9-]{0,20}$/), { minLength: 1, maxLength: 6 }), (fields) => {
        expect(fieldsOf('key', signed('key', fields))).toEqual(fields);
        expect(fieldsOf('another', signed('key', fields))).toBeNull();
      }),
    );
  });

  it('is nothing where a character of it was changed, left out or added', () => {
    const word = signed('key', ['work', 'id', 1_000, 5]);
    for (let at = 0; at < word.length; at += 1) {
      const other = word[at] === 'x' ? 'y' : 'x';
      for (const put of [other, '', `${word[at]}${other}`])
        expect(fieldsOf('key', word.slice(0, at) + put + word.slice(at + 1))).toBeNull();
    }
    expect(fieldsOf('key', '')).toBeNull();
  });
});

describe('the puzzles', () => {
  it('are solved by who has all of them, and by nobody with one too few or too many', async () => {
    expect(await areSolved('challenge', 0, Array(8).fill(0))).toBe(true);
    expect(await areSolved('challenge', 0, Array(7).fill(0))).toBe(false);
    expect(await areSolved('challenge', 0, Array(9).fill(0))).toBe(false);
    expect(await areSolved('challenge', 32, Array(8).fill(0))).toBe(false);
  });
});
