import { describe, expect, it } from '@jest/globals';
import { lettersOf, wordsOfPage } from '../../src/threads/looks/page-words.js';

describe('the letters of an article’s page', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const title = '<title>Die Fähre</title>';
  const meta = '<meta charset="iso-8859-1">';

  it.each([
    ['are UTF-8 where nobody says', Buffer.from(title), 'text/html'],
    ['are those that its server says', latin(title), 'text/html; charset=iso-8859-1'],
    ['are those that its server says, in quotes', latin(title), 'text/html; Charset="windows-1252"'],
    ['are those that it says itself', latin(meta + title), 'text/html'],
    [
      'are those that its server says, before what it says itself',
      Buffer.from(meta + title),
      'text/html; charset=utf-8',
    ],
    ['are UTF-8 where it says what there is not', Buffer.from(title), 'text/html; charset=klingon'],
  ])('%s', (_, body, type) => {
    expect(wordsOfPage(lettersOf(body, type)).title).toBe('Die Fähre');
  });
});

describe('what an article’s page says', () => {
  it('is the first of each: title, canonical link, base and picture', () => {
    const twice = (tag: (n: number) => string) => tag(1) + tag(2);
    const html = [
      twice((n) => `<title>Title ${n}</title>`),
      twice((n) => `<link rel="alternate CANONICAL" href="/${n}">`),
      twice((n) => `<base href="/base-${n}/">`),
      twice((n) => `<meta property="og:image" content="https://gazette.example/${n}.jpg">`),
    ].join('');
    expect(wordsOfPage(html)).toMatchObject({
      ...{ title: 'Title 1', canonical: '/1', base: '/base-1/', image: 'https://gazette.example/1.jpg', tags: [] },
    });
  });

  it('is called what the tag calls it, then what it is called where it is shared, then what its window is', () => {
    const all = [
      '<title>Window</title>',
      '<meta property="OG:title" content="Shared">',
      '<rejoinder-forum title="Tag">',
    ];
    const titles = [all.slice(0, 1), all.slice(0, 2), all].map((page) => wordsOfPage(page.join('')).title);
    expect(titles).toEqual(['Window', 'Shared', 'Tag']);
  });

  it('is of which site and under which key its tags are, of twenty at most', () => {
    const tags =
      '<rejoinder-forum article-key="a" url="/one"></rejoinder-forum><rejoinder-forum site="gazette" key="b">';
    expect(wordsOfPage(tags).tags).toEqual([
      { site: 'default', key: 'a', url: '/one' },
      { site: 'gazette', key: 'b', url: undefined },
    ]);
    expect(wordsOfPage('<rejoinder-forum></rejoinder-forum>'.repeat(25)).tags).toHaveLength(20);
  });
});
