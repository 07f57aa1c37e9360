import { beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { leftInCode } from './left-in-code.js';
import type { Visitor } from './visitor.js';

// The pseudo-language is English in brackets, a third longer: what stands on a page without them was left in the code.
const NARROW = { viewport: { width: 320, height: 700 } } as const;

jest.setTimeout(60_000);

let forum: Forum;
let thread: ThreadView;
let reader: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
});

const page = (lang: string, more = ''): string => `${forum.url}/threads/${thread.id}?lang=${lang}${more}`;

async function opens(lang = 'xx', more = ''): Promise<void> {
  reader = await visitor(NARROW);
  await reader.open(page(lang, more));
  await reader.takenOver();
}

/** All is said in the pseudo-language, and nothing of it runs out of its place. */
async function isWhole(): Promise<void> {
  expect(await leftInCode(reader.page, ['Ana', 'Ben', 'Mia', 'Eve', thread.title, thread.url])).toEqual([]);
  const beyond = await reader.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
}

const button = (index: number, within = 'article') => reader.page.locator(`${within} button`).nth(index);

it('reads and writes in German, in the browser as on the server', async () => {
  await forum.as(forum.ana).post(thread, 'Wer betreibt jetzt die Fähre?');
  const served = await (await fetch(page('de'))).text();
  expect(served).toContain('<html lang="de" dir="ltr">');
  expect(served).toContain('1 Beitrag');
  await opens('de');
  await reader.write('Die Stadt.', 'Ben');
  await reader.press('Veröffentlichen');
  await reader.sees('2 Beiträge');
  await reader.sees('Älteste zuerst');
  expect(await reader.page.locator('time').first().innerText()).toBe('jetzt');
});

it('tells in German why a message was not taken', async () => {
  await opens('de');
  await reader.write('Das sehe ich auch so, und zwar schon lange.', 'buy.de');
  await reader.press('Veröffentlichen');
  await reader.sees('Nicht veröffentlicht. Der Name darf keine Adresse sein.');
  await reader.press('Ändern');
  await until('the focus in the field that was refused', () =>
    reader.page.evaluate(() => document.activeElement?.getAttribute('name') === 'name'),
  );
});

it('keeps its language from page to page', async () => {
  await forum.as(forum.ana).post(thread, 'Wer betreibt jetzt die Fähre?');
  await opens('de', '&sort=newest');
  const links = await reader.page
    .locator('a.when, .actions a')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  expect(links.length).toBeGreaterThan(1);
  for (const link of links) expect(link).toContain('lang=de');
});

it('would find a sentence that was left in the code', async () => {
  await opens('en');
  expect(await leftInCode(reader.page, [thread.title])).toEqual(expect.arrayContaining(['User forum', 'Your message']));
});

it('leaves no sentence in the code of an empty page, its composer, its help and its menus', async () => {
  await opens();
  await isWhole();
  await reader.write('A **bold** first word.', 'Ana');
  await reader.page.locator('.choices .quiet').last().click();
  await reader.page.locator('.preview strong').waitFor();
  await isWhole();
  await reader.page.locator('.composer button[type=submit]').click();
  await reader.page.locator('article .actions').waitFor();
  await reader.page.locator('.end button').click();
  await reader.page.locator('.help').waitFor();
  await button(2).click();
  await reader.page.locator('.further').waitFor();
  await isWhole();
});

it('leaves no sentence in the code of what can be done with a message', async () => {
  const first = await forum.as(forum.ben).post(thread, 'You are all fools.');
  await forum.as(forum.ana).reply(first, 'Speak for yourself.');
  await forum.as(forum.ana).post(thread, 'The ferry was late again.');
  await opens();
  await reader.page.locator('.sort summary').click();
  await isWhole();
  await reader.page.keyboard.press('Escape');
  // Report, which asks for a name first.
  await button(2).click();
  await reader.page.locator('.further button').nth(1).click();
  await reader.page.locator('.panel input[name=name]').fill('Eve');
  await isWhole();
  await reader.page.locator('.panel button[type=submit]').click();
  await reader.page.locator('.panel fieldset').waitFor();
  await isWhole();
  await reader.page.locator('.panel input[type=radio]').first().click();
  await reader.page.locator('.panel button[type=submit]').click();
  await reader.page.locator('article .note').waitFor();
  await isWhole();
  await reader.page.locator('.further button').nth(2).click();
  await reader.page.locator('article.place button').waitFor();
  await reader.page.locator('.actions a').first().click();
  await reader.page.locator('.branch .composer').waitFor();
  await isWhole();
});

