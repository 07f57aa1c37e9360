import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backFrom } from '../../../src/web/account/back.js';
import { isSameName } from '../../../src/web/account/own/leaving.js';
import { codeIn } from '../../../src/web/account/sign-in/link-code.js';

describe('the code of a link', () => {
  it('is the six digits in its fragment, and nothing else that stands there', () => {
    expect(codeIn('#code=012345')).toBe('012345');
    expect(codeIn('#host=https://gazette.example&code=012345')).toBe('012345');
    for (const hash of [
      '',
      '#',
      '#code=',
      '#code=12345',
      '#code=1234567',
      '#code=12345a',
      '#012345',
      '#code=１２３４５６',
    ])
      expect([hash, codeIn(hash)]).toEqual([hash, null]);
  });
});

describe('the way back', () => {
  const here = { origin: 'https://forum.example', hash: '' };

  it('leads to the discussion that the browser came from, with what is said of the host', () => {
    expect(backFrom('https://forum.example/threads/a?embedded=1', here)).toBe('/threads/a?embedded=1');
    const framed = { ...here, hash: '#host=https://gazette.example' };
    expect(backFrom('https://forum.example/embed?site=a&url=b', framed)).toBe(
      '/embed?site=a&url=b#host=https://gazette.example',
    );
  });

  it('leads nowhere from anywhere else', () => {
    for (const from of [
      '',
      'https://forum.example',
      'https://forum.example/',
      'https://forum.example/console',
      'https://forum.example//evil.example/threads/a',
      'https://forum.example.evil.example/threads/a',
      'https://evil.example/threads/a',
      'http://forum.example/threads/a',
    ])
      expect([from, backFrom(from, here)]).toEqual([from, null]);
  });

  it('never leads to another origin, whatever a browser says', () => {
    const path = fc.string().map((tail) => `${here.origin}/${tail}`);
    const leavesUs = (from: string) => {
      const back = backFrom(from, here);
      return back !== null && new URL(back, here.origin).origin !== here.origin;
    };
    const anything = fc.oneof(fc.webUrl(), fc.string(), path);
    expect(fc.check(fc.property(anything, (from) => !leavesUs(from))).counterexample).toBeNull();
  });
});

describe('the name that is typed to make sure', () => {
  it('may be in other letters’ case and width, with spaces around it', () => {
    for (const typed of ['Mara Holmqvist', ' mara holmqvist ', 'ＭＡＲＡ Holmqvist'])
      expect([typed, isSameName(typed, 'Mara Holmqvist')]).toEqual([typed, true]);
    expect(isSameName('Mu\u0308ller', 'Müller')).toBe(true);
  });

  it('is no other one, and not nothing', () => {
    for (const typed of ['', ' ', 'Mara', 'Mara Holmqvist!']) expect(isSameName(typed, 'Mara Holmqvist')).toBe(false);
  });
});
