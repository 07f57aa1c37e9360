import { describe, expect, it } from '@jest/globals';
import { Newspaper } from '../newspaper.js';

const paper = new Newspaper();
const place = (url: string) => `<i data-rejoinder-count="${url}"></i>`;
const texts = () => paper.page.locator('i').allTextContents();

describe('counts beside headlines', () => {
  it('are filled though some of forty name no article', async () => {
    const bad = [
      'mailto:desk@paper.example',
      'http://',
      'tel:+4940123',
      'javascript:void(0)',
      'http://[',
      'about:blank',
    ];
    const good = Array.from({ length: 34 }, (_, index) => `/article/${index}`);
    await paper.read({ above: 3000, places: [...bad, ...good].map(place).join('') });
    await paper.page.waitForFunction(() => document.querySelectorAll('i:not(:empty)').length === 34);
    expect(await texts()).toEqual([...bad.map(() => ''), ...good.map(() => '1,204')]);
    const asked = paper.asked.filter(({ pathname }) => pathname.endsWith('/counts'));
    expect(asked.flatMap(({ searchParams }) => searchParams.getAll('url'))).toHaveLength(34);
  });

  it.each([
    ['zh_Hans_CN', '1,204'],
    ['C', '1204'],
    ['de_DE', '1.204'],
    ['x', '1204'],
    ['English (UK)', '1204'],
    ['-', '1204'],
  ])('are a number on a page in the language “%s”', async (lang, number) => {
    await paper.read({ above: 3000, lang, places: place('/one') });
    await paper.page.waitForFunction(() => document.querySelector('i')?.textContent);
    expect(await texts()).toEqual([number]);
  });

  it('are asked for by the publisher’s keys', async () => {
    await paper.read({
      above: 3000,
      places: '<i data-rejoinder-key="post 4711&amp;"></i><i data-rejoinder-key="b" data-rejoinder-count="/b"></i>',
    });
    await paper.page.waitForFunction(() => document.querySelectorAll('i:not(:empty)').length === 2);
    expect(await texts()).toEqual(['12', '12']);
    const [asked] = paper.asked.filter(({ pathname }) => pathname.endsWith('/counts'));
    expect(asked!.searchParams.getAll('key')).toEqual(['post 4711&', 'b']);
  });

  it('are live beside the article that is open, by its address, its key, and what the forum calls it', async () => {
    await paper.read({
      path: '/article?utm_source=letter',
      tag: 'article-key="k"',
      places: `${place('/article')}<i data-rejoinder-key="k"></i>${place('/article?utm_source=letter#forum')}`,
    });
    const frame = await paper.shown();
    await frame.evaluate(`say({ type: 'rejoinder:count', count: 8, url: '${paper.origin}/article' })`);
    await paper.page.waitForFunction(() =>
      [...document.querySelectorAll('i')].every(({ textContent }) => textContent === '8'),
    );
  });
});