it('leaves no sentence in the code of what became of one’s own', async () => {
  await opens();
  await reader.write('Look at https://example.org/ferry', 'Eve');
  await reader.page.locator('.composer button[type=submit]').click();
  await reader.page.locator('.fate.held').waitFor();
  await reader.write('Look at https://example.org/ferry');
  await reader.page.locator('.composer button[type=submit]').click();
  await reader.page.locator('.fate.refused').waitFor();
  await reader.context.setOffline(true);
  await reader.write('Written in a tunnel.');
  await reader.page.locator('.composer button[type=submit]').click();
  await reader.page.locator('.fate.waiting').waitFor();
  await reader.page.locator('p.note[role=status]').first().waitFor();
  await isWhole();
});

it('leaves no sentence in the code of what can be done with one’s own', async () => {
  await opens();
  await reader.write('It was on Tuesday.', 'Ana');
  await reader.page.locator('.composer button[type=submit]').click();
  await reader.page.locator('article .actions').waitFor();
  await button(2).click();
  const [share, edit, remove] = [0, 1, 2].map((index) => reader.page.locator('.further button').nth(index));
  await share?.click();
  await reader.page.locator('.panel input[readonly]').waitFor();
  await isWhole();
  await reader.page.locator('.panel button[type=submit]').click();
  await remove?.click();
  await reader.page.locator('.panel p').first().waitFor();
  await isWhole();
  await reader.page.locator('.panel .quiet').click();
  await edit?.click();
  await reader.page.locator('article .composer').waitFor();
  await isWhole();
});

it('leaves no sentence in the code of what is told to somebody who may not write', async () => {
  await opens();
  await reader.write('It was on Tuesday.', 'Ana');
  await reader.page.locator('.composer button[type=submit]').click();
  await reader.page.locator('article .actions').waitFor();
  await reader.write('I was just about to say so.');
  const [own] = (await forum.anyone.page(thread)).messages;
  await forum.as(forum.mia).ban({ id: own?.author?.id ?? '' }, 'Ana');
  await reader.page.locator('.note.closed').waitFor();
  await isWhole();
  await forum.as(forum.mia).ask('PATCH', `/moderation/threads/${thread.id}`, { body: { state: 'closed' } });
  await reader.page.locator('.kept-words article').waitFor();
  await isWhole();
});

it('leaves no sentence in the code of pages that are closed, partial, missing or of no forum', async () => {
  const first = await forum.as(forum.ben).post(thread, 'Who runs the ferry?');
  await forum.as(forum.ana).reply(first, 'The town.');
  await opens('xx', `&message=${first.id}`);
  await isWhole();
  await forum.as(forum.mia).ask('PATCH', `/moderation/threads/${thread.id}`, {
    body: { state: 'closed', reason: 'All is said' },
  });
  await reader.open(page('xx'));
  await reader.page.locator('.note.closed').waitFor();
  await isWhole();
  await reader.open(`${forum.url}/threads/nowhere?lang=xx`);
  await isWhole();
  await reader.open(page('xx', '&message=nowhere'));
  await isWhole();
});

it('is drawn from right to left in a language that is written so', async () => {
  await forum.as(forum.ana).post(thread, 'The ferry was late again.');
  await opens('xb');
  expect(await reader.page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
  await isWhole();
  const disc = await reader.page.locator('.disc').first().boundingBox();
  expect(disc?.x).toBeGreaterThan(160);
});
