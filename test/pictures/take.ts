import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { until } from '../support/until.js';
import { small } from './png.js';
import { framed, Stage } from './stage.js';

// `npm run pictures`: two readers and a moderator play a morning at the demo, and each page has its picture taken.

const FOLDER = new URL('../../docs/pictures/', import.meta.url);
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const stage = await Stage.set();
try {
  await newspaper();
  await readers();
  await moderators();
  await admins();
} finally {
  await stage.strike();
}

async function newspaper(): Promise<void> {
  const pages = { article: '/', index: '/demo/articles', embed: '/demo/embed', 'api-docs': '/api/docs' };
  for (const [name, path] of Object.entries(pages)) {
    const { page, context } = await stage.open(path);
    await page.waitForLoadState('networkidle');
    await take(page, name);
    await context.close();
  }
}

/** Ana asks under the article, Ben answers, and Ana begins to write again. */
async function readers(): Promise<void> {
  const [ana, ben] = [await stage.open('/'), await stage.open('/', { ...PHONE, colorScheme: 'dark' })];
  for (const { page } of [ana, ben]) await page.locator('#forum').scrollIntoViewIfNeeded();
  const [atAna, atBen] = [framed(ana.page), framed(ben.page)];

  for (const there of [atAna, atBen]) {
    await there.locator('.sort summary').click();
    await there.getByRole('link', { name: 'Newest first' }).click();
  }
  await atAna.locator('#composer textarea').fill('Does anybody know whether bicycles count as walkers after dark?');
  await atAna.locator('#composer input[name=name]').fill('Ana Duarte');
  await atAna.getByRole('button', { name: 'Post' }).click();

  await atBen.getByRole('button', { name: '1 new message' }).click();
  const question = atBen.locator('article', { hasText: 'Does anybody know' });
  await question.getByRole('button', { name: 'Vote up' }).click();
  await atBen.getByLabel('Your name here').fill('Ben Whitlock');
  await atBen.getByRole('button', { name: 'Continue' }).click();
  await question.getByRole('link', { name: /^Reply/ }).click();
  const form = atBen.getByRole('form', { name: 'Write a reply' });
  await form.locator('textarea').fill('They do. Appendix C: *“pedal cycles, at any hour, at walking pace”*.');
  await form.getByRole('button', { name: 'Reply' }).click();

  await atAna.getByRole('button', { name: '1 new message' }).click();
  const answer = atAna.locator('article', { hasText: 'Appendix C' });
  await answer.getByRole('button', { name: 'Vote up' }).click();
  await atBen.locator('#composer textarea').pressSequentially('And prams?');
  await atAna.getByText('Ben Whitlock is writing').waitFor();
  await toTheForum(ana.page);
  await take(ana.page, 'forum-light');

  await atBen.locator('#composer textarea').fill('');
  await atBen.locator('#composer textarea').press('Escape');
  await toTheForum(ben.page);
  await take(ben.page, 'forum-dark-narrow');

  const alone = await stage.open(`/threads/${(await stage.bridge()).id}?sort=best`);
  await alone.sees('reading');
  await take(alone.page, 'thread');
}

