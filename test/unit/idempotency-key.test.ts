import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BODY_TEXT } from '../../src/http/body-parsers.js';
import { idempotencyKeyOf } from '../../src/http/idempotency-key.js';
import { ForumError } from '../../src/errors/forum-error.js';

const POST = {
  method: 'POST',
  url: '/api/v1/threads/t/messages',
  headers: { 'idempotency-key': 'k' },
  [BODY_TEXT]: '{"text":"Hi"}',
};
const keyed = (key: string | string[] | undefined) => ({
  ...POST,
  headers: { 'idempotency-key': key } as Record<string, string>,
});

const refusalOf = (of: () => unknown): unknown => {
  try {
    of();
  } catch (error) {
    if (error instanceof ForumError) return { code: error.code, details: error.details };
    throw error;
  }
  return null;
};

describe('a request that may be sent again', () => {
  it('is the same when it says the same, and another when any part of it is other', () => {
    const of = (change: object) => idempotencyKeyOf({ ...POST, ...change })?.fingerprint;
    expect(of({})).toBe(of({}));
    const others = [
      of({}),
      of({ method: 'PUT' }),
      of({ url: '/api/v1/threads/u/messages' }),
      of({ url: `${POST.url}?a=1` }),
      of({ [BODY_TEXT]: '{"text":"Ho"}' }),
      of({ [BODY_TEXT]: undefined }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it('is never taken for another one', () => {
    const part = fc.string({ unit: fc.constantFrom(...'aPU/ {}"') });
    const url = fc.webPath().map((path) => `/${path}`);
    fc.assert(
      fc.property(fc.tuple(url, part), fc.tuple(url, part), ([url, body], [otherUrl, otherBody]) => {
        const one = idempotencyKeyOf({ ...POST, url, [BODY_TEXT]: body });
        const other = idempotencyKeyOf({ ...POST, url: otherUrl, [BODY_TEXT]: otherBody });
        expect(one?.fingerprint === other?.fingerprint).toBe(url === otherUrl && body === otherBody);
      }),
    );
  });

  it('keeps the key out of its fingerprint', () => {
    expect(idempotencyKeyOf(keyed('one'))).toEqual({
      key: 'one',
      fingerprint: idempotencyKeyOf(keyed('other'))?.fingerprint,
    });
  });

  it('needs a key only where it is said', () => {
    expect(idempotencyKeyOf(keyed(undefined))).toBeNull();
    expect(refusalOf(() => idempotencyKeyOf(keyed(undefined), 'required'))).toEqual({
      code: 'invalid_request',
      details: [{ path: 'Idempotency-Key', message: 'is required here' }],
    });
  });

  it.each([['a'], ['7f3a-…'.slice(0, 5)], ['!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~'], ['x'.repeat(64)]])(
    'takes the key %s',
    (key) => {
      expect(idempotencyKeyOf(keyed(key))?.key).toBe(key);
    },
  );

  it.each([[''], [' '], ['a b'], ['x'.repeat(65)], ['é'], ['a\tb'], ['a\u0000'], ['\u007f'], [['a', 'b']]])(
    'refuses the key %j',
    (key) => {
      const refused = {
        code: 'invalid_request',
        details: [{ path: 'Idempotency-Key', message: 'must be 1 to 64 visible ASCII characters' }],
      };
      expect(refusalOf(() => idempotencyKeyOf(keyed(key)))).toEqual(refused);
      expect(refusalOf(() => idempotencyKeyOf(keyed(key), 'required'))).toEqual(refused);
    },
  );
});
