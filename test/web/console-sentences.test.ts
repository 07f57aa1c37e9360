import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { DEFAULT_RULES } from '../../src/sites/address-rules.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { held } from './cases.js';
import { leftInCode } from './left-in-code.js';
import { atTheDesk, atTheDeskIn, signInLink, type Moderator } from './moderator.js';
import type { Visitor } from './visitor.js';

// The pseudo-language is English in brackets, a third longer: what stands in the console without them was left in the code.
const NAMES = ['Rejoinder', 'Deutsch', 'English', 'Olga', 'Mia', 'Ida', 'Lars', 'Ana', 'Ben', 'Sue', '/sport'];

jest.setTimeout(120_000);

let forum: Forum;

beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

/** All is said in the pseudo-language, and nothing of it runs out of its place. */
async function isWhole({ page }: Visitor): Promise<void> {
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await leftInCode(page, [...NAMES, forum.thread.title])).toEqual([]);
    // A list that makes room for what is beside it slides away first.
    await until('nothing out of the window', async () => (await beyond(page)).length === 0).catch(() => undefined);
    expect({ width, beyond: await beyond(page) }).toEqual({ width, beyond: [] });
  }
}

/** Whatever can be touched and begins or ends outside of the window, where nothing scrolls it in. */
const beyond = (page: Page): Promise<string[]> =>
  page.locator('button, a, select, input, label, h1, h2, p').evaluateAll((all) =>
    all
      .filter((one) => (one as HTMLElement).checkVisibility({ visibilityProperty: true }))
      .filter((one) => !one.matches('.visually-hidden, .visually-hidden *'))
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
      .map((one) => one.outerHTML.slice(0, 120)),
  );

const at = async (olga: Moderator, path: string, ready: string): Promise<void> => {
  await olga.desk.open(`${forum.config.PUBLIC_URL.origin}/console/${path}`);
  await olga.desk.page.locator(ready).first().waitFor();
  await olga.desk.page.locator('.foot-live.is-live').waitFor();
};

/** Clicks what is the n-th of its kind, and waits for what comes of it. */
const press = async ({ desk }: Moderator, button: string, then: string, n = 0): Promise<void> => {
  await desk.page.locator(button).nth(n).click();
  await desk.page.locator(then).first().waitFor();
};

/** A message with all that can be known of one: a conversation around it, reports, former texts, an author with a record. */
async function rich(): Promise<MessageView> {
  const lars = await forum.guest('Lars');
  const question = await forum.as(forum.ana).post(forum.thread, 'Has anybody counted?');
  const answer = await forum.as(forum.ben).reply(question, 'Nobody has.');
  const message = await forum.as(lars).reply(answer, 'You people know nothing.');
  for (let n = 0; n < 4; n += 1)
    await forum.as(await forum.guest(`Sue ${n}`)).report(message, 'abuse', 'To my neighbour');
  await forum.as(lars).edit(message, 'You know nothing.');
  for (let n = 0; n < 4; n += 1) await forum.as(forum.ana).reply(message, `Speak for yourself, ${n}.`);
  const other = await forum.as(lars).post(forum.thread, 'Look at https://lars.example/');
  await forum.as(forum.mia).decide(other, 'spam');
  const { id } = await forum.as(forum.mia).ban(message.author!);
  await forum.as(forum.mia).ask('DELETE', `/moderation/sanctions/${id}`);
  return message;
}

it('would find a sentence that was left in the code', async () => {
  const mia = await atTheDesk(forum, forum.mia);
  await mia.desk.sees('Nothing waits to be read.');
  expect(await leftInCode(mia.desk.page, NAMES)).toEqual(expect.arrayContaining(['Nothing waits to be read.', 'Held']));
});

