import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { linksOf, render } from '../../src/messages/markdown/markdown.js';
import { elementsOf, faultsOf } from '../support/html.js';

const link = (text: string, href: string) =>
  `<a href="${href}" rel="nofollow ugc noopener noreferrer" target="_blank">${text}</a>`;

describe('a message’s text', () => {
  it.each([
    ['plain words', 'Plain words, and “more”.', '<p>Plain words, and “more”.</p>\n'],
    ['two paragraphs', 'One\n\nTwo', '<p>One</p>\n<p>Two</p>\n'],
    ['a line break', 'One\nTwo', '<p>One<br>\nTwo</p>\n'],
    ['emphasis', '*a* **b** ~~c~~ `d`', '<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n'],
    ['a quotation', '> said', '<blockquote>\n<p>said</p>\n</blockquote>\n'],
    ['a list', '- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    ['a list that begins at three', '3. a\n4. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['code', '```js\nlet a = 1 < 2;\n```', '<pre><code>let a = 1 &lt; 2;\n</code></pre>\n'],
    ['indented code without a mark', '    indented', '<pre><code>indented\n</code></pre>\n'],
    ['a rule', 'a\n\n---', '<p>a</p>\n<hr>\n'],
    ['a heading', '# Big\n\nsmall', '<p><strong>Big</strong></p>\n<p>small</p>\n'],
    ['an underlined heading', 'Big\n===', '<p><strong>Big</strong></p>\n'],
    ['a link', '[here](https://a.example/b)', `<p>${link('here', 'https://a.example/b')}</p>\n`],
    [
      'a bare address',
      'see https://a.example/b.',
      `<p>see ${link('https://a.example/b', 'https://a.example/b')}.</p>\n`,
    ],
    ['an address without a scheme', 'see www.a.com', `<p>see ${link('www.a.com', 'http://www.a.com')}</p>\n`],
    ['a bare host', 'see a.com', '<p>see a.com</p>\n'],
    ['a mail address', '<ana@a.example>', `<p>${link('ana@a.example', 'mailto:ana@a.example')}</p>\n`],
    ['HTML', '<b onclick=x>hi</b>', '<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>\n'],
    ['a picture', '![a](https://a.example/b.png)', `<p>!${link('a', 'https://a.example/b.png')}</p>\n`],
    ['a table', '|a|\n|-|\n|b|', '<p>|a|<br>\n|-|<br>\n|b|</p>\n'],
    ['an entity', '&lt;script&gt; &copy;', '<p>&lt;script&gt; ©</p>\n'],
    ['nothing', '', '<p></p>\n'],
  ])('is rendered: %s', (_what, text, html) => {
    expect(render(text)).toBe(html);
  });

  it('is rendered alike whether it stands alone or before another paragraph', () => {
    const letters = fc.string({ unit: fc.constantFrom(..."ab éß1 ,;?“”€.-'()!".split('')), maxLength: 20 });
    const words = fc.tuple(fc.nat(6), letters).map(([spaces, text]) => ' '.repeat(spaces) + text);
    fc.assert(
      fc.property(words, (text) => {
        const alone = text.trim() === '' ? '' : render(text);
        expect(render(`${text}\n\n*end*`)).toBe(`${alone}<p><em>end</em></p>\n`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has the same links, whether a sign that addresses have makes the library search it or not', () => {
    const pieces = [
      'a',
      'com',
      'www',
      'localhost',
      'http',
      'де',
      '.',
      '..',
      ' ',
      '/',
      '//',
      '>',
      '@',
      '8',
      '-',
      '。',
      '．',
      '｜',
      '(',
    ];
    const words = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 })
      .map((all) => `x${all.join('')}`);
    fc.assert(
      fc.property(words, (text) => {
        expect(linksOf(render(text))).toEqual(linksOf(render(`${text} :`)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('has no tag, attribute or scheme but those of the list, whatever was written', () => {
    const pieces = [
      '<script>',
      '</p>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">',
      '<svg/onload=x>',
      '<!--',
      '-->',
      '<![CDATA[',
      '](',
      '[',
      ']',
      '![',
      ')',
      '<',
      '>',
      '"',
      "'",
      '`',
      '```\n',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '# ',
      '* ',
      '**',
      '_',
      '~~',
      '&',
      '&#106;',
      '&colon;',
      '&#x0A;',
      '\\',
      'javascript:',
      'JaVaScRiPt:',
      'java\tscript:',
      'data:text/html,',
      'vbscript:',
      'https://a.example/',
      'mailto:',
      '//a.example',
      ' onmouseover=x ',
      ' title="',
      '\u0000',
      '\u202e',
      '\ud83d',
      'x',
      '[a]: javascript:x\n',
      '<style>',
      '<math><mtext>',
      '<noscript>',
      '<xmp>',
      '<plaintext>',
      '<textarea>',
      '{{x}}',
      '${x}',
    ];
    const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const html = render(text);
        expect(faultsOf(html)).toEqual([]);
        // What a browser makes of it is what it says: read and written again it is the same.
        const once = serialize(parseFragment(html));
        expect(serialize(parseFragment(once))).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });

  it('would be found fault with if it had one (the check of the check)', () => {
    expect(faultsOf('<p><a href="javascript:x">a</a><img src="x" onerror="x"><b style="x">c</b></p>')).toHaveLength(6);
  });

  it.each([
    ...[
      'javascript',
      'data',
      'vbscript',
      'file',
      'ftp',
      'blob',
      'about',
      'chrome',
      'intent',
      'tel',
      'sms',
      'ws',
      'wss',
      'ssh',
      'irc',
    ],
    ...[
      'view-source',
      'feed',
      'magnet',
      'filesystem',
      'ms-settings',
      'x-apple',
      'geo',
      'jar',
      'livescript',
      'mocha',
      'steam',
      'skype',
    ],
  ])('links to nothing by the scheme %s', (scheme) => {
    for (const address of [
      `${scheme}:alert(1)`,
      `${scheme.toUpperCase()}:alert(1)`,
      `${scheme}://a.example/`,
      `&#${scheme.charCodeAt(0)};${scheme.slice(1)}:alert(1)`,
      `${scheme}&colon;alert(1)`,
      ` ${scheme}:alert(1)`,
      `${scheme[0]}\t${scheme.slice(1)}:alert(1)`,
      `\u0001${scheme}:alert(1)`,
    ]) {
      for (const text of [
        `[x](${address})`,
        `[x](<${address}>)`,
        `<${address}>`,
        `![x](${address})`,
        `[x]\n\n[x]: ${address}`,
        address,
      ])
        expect(elementsOf(render(text)).filter(({ tagName }) => tagName === 'a' || tagName === 'img')).toEqual([]);
    }
  });

  it.each([['//evil.example/'], ['/\\evil.example'], ['/path'], ['path'], ['#x'], ['?x'], ['']])(
    'links to nothing without a scheme: %s',
    (address) => {
      expect(linksOf(render(`[x](${address})`))).toEqual([]);
    },
  );

  it('links by http, https and mailto', () => {
    for (const address of ['http://a.example/', 'https://a.example/', 'mailto:ana@a.example', 'HTTPS://a.example/'])
      expect(linksOf(render(`[x](${address})`))).toHaveLength(1);
  });

  it('has no title, no class and no name on a link', () => {
    expect(render('[x](https://a.example "onmouseover=x")')).toBe(`<p>${link('x', 'https://a.example')}</p>\n`);
  });

  it('tells the addresses that it links to, as they are', () => {
    expect(linksOf(render('[x](https://a.example/?a=1&b=2) https://b.example <ana@c.example>'))).toEqual([
      'https://a.example/?a=1&b=2',
      'https://b.example',
      'mailto:ana@c.example',
    ]);
    expect(linksOf(render('`https://a.example` \\[x](no)'))).toEqual([]);
  });
});
