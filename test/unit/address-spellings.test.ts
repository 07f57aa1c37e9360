import { describe, expect, it } from '@jest/globals';
import { addressRules, type AddressRules } from '../../src/sites/address-rules.schema.js';
import { addressOf, canonicalUrl, wordsOfAddress } from '../../src/threads/addresses/canonical-url.js';

/** Without what a site may choose. */
const STRICT: AddressRules = { www: false, mobile: false, hosts: false, slash: false, index: false, ignore: [] };
const address = (raw: string, rules: Partial<AddressRules> = {}): string =>
  addressOf(canonicalUrl(raw), { ...STRICT, ...rules });

/** Threads are looked up by what is made of this text: another spelling of it, and their messages are gone. */
describe('what an article is known by stays what it was', () => {
  it.each<[string, string, string, Partial<AddressRules>?]>([
    ['host and path', 'https://gazette.example/2026/ferry', 'gazette.example/2026/ferry'],
    ['the front page', 'https://gazette.example', 'gazette.example/'],
    ['a port of its own', 'https://gazette.example:8443/', 'gazette.example:8443/'],
    ['parameters by name', 'https://a.example/?b=2&a=1&c', 'a.example/?a=1&b=2&c='],
    ['equal names in their order', 'https://a.example/?t=2&a=1&t=1&t=3', 'a.example/?a=1&t=2&t=1&t=3'],
    ['names by code unit', 'https://a.example/?b=1&%C3%A4=2&B=3&a=4', 'a.example/?B=3&a=4&b=1&ä=2'],
    ['a value with equals signs', 'https://a.example/?q=a=b=c', 'a.example/?q=a=b=c'],
    ['a value without a name', 'https://a.example/?=7', 'a.example/?=7'],
    ['a space in the path', 'https://a.example/a%20b', 'a.example/a%20b'],
    ['a plus sign in the path', 'https://a.example/a+b%2bc', 'a.example/a+b+c'],
    ['a space in the query', 'https://a.example/?q=a%20b+c', 'a.example/?q=a+b+c'],
    ['two bytes that are a letter', 'https://a.example/%c3%bcber', 'a.example/über'],
    ['three bytes that are one', 'https://a.example/%e6%a9%8b-%ED%95%9C', 'a.example/橋-한'],
    ['four bytes that are one', 'https://a.example/%F0%9F%9a%b2/%f3%a0%80%81', 'a.example/🚲/\u{e0001}'],
    ['the first and the last of each length', 'https://a.example/%7E%C2%A1%DF%BF%E0%A0%80', 'a.example/~¡\u07ff\u0800'],
    ['the last that there is', 'https://a.example/%EF%BF%BD%F4%8F%BF%BF', 'a.example/\ufffd\u{10ffff}'],
    ['a mark of byte order', 'https://a.example/%EF%BB%BFa', 'a.example/\ufeffa'],
    ['a letter of an older encoding', 'https://a.example/%c4rzte%e9', 'a.example/%C4rzte%E9'],
    ['such a letter before an encoded one', 'https://a.example/%c4%72zte', 'a.example/%C4rzte'],
    ['such a letter before one of two bytes', 'https://a.example/%c4%c3%bc', 'a.example/%C4ü'],
    ['a letter that is cut off', 'https://a.example/%e6%a9/%f0%9f%9a', 'a.example/%E6%A9/%F0%9F%9A'],
    ['bytes that only go on', 'https://a.example/%80%bf%a9a', 'a.example/%80%BF%A9a'],
    ['a letter that is longer than it may be', 'https://a.example/%c0%af%E0%80%AF', 'a.example/%C0%AF%E0%80%AF'],
    ['half a surrogate, and what is beyond all', 'https://a.example/%ed%a0%80%F5%80', 'a.example/%ED%A0%80%F5%80'],
    ['what would mean something else', 'https://a.example/a%2fb%3fc%23d%25', 'a.example/a%2Fb%3Fc%23d%25'],
    ['a control', 'https://a.example/%0a%7f', 'a.example/%0A%7F'],
    ['an ampersand in a value', 'https://a.example/?q=a%26b%3dc%3B', 'a.example/?q=a%26b%3Dc%3B'],
    ['letters in two pieces', 'https://a.example/u%cc%88', 'a.example/ü'],
    ['all hosts alike', 'https://sport.gazette.example:8443/ferry', '*/ferry', { hosts: true }],
    ['a host of two labels', 'https://www.example/', 'www.example/', { www: true }],
    ['the same of a phone', 'https://m.example/', 'm.example/', { mobile: true }],
    ['what only ends in www', 'https://awww.gazette.example/', 'awww.gazette.example/', { www: true }],
    ['what only ends in m', 'https://team.gazette.example/', 'team.gazette.example/', { mobile: true }],
    ['www before a phone’s', 'https://www.m.a.example/', 'a.example/', { www: true, mobile: true }],
    ['www alone', 'https://www.m.a.example/', 'm.a.example/', { www: true }],
    ['a phone’s behind www, alone', 'https://www.m.a.example/', 'www.m.a.example/', { mobile: true }],
    ['many slashes at the end', 'https://a.example/ferry///', 'a.example/ferry', { slash: true }],
    ['a slash within', 'https://a.example/a//b/', 'a.example/a//b', { slash: true }],
    ['a tracked name in capitals', 'https://a.example/?UTM_Source=x&id=1', 'a.example/?id=1'],
    [
      'a name that the site passes over',
      'https://a.example/?Session=x&id=1',
      'a.example/?id=1',
      { ignore: ['sESSION'] },
    ],
  ])('%s: %s', (_what, raw, kept, rules = {}) => {
    expect(address(raw, rules)).toBe(kept);
  });

  it.each([
    'index.html',
    'index.htm',
    'index.xhtml',
    'index.php',
    'index.php5',
    'default.asp',
    'default.aspx',
    'index.jsp',
  ])('a folder, where the server adds %s to its address', (file) => {
    expect(address(`https://a.example/ferry/${file}`, { index: true })).toBe('a.example/ferry/');
    expect(address(`https://a.example/ferry/${file}`)).toBe(`a.example/ferry/${file}`);
  });

  it.each([
    'index.html.old',
    'index.htmls',
    'index.phpx',
    'index.php55',
    'my-index.html',
    'index',
    'index.txt',
    'index.html/2',
  ])('a file, where it is only called almost so: %s', (file) => {
    expect(address(`https://a.example/ferry/${file}`, { index: true })).toBe(`a.example/ferry/${file}`);
  });
});