/** What waited for Mia, what she did with some of it, and where it is written down. */
async function moderators(): Promise<void> {
  const bridge = await stage.bridge();
  const [ana, ben] = [await stage.guest('Ana D.'), await stage.guest('Ben W.')];
  const deals = await stage.guest('Best Tyres');
  await deals.post(bridge, 'Winter tyres, 70 % off until Sunday! https://tyres.example/kelmouth');
  await deals.post(bridge, 'Our customers save more. https://tyres.example/kelmouth-2');
  const rude = await stage.guest('harbour_lad');
  await rude.post(bridge, 'I have used that bridge since I was six and I will miss the queue, of all things.');
  const insult = await rude.post(
    bridge,
    'Whoever signed that petition cannot read, and their mothers could not either.',
  );
  await ana.report(insult, 'abuse', 'There was no need for the mothers');
  await ben.report(insult, 'abuse');
  const question = await ana.post(bridge, 'Where did the 6,400 come from? Has anybody seen the count itself?');
  const ida = await stage.guest('Ida Brandvold');
  await ida.reply(
    question,
    'Page 12 of the survey: https://borough.example/tide-street/survey.pdf. They counted for two weeks in May, which I think is fair.',
  );
  const tom = await stage.guest('Tom');
  await tom.post(bridge, 'I took some pictures of the rollers from the dinghy: https://pictures.example/tom/rollers');

  const mia = await stage.staff('Mia', 'moderator');
  const press = async (...keys: string[]) => {
    for (const key of keys) await mia.page.keyboard.press(key);
  };
  const inFront = (words: string) =>
    mia.page.locator('.pane:not(.is-leaving) .the-message', { hasText: words }).waitFor();

  // The demo's own held talk stands before it.
  const open = async (words: string) => {
    await mia.page.locator('.item-row a', { hasText: words }).click();
    await inFront(words);
  };
  await open('Winter tyres');
  await press('s');
  await inFront('Our customers');
  await press('s');
  await inFront('Page 12');
  await settled(mia.page);
  await take(mia.page, 'console-light');

  await press('g', 'r');
  await open('Whoever signed');
  await press('b', '2');
  await mia.page.getByLabel('Reason, which the member is told').fill('Insults, after a warning');
  await settled(mia.page);
  await take(mia.page, 'console-record');
  await press('Enter');
  await mia.sees('harbour_lad suspended for a week');

  await press('g', 'h');
  await open('Page 12');
  await press('a');
  await open('the rollers');
  await press('Shift+R');
  await mia.page.keyboard.type('Pictures go to the picture desk');
  await press('Enter');
  await until(
    'it is decided',
    async () =>
      (await mia.page.locator('.item-row', { hasText: 'the rollers' }).count()) === 0 ||
      (await mia.page.locator('.item-row', { hasText: 'the rollers' }).locator('.row-decided').count()) > 0,
  );
  await press('g', 'l');
  await until('the log', async () => (await mia.page.locator('.log-entry').count()) > 5);
  await settled(mia.page);
  await take(mia.page, 'console-log');
}

/** The printed pages of an article had a discussion of their own; Olga looks at what it would be to pass over `print`. */
async function admins(): Promise<void> {
  const readers = await Promise.all(['Ana D.', 'Ben W.'].map((name) => stage.guest(name)));
  for (const [index, path] of ['library', 'night-bus'].entries()) {
    const url = new URL(`/demo/articles/${path}?print=1`, stage.origin).href;
    for (const reader of readers.slice(index))
      await reader.post(await reader.openThread({ site: 'default', url }), `I have read it on paper, ${path} and all.`);
  }
  const olga = await stage.staff('Olga', 'admin');
  await olga.page.keyboard.press('g');
  await olga.page.keyboard.press('d');
  await olga.page.getByLabel(/^Parameters that say nothing/).fill('ref, amp, print');
  await olga.sees('2 discussions go into those that have the most messages.');
  await settled(olga.page);
  await take(olga.page, 'console-addresses');
}

/** Its head a little below the upper edge. */
async function toTheForum(page: Page): Promise<void> {
  await settled(page);
  await page.locator('#forum').evaluate((forum) => scrollTo(0, forum.getBoundingClientRect().top + scrollY - 24));
}

/** Until nothing moves and nothing is fetched. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await until('stillness', () =>
    page.evaluate(() => document.getAnimations().every((one) => one.playState !== 'running')),
  );
}

async function take(page: Page, name: string): Promise<void> {
  const png = await small(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  await writeFile(new URL(`${name}.png`, FOLDER), png);
  process.stdout.write(`${name}.png  ${Math.round(png.length / 1000)} KB\n`);
}
