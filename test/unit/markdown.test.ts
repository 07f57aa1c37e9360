import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultTreeAdapter, parseFragment, serialize, type DefaultTreeAdapterTypes } from 'parse5';
import { linksOf, render } from '../../src/messages/markdown.js';
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
    ['a bare host', 'see a.com', `<p>see ${link('a.com', 'http://a.com')}</p>\n`],
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

describe('a link that names one host and leads to another', () => {
  const shown = (text: string) =>
    elementsOf(render(text))
      .filter(({ tagName }) => tagName === 'a')
      .map((a) => serialize(a))[0];

  it.each([
    ['its name', '[bank.example](https://evil.example/)'],
    ['its address', '[https://bank.example/login](https://evil.example/)'],
    ['its name with emphasis', '[**bank**.example](https://evil.example/)'],
    ['its name in code', '[`bank.example`](https://evil.example/)'],
    ['its name with entities', '[bank&#46;example](https://evil.example/)'],
    ['its name with a backslash', '[bank\\.example](https://evil.example/)'],
    ['its name in capitals', '[BANK.EXAMPLE](https://evil.example/)'],
    ['its name with dots of another script', '[bank。example](https://evil.example/)'],
    ['its name in full width', '[ｂａｎｋ．ｅｘａｍｐｌｅ](https://evil.example/)'],
    ['its name with a dot that is none', '[bank․example](https://evil.example/)'],
    ['its name within a sentence', '[log in at bank.example now](https://evil.example/)'],
    ['its name by reference', '[bank.example][1]\n\n[1]: https://evil.example/'],
    ['its name in front of the other', '[bank.example](https://bank.example.evil.example/)'],
    ['its name as a user', '[bank.example](https://bank.example@evil.example/)'],
    ['its name turned around', '[\u202eelpmaxe.knab](https://evil.example/)'],
    ['its name with invisible characters', '[bank.\u200bexample](https://evil.example/)'],
  ])('shows where it leads: %s', (_what, text) => {
    expect(shown(text)).toMatch(/ \((bank\.example\.)?evil\.example\)$/);
  });

  it.each([
    ['no name', '[here](https://evil.example/)', 'here'],
    ['the same name', '[evil.example](https://evil.example/a)', 'evil.example'],
    ['the same address', '[https://evil.example/a](https://evil.example/a)', 'https://evil.example/a'],
    ['a number', '[3.14](https://evil.example/)', '3.14'],
    ['the address itself', 'https://evil.example/bank.example', 'https://evil.example/bank.example'],
  ])('adds nothing where it says %s', (_what, text, words) => {
    expect(shown(text)).toBe(words);
  });

  it('says so of each of several links', () => {
    const html = render(
      '[a.example](https://b.example/) and [b.example](https://b.example/) and [c.example](https://d.example/)',
    );
    expect(html.match(/ \([a-z.]+\)<\/a>/g)).toEqual([' (b.example)</a>', ' (d.example)</a>']);
  });
});

describe('a text made to be slow', () => {
  const LONGEST = 20_000;
  it.each([
    ['quotations within quotations', '>'.repeat(LONGEST)],
    ['lists within lists', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
    ['brackets', '['.repeat(LONGEST)],
    ['links within links', '[a]('.repeat(LONGEST / 4)],
    ['pictures within pictures', '!['.repeat(LONGEST / 2)],
    ['emphasis that never ends', '*a **b '.repeat(LONGEST / 7)],
    ['underscores', 'a_'.repeat(LONGEST / 2)],
    ['backticks of every length', Array.from({ length: 190 }, (_, n) => `a${'`'.repeat(n)}`).join('')],
    ['angle brackets', '<'.repeat(LONGEST)],
    ['unclosed comments', '<!--'.repeat(LONGEST / 4)],
    ['entities', '&'.repeat(LONGEST)],
    ['references', '[a]: b\n'.repeat(LONGEST / 7)],
    ['addresses', 'http://'.repeat(LONGEST / 7)],
    ['hosts', 'a.'.repeat(LONGEST / 2)],
    ['tildes', '~~a'.repeat(LONGEST / 3)],
    ['white space', `a${' '.repeat(LONGEST)}b`],
    ['line breaks', '\n'.repeat(LONGEST)],
    ['tabs', '\t>'.repeat(LONGEST / 2)],
  ])('is rendered at once: %s', (_what, text) => {
    const before = process.cpuUsage();
    expect(faultsOf(render(text))).toEqual([]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });

  it.each([
    ['bare', 'a.co '],
    ['with a scheme', 'http://a.co '],
    ['in angle brackets', '<http://a.co>'],
    ['with words', '[a](http:b) '],
    ['in an item each', '- a.co\n'],
  ])('links to fifty places at most, so that a text of links is not a page of them: %s', (_what, link) => {
    const html = render(link.repeat(LONGEST / link.length));
    expect(linksOf(html)).toHaveLength(50);
    expect(faultsOf(html)).toEqual([]);
    expect(html.length).toBeLessThan(6 * LONGEST);
    expect(linksOf(render(link.repeat(50)))).toHaveLength(50);
  });

  it('is nested no deeper than anybody reads', () => {
    const depth = (parent: DefaultTreeAdapterTypes.ParentNode): number =>
      1 + Math.max(0, ...parent.childNodes.filter(defaultTreeAdapter.isElementNode).map(depth));
    for (const text of [
      '> '.repeat(500) + 'a',
      Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}- a`).join('\n'),
    ])
      expect(depth(parseFragment(render(text)))).toBeLessThan(50);
  });
});