describe('an address that is refused', () => {
  const refused = (message: string) => ({ code: 'invalid_request', details: [{ path: 'url', message }] });
  const asked = (raw: string) => {
    try {
      return canonicalUrl(raw);
    } catch (error) {
      return error;
    }
  };

  it.each(['ftp://a.example/', 'a.example', 'https://', '', `https://${'a.'.repeat(250)}example/`])(
    'says what it must be: %s',
    (raw) => {
      expect(asked(raw)).toMatchObject(refused('must be an http or https address'));
    },
  );

  it('says how long it may be, and is taken just so long', () => {
    const long = `https://a.example/${'x'.repeat(2_048 - 18)}`;
    expect(asked(long)).toBe(long);
    const message = 'must be at most 2048 characters long when it is percent-encoded';
    expect(asked(`${long}x`)).toMatchObject(refused(message));
    expect(asked(`${long}&utm_source=mail#top`)).toMatchObject(refused(message));
    expect(asked(`${long}?utm_source=mail#top`)).toBe(long);
  });
});

describe('an article that nobody has named is called by its address', () => {
  const words = (url: string) => wordsOfAddress(canonicalUrl(url));

  it.each([
    ['https://gazette.example/', 'gazette.example'],
    ['https://gazette.example/2026/ferry', 'gazette.example/2026/ferry'],
    ['https://gazette.example:8443/a%20b/%C3%BCber', 'gazette.example:8443/a%20b/über'],
    ['https://gazette.example/?id=7', 'gazette.example?id=7'],
  ])('as people write it: %s', (url, called) => {
    expect(words(url)).toBe(called);
  });

  it('of which a line’s length is shown, and no half character at its end', () => {
    const fits = `https://a.example/${'x'.repeat(150)}`;
    expect(words(fits)).toBe(`a.example/${'x'.repeat(150)}`);
    expect(words(`${fits}x`)).toBe(`a.example/${'x'.repeat(149)}…`);
    expect(words(`https://a.example/${'🚲'.repeat(80)}`)).toBe(`a.example/${'🚲'.repeat(74)}…`);
  });
});

describe('what a site passes over in an address', () => {
  const accepted = (ignore: readonly string[]) => addressRules.safeParse({ ignore }).success;

  it('is up to fifty names of up to 64 characters', () => {
    expect(accepted([])).toBe(true);
    expect(accepted(['s', 'x'.repeat(64)])).toBe(true);
    expect(accepted(['x'.repeat(65)])).toBe(false);
    expect(accepted([''])).toBe(false);
    expect(accepted(Array.from({ length: 50 }, (_, n) => `p${n}`))).toBe(true);
    expect(accepted(Array.from({ length: 51 }, (_, n) => `p${n}`))).toBe(false);
  });

  it('has a name in the description of the API, and knows no other choices', () => {
    expect(addressRules.meta()).toEqual({ id: 'AddressRules' });
    expect(addressRules.safeParse({ fragments: true }).success).toBe(false);
  });
});
