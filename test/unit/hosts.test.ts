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
  ])('is kept as browsers write it: %s', (given, kept) => {
    expect(hostOf(given)).toBe(kept);
  });

  it.each([
    ...['', ' ', 'https://a.example', 'a.example/', 'a.example:80', '[::1]:80', '*.example', '.example', 'a..example'],
    ...['a.example.', 'ana@a.example', 'a b.example', '[::1', '::1::2', 'a.example?', '-a.example', '[a.example]'],
  ])('is refused where it is more or less than one: %j', (given) => {
    expect(hostOf(given)).toBeNull();
  });
});
