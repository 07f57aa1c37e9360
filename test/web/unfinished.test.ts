import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let ana: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  ana = await visitor();
});

afterEach(async () => {
  await ana.context.close();
  expect(ana.complaints).toEqual([]);
});

const opens = async () => (await ana.open(`${forum.url}/threads/${thread.id}`)).takenOver();
/** What stands in the forms for answers, from the top. */
const answers = () =>
  ana.page
    .getByRole('form', { name: 'Write a reply' })
    .locator('textarea')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
const replyTo = (words: string) =>
  ana
    .message(words)
    .getByRole('link', { name: /^Reply/ })
    .click();
const answersAre = (...texts: readonly string[]) =>
  until(`[${texts.join(', ')}] in the forms`, async () => (await answers()).join() === texts.join());

describe('an answer that is not finished', () => {
  it('stands in its form again after a reload, each under what it answers, and takes nobody there', async () => {
    await forum.as(forum.ben).post(thread, 'The boat was late.');
    await forum.as(forum.ben).post(thread, 'The bus was early.');
    await opens();
    await replyTo('boat was late');
    await answersAre('');
    await ana.page.getByRole('form', { name: 'Write a reply' }).locator('textarea').fill('It is late every day.');
    await replyTo('bus was early');
    await answersAre('It is late every day.', '');
    await ana.page.getByRole('form', { name: 'Write a reply' }).last().locator('textarea').fill('So I missed it.');
    await ana.page.reload();
    await answersAre('It is late every day.', 'So I missed it.');
    expect(await ana.page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');

    const first = ana.page.getByRole('form', { name: 'Write a reply' }).first();
    await first.locator('textarea').press('Escape');
    await answersAre('So I missed it.');
    await replyTo('boat was late');
    await answersAre('It is late every day.', 'So I missed it.');
  });

  it('is in its form again when a thread that was closed meanwhile is opened', async () => {
    await forum.as(forum.ben).post(thread, 'The boat was late.');
    await opens();
    await replyTo('boat was late');
    await ana.page.getByRole('form', { name: 'Write a reply' }).locator('textarea').fill('It is late every day.');
    const turns = (state: 'open' | 'closed') =>
      forum.as(forum.mia).ask('PATCH', `/moderation/threads/${thread.id}`, { body: { state } });
    await turns('closed');
    await ana.sees('Nothing can be added');
    await ana.page.reload();
    await ana.sees('Your words are kept in this browser.');
    await turns('open');
    await answersAre('It is late every day.');
  });

  it('is begun under a message whose answers are folded away: they unfold', async () => {
    const first = await forum.as(forum.ben).post(thread, 'A question.');
    await forum.as(forum.mia).reply(first, 'An answer.');
    await opens();
    await ana.page.getByRole('button', { name: '1 reply' }).click();
    await until('the branch folded', async () => (await ana.reads()).join() === 'A question.');
    await replyTo('A question.');
    await answersAre('');
    expect(await ana.reads()).toEqual(['A question.', 'An answer.']);
  });

  it('is not doubled by a second tab that took it up', async () => {
    await opens();
    await ana.write('Words of the first tab.');
    const second = new Visitor(ana.context, await ana.context.newPage());
    await second.open(`${forum.url}/threads/${thread.id}`);
    await until('the draft', async () => (await second.composer.locator('textarea').inputValue()) !== '');
    await ana.write('Words of the first tab. And more.');
    await ana.page.close();
    await second.page.close();
    const third = new Visitor(ana.context, await ana.context.newPage());
    await third.open(`${forum.url}/threads/${thread.id}`);
    const text = await until('the words', () => third.composer.locator('textarea').inputValue());
    expect(text).toBe('Words of the first tab. And more.');
  });
});

describe('what is written beside a report', () => {
  it('survives an input method’s Escape, and is there again when the form was closed', async () => {
    await forum.as(forum.ben).post(thread, 'You are all fools.');
    await opens();
    await ana.choose('You are all fools.', 'Report');
    await ana.page.getByLabel('Your name here').fill('Ana');
    await ana.press('Continue');
    const note = ana.page.getByLabel('Anything else a moderator should know');
    await note.fill('にほん');
    for (const init of [{ isComposing: true }, { keyCode: 229 }])
      await note.evaluate((field, how) => {
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, ...how }));
      }, init);
    expect(await note.inputValue()).toBe('にほん');
    await note.press('Escape');
    await until('the form closed', async () => (await note.count()) === 0);
    await ana.press('Report');
    expect(await note.inputValue()).toBe('にほん');
  });
});
