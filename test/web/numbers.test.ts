import { expect, it } from '@jest/globals';
import { startForum } from '../support/forum.js';
import { visitor } from './browser.js';

const WRITTEN = [
  ['a year', '1986. What a year'],
  ['a date and a list that begins with it', '31. October was the last day.\n32. There is none.'],
  ['twelve things', Array.from({ length: 12 }, (_, n) => `${n + 1}. Thing`).join('\n')],
  ['a hundred and four', Array.from({ length: 104 }, (_, n) => `${n + 1}. Thing`).join('\n')],
] as const;

it.each([360, 320])('no number is cut off %i pixels wide, whatever it is', async (width) => {
  const forum = await startForum({ database: 'sqlite' });
  const thread = await forum.article();
  let last = await forum.as(forum.ana).post(thread, 'Numbers.');
  for (const [, words] of WRITTEN) last = await forum.as(forum.ben).reply(last, words);
  const reader = await visitor({ viewport: { width, height: 740 }, hasTouch: true, isMobile: true });
  const page = (await reader.open(`${forum.url}/threads/${thread.id}`)).page;
  const cut = await page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d')!;
    return [...document.querySelectorAll('.text ol')].flatMap((list) => {
      const start = Number(list.getAttribute('start') ?? 1);
      const { left, right } = list.closest('.text')!.getBoundingClientRect();
      return [...list.children].map((item, n) => {
        const look = getComputedStyle(item);
        canvas.font = look.font;
        const number = canvas.measureText(`${start + n}. `).width;
        const box = item.getBoundingClientRect();
        // Inside it stands where the words do, outside before them.
        const begins = look.listStylePosition === 'inside' ? box.left : box.left - number;
        return { number: start + n, isWhole: begins >= left - 1 && box.left + number <= right && begins >= 0 };
      });
    });
  });
  expect(cut.length).toBeGreaterThanOrEqual(116);
  expect(cut.filter(({ isWhole }) => !isWhole)).toEqual([]);
  const words = (await page.locator('.text').allInnerTexts()).join('\n');
  for (const number of [1986, 31, 32])
    expect([number, words.includes(`${number}.`) || cut.some((one) => one.number === number)]).toEqual([number, true]);
});
