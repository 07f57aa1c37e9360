import { describe, expect, it } from '@jest/globals';
import { linksOf, render } from '../../src/messages/markdown/markdown.js';
import { textOf } from '../../src/text/html.js';

describe('an address in a text', () => {
  it.each([
    ['I was there.It was sad.'],
    ['Ende.Am Abend'],
    ['README.md'],
    ['Dr.No'],
    ['gazette.com'],
    ['gazette.com/path'],
    ['ana@example.com'],
    ['node.js and main.rs and index.html'],
    ['localhost'],
    ['//example.com/'],
    ['ftp://example.com/'],
    ['www.'],
    ['www.x'],
    ['awww.it was cute'],
    ['x@www.example.com'],
    ['https://'],
    ['https:// example.com'],
    ['https://gazette.example@evil.example/'],
    ['http://example.com:99999/'],
    ['https://gazette.example:secret@evil.example/'],
    ['https://user:@evil.example/'],
  ])('is not guessed: %s', (text) => {
    expect(linksOf(render(text))).toEqual([]);
  });

  it.each([
    ['www.example.com/_foo_/bar', 'http://www.example.com/_foo_/bar'],
    ['https://example.com/_foo_/bar', 'https://example.com/_foo_/bar'],
    ['https://example.com/foo__bar__baz', 'https://example.com/foo__bar__baz'],
    ['https://example.com/foo_', 'https://example.com/foo_'],
    ['https://en.example.org/wiki/Foo_(bar)', 'https://en.example.org/wiki/Foo_(bar)'],
    ['https://example.com/a(b)c[d]', 'https://example.com/a(b)c%5Bd%5D'],
    ['https://example.com/*a*b', 'https://example.com/*a*b'],
    ['https://example.com/~ana/?a=1&b=_2_#_c', 'https://example.com/~ana/?a=1&b=_2_#_c'],
    ['HTTPS://Example.com/', 'HTTPS://Example.com/'],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
    ['http://[::1]/x', 'http://[::1]/x'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    ['mailto:ana@example.com', 'mailto:ana@example.com'],
    ['https://medium.example/@ana', 'https://medium.example/@ana'],
  ])('is taken as it was written: %s', (text, address) => {
    expect(linksOf(render(text))).toEqual([address]);
    expect(textOf(render(text)).trim()).toBe(text);
  });

  it('has an underscore back that was escaped in it', () => {
    expect(linksOf(render('https://example.com/foo\\_bar'))).toEqual(['https://example.com/foo_bar']);
  });

  it.each([
    ['(see https://example.com/a)', 'https://example.com/a'],
    ['(https://example.com/a_(b)).', 'https://example.com/a_(b)'],
    ['https://example.com/a, and', 'https://example.com/a'],
    ['https://example.com/a.', 'https://example.com/a'],
    ['https://example.com.', 'https://example.com'],
    ['"https://example.com/a"', 'https://example.com/a'],
    ['„https://example.com/a“', 'https://example.com/a'],
    ['**https://example.com/a**', 'https://example.com/a'],
    ['_https://example.com/a_', 'https://example.com/a'],
    ['_see https://example.com/a_', 'https://example.com/a'],
    ['~~https://example.com/a~~', 'https://example.com/a'],
    ['看https://example.com/a，谢谢', 'https://example.com/a'],
    ['> https://example.com/a', 'https://example.com/a'],
    ['المصدر: https://example.com/a، ثم', 'https://example.com/a'],
    ['https://example.com/a؟', 'https://example.com/a'],
    ['https://example.com/a।', 'https://example.com/a'],
    ['https://example.com/a…', 'https://example.com/a'],
    ['https://example.com: there', 'https://example.com'],
    ['https://example.com/a: ana@example.com', 'https://example.com/a'],
    ['|https://example.com/a|', 'https://example.com/a'],
  ])('ends where the sentence goes on: %s', (text, address) => {
    expect(linksOf(render(text))).toEqual([address]);
  });

  it('is a link of its own, and none within another', () => {
    expect(linksOf(render('[see https://a.example/](https://b.example/)'))).toEqual(['https://b.example/']);
    expect(linksOf(render('`https://a.example/`'))).toEqual([]);
    expect(linksOf(render('https://a.example/ www.b.example'))).toEqual(['https://a.example/', 'http://www.b.example']);
  });

  it('leads to an address in another language however often it is written', () => {
    for (let n = 0; n < 3_000; n += 1) expect(linksOf(render('[x](https://bücher.example/ä)'))).toHaveLength(1);
  });
});

describe('a link', () => {
  it.each([['[link]()'], ['[link](<>)'], ['[]()']])('without an address is none: %s', (text) => {
    expect(linksOf(render(text))).toEqual([]);
    expect(render(text)).not.toContain('<a');
  });

  it.each([['[](https://a.example/b)'], ['[&nbsp;](https://a.example/b)'], ['[\u200b](https://a.example/b)']])(
    'that nobody would see shows its address: %j',
    (text) => {
      expect(textOf(render(text))).toContain('https://a.example/b');
    },
  );
});
