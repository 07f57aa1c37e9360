import { expect } from '@jest/globals';
import { ERRORS, type ErrorCode } from '../../src/errors/forum-error.js';
import type { Answer } from './answer.js';

/**
 * Holds an answer to the contract's error: a code of ours with the status that belongs to it, a sentence, the request's id,
 * what details there are, and nothing else.
 */
export function expectRefusal(answer: Answer, code: ErrorCode | readonly ErrorCode[], of = ''): void {
  const { error, ...more } = (answer.body ?? {}) as { error?: Record<string, unknown> };
  const { code: told, message, requestId, details, ...rest } = error ?? {};
  const seen = `${of} was answered ${answer.status} ${answer.text.slice(0, 300)}`;
  expect([seen, [code].flat().includes(told as ErrorCode)]).toEqual([seen, true]);
  expect(answer.status).toBe(ERRORS[told as ErrorCode]);
  expect({ more, rest }).toEqual({ more: {}, rest: {} });
  expect(message).toEqual(expect.stringMatching(/^[A-Z“].{5,200}$/));
  expect(requestId).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/));
  expect(answer.headers.get('x-request-id')).toBe(requestId);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  if (Array.isArray(details)) {
    for (const { sentence = '', ...issue } of details) {
      expect(issue).toEqual({ path: expect.any(String), message: expect.any(String) });
      expect(sentence).toEqual(expect.any(String));
    }
  }
  // Nothing of how the forum is made leaves it.
  expect(answer.text).not.toMatch(/node_modules|\/src\/|\.ts:\d|SQLITE|SELECT |QueryFailed|at \w+ \(/);
}

/** The code of a refusal, for tests to which every one is right. */
export const codeOf = ({ body }: Answer): ErrorCode => (body as { error: { code: ErrorCode } }).error.code;
