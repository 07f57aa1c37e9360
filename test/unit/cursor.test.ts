import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ForumError } from '../../src/errors/forum-error.js';
import { decodeCursor, encodeCursor, type Cursor } from '../../src/messages/pages/cursor.js';
import { listMessages, SORTS } from '../../src/messages/messages.schema.js';
import { cursorOf, idFrom, placeFrom, placeOf } from '../../src/messages/pages/id-cursor.js';

const cursors: fc.Arbitrary<Cursor> = fc.record({
  sort: fc.constantFrom(...SORTS),
  parent: fc.oneof(fc.constant(''), fc.uuid({ version: 7 })),
  position: fc.maxSafeNat(),
  score: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((score) => !Object.is(score, -0)),
  until: fc.maxSafeNat(),
});

const REFUSED = {
  code: 'invalid_request',
  details: [{ path: 'cursor', message: 'is not a cursor of this list' }],
};

/** What becomes of a cursor that somebody made up: a place in a list, or a refusal. Whatever else is thrown goes on. */
function readOrRefused(cursor: string): Cursor | 'refused' {
  try {
    return decodeCursor(cursor);
  } catch (error) {
    if (!(error instanceof ForumError)) throw error;
    expect(error).toMatchObject(REFUSED);
    return 'refused';
  }
}

describe('a cursor', () => {
  it('leads back to where it was made', () => {
    fc.assert(fc.property(cursors, (cursor) => expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor)));
  });

  it('can be sent in an address as it is, and is short enough to be taken', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        const sent = encodeCursor(cursor);
        expect(sent).toMatch(/^[\w-]+$/);
        expect(listMessages.safeParse({ cursor: sent }).success).toBe(true);
      }),
    );
  });

  it('is refused, and nothing else, when somebody made it up', () => {
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    const alike = fc
      .array(fc.oneof(fc.constantFrom(...SORTS), fc.double(), fc.string(), fc.constant(null)), { maxLength: 7 })
      .map((fields) => Buffer.from(JSON.stringify(fields)).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), json, alike), (forged) => {
        const read = readOrRefused(forged);
        expect(['refused', ...SORTS]).toContain(read === 'refused' ? read : read.sort);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused or a cursor all the same when a part of it was changed on the way', () => {
    fc.assert(
      fc.property(cursors, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (cursor, at, other) => {
        const sent = encodeCursor(cursor);
        const cut = at % sent.length;
        const read = readOrRefused(sent.slice(0, cut) + other + sent.slice(cut + 1));
        const again = read === 'refused' ? sent : encodeCursor(read);
        expect(encodeCursor(decodeCursor(again))).toBe(again);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['an unknown order', ['loudest', '', 1, 0, 1]],
    ['a place before the first', ['oldest', '', -1, 0, 1]],
    ['half a place', ['oldest', '', 1.5, 0, 1]],
    ['a place beyond what can be counted', ['oldest', '', 2 ** 53, 0, 1]],
    ['a place that is a word', ['oldest', '', '1', 0, 1]],
    ['a score that is none', ['best', '', 1, null, 1]],
    ['a field too few', ['oldest', '', 1, 0]],
    ['a field too many', ['oldest', '', 1, 0, 1, 1]],
    ['a parent longer than any', ['oldest', 'x'.repeat(65), 1, 0, 1]],
    ['no list at all', { sort: 'oldest' }],
  ])('is refused with %s', (_what, fields) => {
    expect(readOrRefused(Buffer.from(JSON.stringify(fields)).toString('base64url'))).toBe('refused');
  });
});

describe('a cursor of a list by ids', () => {
  const id = '0192f7c4-8d8e-7c3a-9b1f-00000000abcd';

  it('leads back to the id that it was made of, and can be sent in an address as it is', () => {
    fc.assert(
      fc.property(fc.uuid(), (each) => {
        expect(cursorOf(each)).toMatch(/^[\w-]+$/);
        expect(idFrom(cursorOf(each))).toBe(each);
      }),
    );
  });

  it('is none on the first page', () => {
    expect(idFrom(undefined)).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['half an id', id.slice(0, 18)],
    ['an id and more', `${id}0`],
    ['something and an id', `0${id}`],
    ['what has the length of one', 'x'.repeat(36)],
    ['an id and a line', `${id}\n`],
  ])('is refused with %s', (_what, made) => {
    expect(() => idFrom(cursorOf(made))).toThrow(expect.objectContaining(REFUSED));
  });
});

describe('a cursor of a list by time', () => {
  const id = '0192f7c4-8d8e-7c3a-9b1f-00000000abcd';

  it('leads back to the place that it was made of; places are in the order of their times, then of their ids', () => {
    const places = fc.tuple(fc.nat({ max: 9_999_999_999_999 }), fc.uuid());
    fc.assert(
      fc.property(places, places, ([at, one], [later, other]) => {
        expect(placeFrom(cursorOf(placeOf(at, one)))).toBe(placeOf(at, one));
        const inOrder = at === later ? one < other : at < later;
        expect(placeOf(at, one) < placeOf(later, other)).toBe(inOrder);
      }),
    );
    expect(placeOf(1_764_000_000_000, id)).toBe(`0001764000000000 ${id}`);
  });

  it('is none on the first page', () => {
    expect(placeFrom(undefined)).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['an id alone', id],
    ['a time alone', '0001764000000000 '],
    ['a short time', `1764000000000 ${id}`],
    ['a time in letters', `${'x'.repeat(16)} ${id}`],
    ['something before it', `00001764000000000 ${id}`],
    ['something behind it', `0001764000000000 ${id}0`],
    ['what has the length of an id', `0001764000000000 ${'x'.repeat(36)}`],
  ])('is refused with %s', (_what, made) => {
    expect(() => placeFrom(cursorOf(made))).toThrow(expect.objectContaining(REFUSED));
  });
});
