import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let ana: Visitor;
/** The scripts that the page has asked for, by the names of their sources. */
let scripts: string[];
let nights = 0;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  await forum.as(forum.ben).post(thread, `The night boat is back, for the night ${++nights}.`);
  ana = await visitor();
  scripts = [];
  ana.page.on('request', (request) => {
    const name = /\/assets\/forum\/([\w.]+)-[\w-]+\.js/.exec(request.url())?.[1];
    if (name) scripts.push(name);
  });
  await ana.open(`${forum.url}/threads/${thread.id}`);
  await ana.sees('The night boat is back');
});

const menu = () => ana.message('night boat').getByRole('button', { name: /^More about/ });

describe('what only some readers need', () => {
  it('is loaded when it is first wanted, and once', async () => {
    await ana.post('I take it tonight.', 'Ana');
    await ana.sees('I take it tonight.');
    await until('what takes the answer', () => scripts.length === 5);
    expect(scripts.toSorted()).toEqual(['answers.chunk', 'forum', 'posting.chunk', 'texts', 'walking']);

    await ana.choose('night boat', 'Report');
    await ana.page.getByText('What is wrong with this message?').waitFor();
    await ana.page.keyboard.press('Escape');
    await ana
      .message('I take it tonight.')
      .getByRole('button', { name: /^More about/ })
      .click();
    await ana.message('I take it tonight.').getByRole('button', { name: 'Share' }).waitFor();
    expect(scripts.toSorted()).toEqual(['answers.chunk', 'forum', 'more', 'posting.chunk', 'texts', 'walking']);
  });

  it('says so where it cannot be loaded, and can be tried again', async () => {
    await ana.page.route('**/assets/forum/more-*', (route) => route.abort());
    await menu().click();
    await ana.sees('The forum cannot be reached just now.');
    expect(await ana.page.getByRole('button', { name: 'Load the page again' }).count()).toBe(0);
    await ana.page.unroute('**/assets/forum/more-*');
    await ana.press('Try again');
    await ana.message('night boat').getByRole('button', { name: 'Report' }).waitFor();
  });

  it('comes with the page anew where a newer forum has other parts', async () => {
    const gone = '**/assets/forum/more-*';
    await ana.page.route(gone, (route) => route.fulfill({ status: 404, body: '{}' }));
    await ana.write('Half a thought');
    await menu().click();
    await ana.press('Try again');
    await ana.page.getByRole('button', { name: 'Load the page again' }).waitFor();
    await ana.page.unroute(gone);
    await ana.press('Load the page again');
    await until('the draft', async () => (await ana.composer.locator('textarea').inputValue()) === 'Half a thought');
    await ana.choose('night boat', 'Report');
  });

  it('does not cost a word where a message cannot be sent yet', async () => {
    const posting = '**/assets/forum/posting.chunk-*';
    await ana.page.route(posting, (route) => route.abort());
    await ana.post('The night boat has a bar.', 'Ana');
    await ana.sees('The forum cannot be reached just now.');
    expect(await ana.composer.locator('textarea').inputValue()).toBe('The night boat has a bar.');
    await ana.page.unroute(posting);
    await ana.press('Post');
    await until('the message', async () => (await forum.anyone.page(thread)).messages.length === 2);
    expect((await forum.anyone.page(thread)).messages.map(({ author }) => author?.name)).toEqual(['Ben', 'Ana']);
  });

  it('takes along what is typed while it comes, and is sent once however often the button is pressed', async () => {
    let come = () => {};
    const isComing = new Promise<void>((resolve) => (come = resolve));
    await ana.page.route('**/assets/forum/posting.chunk-*', (route) => isComing.then(() => route.continue()));
    await ana.post('One word.', 'Ana');
    await ana.press('Post');
    await ana.composer.locator('textarea').pressSequentially(' And one more.');
    expect(await ana.composer.locator('textarea').inputValue()).toBe('One word. And one more.');
    come();
    await until('the message', async () => (await ana.reads()).length === 2);
    await until('the answer', async () => (await forum.anyone.page(thread)).messages.length === 2);
    expect(await ana.reads()).toEqual([expect.stringContaining('night boat'), 'One word. And one more.']);
    expect(await ana.composer.locator('textarea').inputValue()).toBe('');
  });

  it('does not cost a vote where it cannot be loaded', async () => {
    await ana.post('Who else is here?', 'Ana');
    await until('her name', async () => (await ana.composer.locator('.as b').textContent()) === 'Ana');
    await ana.page.route('**/assets/forum/voting-*', (route) => route.abort());
    const up = ana.message('night boat').getByRole('button', { name: 'Vote up' });
    await up.click();
    await ana.sees('The forum cannot be reached just now.');
    expect(await up.getAttribute('aria-pressed')).toBe('false');
    await ana.page.unroute('**/assets/forum/voting-*');
    await up.click();
    await ana.sees('1 up, 0 down');
  });
});
