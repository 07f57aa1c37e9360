import { describe, expect, it } from '@jest/globals';
import { hostOf } from '../../src/sites/hosts.js';

describe('a site’s host', () => {
  it.each([
    ['gazette.example', 'gazette.example'],
    ['WWW.Gazette.Example', 'www.gazette.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['localhost', 'localhost'],
    ['my_host.internal', 'my_host.internal'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['::1', '[::1]'],
    ['2001:DB8:0:0::1', '[2001:db8::1]'],
    ['[2001:db8::192.0.2.1]', '[2001:db8::c000:201]'],
    ['x.example', 'x.example'],
    [' gazette.example\n', 'gazette.example'],
    [`${'x'.repeat(63)}.a--b.example`, `${'x'.repeat(63)}.a--b.example`],
  ])('is kept as browsers write it: %s', (given, kept) => {
    expect(hostOf(given)).toBe(kept);
  });

  it.each([
    ...['', ' ', 'https://a.example', 'a.example/', 'a.example:80', '[::1]:80', '*.example', '.example', 'a..example'],
    ...['a.example.', 'ana@a.example', 'a b.example', '[::1', '::1::2', 'a.example?', '-a.example', '[a.example]'],
    ...[
      'a-.example',
      'a.-b',
      '::1]',
      '[::1]/x',
      'x[::1]',
      'fe80[::1]',
      'fe80::1%eth0',
      '[]',
      '1:2:3',
      'a.example#x',
      'a\\b',
      'a%41.example',
    ],
    ...['http:a.example', '*', 'a,b', `${'x'.repeat(64)}.example`, `a.${'x'.repeat(64)}`],
  ])('is refused where it is more or less than one: %j', (given) => {
    expect(hostOf(given)).toBeNull();
  });

  // DNS knows no longer one (RFC 1035, 2.3.4), however few letters it has before it is put in ASCII.
  it('has 253 characters at most', () => {
    const of = (length: number) => `${'x.'.repeat((length - 1) / 2)}x`.slice(-length).padStart(length, 'x');
    expect(of(253)).toHaveLength(253);
    expect(hostOf(of(253))).toBe(of(253));
    expect(hostOf(of(254))).toBeNull();
    expect(hostOf(`${'ü.'.repeat(100)}example`)).toBeNull();
  });
});