describe('no sentence is left in the code', () => {
  it('of the way in, and out', async () => {
    const mia = await visitor({ locale: 'xx' });
    await mia.open(await signInLink(forum, forum.mia));
    await isWhole(mia);
    await mia.page.locator('form button').click();
    await mia.page.locator('.foot-live.is-live').waitFor();
    const { origin } = forum.config.PUBLIC_URL;
    await mia.open(`${origin}/console/sign-in?token=nothing`);
    await isWhole(mia);
    await mia.page.route('**/api/v1/me', (route) => route.abort());
    await mia.open(`${origin}/console`);
    await mia.page.locator('.whole button').waitFor();
    await isWhole(mia);
    await mia.page.unroute('**/api/v1/me');
    await mia.page.route('**/api/v1/me', async (route) => {
      const json = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...json, permissions: [] } });
    });
    await mia.open(`${origin}/console`);
    await mia.page.locator('.whole h1').waitFor();
    await isWhole(mia);
    await mia.page.evaluate(() =>
      localStorage.setItem('rejoinder.console.drafts', JSON.stringify([{ about: 'reject:1', text: 'Off topic' }])),
    );
    await mia.context.clearCookies();
    await mia.page.unroute('**/api/v1/me');
    await mia.open(`${origin}/console`);
    await mia.page.locator('.kept-words').waitFor();
    await isWhole(mia);
  });

  it('of a queue, a message, its keys and its dialogs', async () => {
    await held(forum, 'Ida', 'My count of the cars:');
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await olga.reads('My count of the cars');
    await isWhole(olga.desk);
    await olga.keys('?');
    await olga.desk.page.locator('.help-groups').waitFor();
    await isWhole(olga.desk);
    await olga.keys('Escape', 'b');
    await olga.desk.page.locator('dialog .terms').waitFor();
    await isWhole(olga.desk);
    await olga.keys('Escape', 'c');
    await olga.desk.page.locator('dialog .dialog-subject').waitFor();
    await isWhole(olga.desk);
    await olga.keys('Enter');
    await olga.desk.page.locator('.foot-note button').waitFor();
    await olga.desk.page.locator('.thread-state').waitFor();
    await isWhole(olga.desk);
    await olga.keys('o');
    await olga.desk.page.locator('dialog .dialog-subject').waitFor();
    await isWhole(olga.desk);
    await olga.keys('Escape', 'Shift+R');
    await olga.desk.page.locator('.reason-field').waitFor();
    await isWhole(olga.desk);
    await olga.keys('Escape', 'r');
    await olga.desk.page.locator('.empty').waitFor();
    await isWhole(olga.desk);
    await olga.keys('g');
    await olga.desk.page.locator('.foot-sequence').waitFor();
    await isWhole(olga.desk);
    await olga.keys('r');
    await olga.desk.page.locator('.empty').waitFor();
    await press(olga, '.search > button', '.search-filters');
    await isWhole(olga.desk);
    await olga.desk.page.locator('.search input').first().fill('nobody said this');
    await olga.desk.page.locator('.search-clear').waitFor();
    await olga.desk.page.locator('.list .calm').waitFor();
    await isWhole(olga.desk);
  });

  it('of all that can be known of a message and its author', async () => {
    const message = await rich();
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await at(olga, 'reported', '.the-message');
    await olga.desk.page.locator('.record-line').waitFor();
    await isWhole(olga.desk);
    await press(olga, '.reports > button', '.reports-list li:nth-child(4)');
    await press(olga, '.former-texts > button', '.former-text:nth-of-type(2)');
    await isWhole(olga.desk);
    await olga.keys('a');
    await olga.keys('u');
    await isWhole(olga.desk);
    await at(olga, `message/${message.id}`, '.the-message');
    await isWhole(olga.desk);
    await at(olga, `member/${message.author!.id}`, '.subject-list li');
    await isWhole(olga.desk);
    await at(olga, 'spam', '.the-message');
    await isWhole(olga.desk);
    await at(olga, 'all', '.the-message');
    await isWhole(olga.desk);
  });

  it('of what others do meanwhile', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    await held(forum, 'Lars', 'My house:');
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await olga.reads('My count of the cars');
    await forum.as(forum.mia).decide(message, 'approve');
    await olga.desk.page.locator('.pane-decided').waitFor();
    await isWhole(olga.desk);
    await olga.keys('j');
    await olga.reads('My house');
    await olga.desk.page.route('**/decisions', (route) =>
      route.fulfill({ status: 409, json: { error: { code: 'already_decided', message: '', requestId: '' } } }),
    );
    await olga.keys('a');
    await olga.desk.page.locator('.note.tone-warn').waitFor();
    await isWhole(olga.desk);
  });

  it('of a discussion, its dialogs, and the log of it', async () => {
    await forum.as(forum.ana).post(forum.thread, 'I was on the first one.');
    const other = await forum.article({ title: forum.thread.title });
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await at(olga, `thread/${forum.thread.id}`, '.subject-list li');
    await isWhole(olga.desk);
    await press(olga, '.thread-names > p .small', 'dialog form', 0);
    await olga.desk.page.locator('dialog input').nth(1).fill(other.url);
    await olga.keys('Enter');
    await olga.desk.page.locator('.dialog-refusal button').waitFor();
    await isWhole(olga.desk);
    await press(olga, '.dialog-refusal button', 'dialog .merge-says');
    await isWhole(olga.desk);
    await olga.keys('Escape', 'd');
    await olga.desk.page.locator('dialog .danger').waitFor();
    await isWhole(olga.desk);
    await press(olga, 'dialog .danger', '.thread-gone');
    await isWhole(olga.desk);
    await at(olga, 'log', '.log-entry');
    await press(olga, '.log-subject', '.log-about a');
    await isWhole(olga.desk);
    await press(olga, '.log-what > button.small', '.log-what > .quiet');
    await isWhole(olga.desk);
  });

  it('of the search of everything', async () => {
    await rich();
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await at(olga, 'find', '.find');
    for (const [n, words] of ['nothing', 'ferry', 'Lars'].entries()) {
      await olga.desk.page.locator('.find-kinds input').nth(n).check();
      await olga.desk.page.locator('.find input[type=search]').fill(words);
      await olga.keys('Enter');
      await olga.desk.page.locator('.subject section').waitFor();
      await isWhole(olga.desk);
    }
  });

  it('of what is set for a site', async () => {
    const settings = { addresses: { ...DEFAULT_RULES, slash: false } };
    await forum.addSite('gazette', { name: 'Sue', hosts: ['gazette.example'], settings });
    for (const url of ['https://gazette.example/ferry', 'https://gazette.example/ferry/'])
      await forum
        .as(forum.ana)
        .post(await forum.anyone.openThread({ site: 'gazette', url }), 'I was on the first one.');
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await at(olga, 'settings', '.setting');
    await olga.desk.page.locator('.setting input[type=number]').first().fill('7');
    await press(olga, '.settings-form .primary', '.setting .small');
    await isWhole(olga.desk);
    await at(olga, 'addresses', '.address-rules');
    await olga.desk.page.locator('.find-kinds input').nth(1).check();
    await olga.desk.page.locator('.address-rules .check input').nth(2).check();
    await olga.desk.page.locator('.twins li').first().waitFor();
    await isWhole(olga.desk);
    await press(olga, '.address-rules form .primary:enabled', 'dialog form');
    await isWhole(olga.desk);
  });

  it('of one’s passkeys', async () => {
    const mia = await atTheDeskIn('xx', forum, forum.mia);
    await at(mia, 'passkeys', '.settings-form');
    await isWhole(mia.desk);
  });

  it('of what cannot be loaded', async () => {
    const message = await rich();
    const olga = await atTheDeskIn('xx', forum, forum.olga);
    await olga.desk.page.route('**/api/v1/{moderation,messages,me/passkeys}{,/**}', (route) => route.abort());
    const { id } = forum.thread;
    const pages = [
      'held',
      'log',
      'addresses',
      'settings',
      'passkeys',
      `thread/${id}`,
      `message/${message.id}`,
      `member/${id}`,
    ];
    for (const path of pages) {
      await at(olga, path, '.calm');
      await isWhole(olga.desk);
    }
    await at(olga, 'find', '.find');
    await olga.keys('x', 'Enter');
    await olga.desk.page.locator('.subject section button').waitFor();
    await isWhole(olga.desk);
    await olga.desk.page.unroute('**/api/v1/{moderation,messages,me/passkeys}{,/**}');
    await olga.desk.page.route(/\/(context|reports|revisions)\b|\/members\//, (route) => route.abort());
    await at(olga, 'reported', '.conversation-gap');
    await press(olga, '.reports > button', '.reports > .quiet');
    await press(olga, '.former-texts > button', '.former-texts > .quiet');
    await isWhole(olga.desk);
    await olga.desk.context.setOffline(true);
    await olga.keys('a');
    await olga.desk.page.locator('.note.tone-bad').waitFor();
    await isWhole(olga.desk);
  });
});
