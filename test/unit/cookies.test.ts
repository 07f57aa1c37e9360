import { describe, expect, it } from '@jest/globals';
import { cookieOf, SESSION_COOKIE } from '../../src/auth/actors.service.js';

describe('the session of a console', () => {
  it.each<[string, string | undefined, string | null]>([
    ['where there is no cookie', undefined, null],
    ['where there are others', 'theme=dark; lang=de', null],
    ['alone', `${SESSION_COOKIE}=abc`, 'abc'],
    ['among others, however they are spaced', `theme=dark;${SESSION_COOKIE}=abc ;  lang=de`, 'abc'],
    // A sign-out leaves an empty one behind in some browsers, before one that is good.
    ['behind an empty one', `${SESSION_COOKIE}=; ${SESSION_COOKIE}=abc`, 'abc'],
    ['that is empty', `${SESSION_COOKIE}=`, null],
    ['without a value', SESSION_COOKIE, null],
    ['twice', `${SESSION_COOKIE}=abc; ${SESSION_COOKIE}=def`, 'abc'],
    ['of another name that ends or begins so', `x${SESSION_COOKIE}=abc; ${SESSION_COOKIE}2=def`, null],
    ['in another spelling', `${SESSION_COOKIE.toUpperCase()}=abc`, null],
  ])('is found %s', (_where, header, session) => {
    expect(cookieOf(header, SESSION_COOKIE)).toBe(session);
  });
});
