import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linksOf, render } from '../../src/messages/markdown/markdown.js';
import { textOf } from '../../src/text/html.js';

/** What a reader sees of it, line by line; numbers of lists as a browser counts them. */
function seen(text: string): string {
  const numbered = render(text).replace(
    /<ol(?: start="(\d+)")?>(.*?)<\/ol>/gs,
    (_, start: string | undefined, items: string) => {
      let n = Number(start ?? 1);
      return items.replace(/<li(?: dir="auto")?>/g, () => `<li>${n++}. `);
    },
  );
  return textOf(numbered).replace(/\s+/g, ' ').trim();
}

describe('a number at the beginning of a line', () => {
  it.each([
    ['1986. What a year'],
    ['3. Mai war schön'],
    ['2. Liga'],
    ['1. FC Köln'],
    ['1. FC Köln\n1. FC Nürnberg'],
    ['1986. What a year\n1990. What another'],
    ['5) as I said'],
    ['01. a\n02. b'],
    ['1. one\n3. three'],
    ['999999999. a\n1000000000. b'],
    ['7.'],
    ['0. a'],
    ['It was\n1. FC Köln'],
    ['- 5 degrees tonight'],
    ['+ 49 30 1234'],
    ['- .5 of it'],
    ['2*3*4 = 24, 2**3**2'],
    ['* a\n\n1986. b'],
    ['10. a\n11. b\n12. c'],
  ])('is the number that was written: %j', (text) => {
    const plain = (line: string) =>
      line
        .replace(/^\* /gm, '')
        .replace(/\s+/g, ' ')
        .replace(/(?<=^|\s)(\d+)\)/g, '$1.');
    expect(plain(seen(text))).toBe(plain(text));
  });

  it('is no list by itself, and stays with the words around it', () => {
    expect(render('1986. What a year')).toBe('<p>1986. What a year</p>\n');
    expect(render('The winner:\n1. FC Köln\nof course')).toBe('<p>The winner:<br>\n1. FC Köln<br>\nof course</p>\n');
    expect(render('> 3. Mai\n> 5. Juni')).toBe('<blockquote>\n<p>3. Mai<br>\n5. Juni</p>\n</blockquote>\n');
    expect(render('1986. # Loud')).toBe('<p><strong>1986. Loud</strong></p>\n');
    expect(render('3. ```\n   code\n   ```')).toBe('<p>3.</p>\n<pre><code>code\n</code></pre>\n');
  });

  it.each([
    ['two', '1. a\n2. b', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['two behind a line', 'So:\n1. a\n2. b', '<p>So:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['later ones', '7. a\n8. b', '<ol start="7">\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['years, one after the other', '1986. a\n1987. b', '<ol start="1986">\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['a list in a list', '1. a\n   - b\n2. c', '<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>\n'],
    ['dashes', '- a\n- 5 of b', '<ul>\n<li>a</li>\n<li>5 of b</li>\n</ul>\n'],
  ])('makes a list where it counts: %s', (_what, text, html) => {
    expect(render(text)).toBe(html);
  });

  it('is never another, whatever is written', () => {
    const marker = fc
      .tuple(fc.constantFrom('', '  ', '> ', '- '), fc.nat(2_100), fc.constantFrom('.', ')'))
      .map(([a, n, b]) => `${a}${n}${b} x`);
    const lines = fc.array(fc.oneof(marker, fc.constantFrom('', 'a', '- b', '   c', '1. d', '2. d')), { maxLength: 8 });
    fc.assert(
      fc.property(lines, (all) => {
        const numbers = (text: string) => text.match(/\d+/g) ?? [];
        expect(numbers(seen(all.join('\n')))).toEqual(numbers(all.join('\n')));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a source', () => {
  it.each([
    ['alone', '[1]: https://example.com/source'],
    [
      'with words that do not name it',
      'As was said.\n\n[1]: https://example.com/source\n[2]: https://example.com/other',
    ],
    ['in a quotation', '> [note]: https://example.com/source'],
    ['with its title', '[1]: https://example.com/source "The title"'],
  ])('is seen as it was written: %s', (_what, text) => {
    expect(seen(text)).toBe(textOf(text.replaceAll('> ', '')).replace(/\s+/g, ' '));
    expect(linksOf(render(text))[0]).toBe('https://example.com/source');
  });

  it('of a footnote stays under the text, and its sign leads there', () => {
    expect(seen('As was said [1].\n\n[1]: https://example.com/source')).toBe(
      'As was said [1] . [1]: https://example.com/source',
    );
    expect(linksOf(render('So [1].\n\n[1]: https://example.com/s'))).toEqual([
      'https://example.com/s',
      'https://example.com/s',
    ]);
  });

  it.each(['^1', '^note', '^Köln'])('of a footnote is seen by whatever sign: %s', (sign) => {
    expect(seen(`As was said[${sign}].\n\n[${sign}]: https://example.com/s`)).toBe(
      `As was said [${sign}] . [${sign}]: https://example.com/s`,
    );
  });

  it('is a link’s address and nothing else where a link has words of its own', () => {
    expect(seen('[there][1] and [here]\n\n[1]: https://a.example/\n[here]: https://b.example/')).toBe('there and here');
  });
});

describe('a face', () => {
  it.each([
    ['¯\\_(ツ)_/¯'],
    ['so ¯\\_(ツ)_/¯ what'],
    ['¯\\(°_o)/¯'],
    ['\\(^o^)/'],
    ['\\(^_^)/'],
    ['\\[T]/'],
    ['>:('],
    ['>:-( that again'],
    ['>_<'],
    ['>.<'],
    ['>:D'],
    ['yes\n>:('],
    ['^_^ and *_* and o_O'],
    ['T_T and -_- and ;_; and >_> <_<'],
    ['(*_*) (^_^) *-* @_@ ._. (=_=)'],
    ['files in *.* and so'],
  ])('is as it was drawn: %s', (text) => {
    expect(seen(text)).toBe(text.replace('\n', ' '));
  });

  it.each([['¯\\\\_(ツ)_/¯'], ['¯\\\\\\_(ツ)_/¯']])('has one arm where somebody wrote more backslashes: %s', (text) => {
    expect(seen(text)).toBe('¯\\_(ツ)_/¯');
  });

  it('takes nothing from quotations and emphasis', () => {
    expect(render('> said')).toBe('<blockquote>\n<p>said</p>\n</blockquote>\n');
    expect(render('>said')).toBe('<blockquote>\n<p>said</p>\n</blockquote>\n');
    expect(render('> :( sad')).toBe('<blockquote>\n<p>:( sad</p>\n</blockquote>\n');
    expect(render('\\*no\\* \\_no\\_ *a*b')).toBe('<p>*no* _no_ <em>a</em>b</p>\n');
    expect(render('_^_ *.a* **_b_** (_c_) -_d_-')).toBe(
      '<p><em>^</em> <em>.a</em> <strong><em>b</em></strong> (<em>c</em>) -<em>d</em>-</p>\n',
    );
  });
});

describe('a paragraph in a language that runs from right to left', () => {
  it('has a direction of its own, and so has each beside it', () => {
    expect(render('In English.\n\nבעברית')).toBe('<p dir="auto">In English.</p>\n<p dir="auto">בעברית</p>\n');
    expect(render('- one\n- שתיים')).toBe('<ul>\n<li dir="auto">one</li>\n<li dir="auto">שתיים</li>\n</ul>\n');
    expect(render('# כותרת')).toBe('<p dir="auto"><strong>כותרת</strong></p>\n');
    expect(render('בעברית')).toBe('<p dir="auto">בעברית</p>\n');
    expect(render('&#1489;')).toBe('<p dir="auto">ב</p>\n');
  });

  it('gives it to the quotation that it begins', () => {
    expect(render('> מרכאות\n>\n> words')).toBe(
      '<blockquote dir="auto">\n<p>מרכאות</p>\n<p dir="auto">words</p>\n</blockquote>\n',
    );
  });
});
