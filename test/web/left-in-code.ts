import type { Page } from 'playwright-core';

/** Whose words stand there: a member's, an article's, or none in any language. */
const PEOPLES = [
  '.text, bdi, .name:not(label), .disc, code, .article h1, b[dir=auto], .brand, script, style, noscript',
  '.message-text, .row-text, .subject-text, .report-note, q, pre, kbd',
].join();

/**
 * What can be seen or heard on a page in the pseudo-language and is not of it: sentences that were left in the code. Its
 * letters are accented, so that two plain ones in a row are somebody's words or ours.
 * @param names of people and things that sentences may hold
 */
export async function leftInCode(page: Page, names: readonly string[]): Promise<string[]> {
  const said = await page.evaluate((peoples) => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement && !parentElement.closest(peoples)) found.push(textContent ?? '');
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      for (const one of document.querySelectorAll(`body [${name}]:not(code)`)) found.push(one.getAttribute(name) ?? '');
    return found;
  }, PEOPLES);
  const words = [...names, ...Object.values(MONTHS)].toSorted((a, b) => b.length - a.length);
  return said.filter((text) => /[a-z]{2}/i.test(words.reduce((rest, word) => rest.replaceAll(word, ''), text)));
}

/** Dates are written by Intl, in the English that the pseudo-language is made of. */
const days = Array.from({ length: 7 }, (_, day) => Date.UTC(2026, 1, day + 1));
const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2026, month));
const written = (dates: readonly number[], options: Intl.DateTimeFormatOptions) =>
  dates.map((date) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(date));
const MONTHS = [
  ...written(days, { weekday: 'long' }),
  ...written(months, { month: 'long' }),
  ...written(months, { month: 'short' }),
  ' at ',
  'UTC',
];
