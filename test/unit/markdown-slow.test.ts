import { describe, expect, it } from '@jest/globals';
import { defaultTreeAdapter, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { linksOf, render } from '../../src/messages/markdown/markdown.js';
import { faultsOf } from '../support/html.js';

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
    ['hosts', 'www.a.'.repeat(LONGEST / 6)],
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
    ['bare', 'www.a.co '],
    ['with a scheme', 'http://a.co '],
    ['in angle brackets', '<http://a.co>'],
    ['with words', '[a](http:b) '],
    ['in an item each', '- www.a.co\n'],
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
