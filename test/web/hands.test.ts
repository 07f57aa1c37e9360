import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

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

const opens = async () => (await ana.open(`${forum.url}/threads/${thread.id}`)).takenOver();
const press = (key: string) => ana.page.keyboard.press(key);

describe('a reader without a mouse', () => {
  it('writes by c and posts by Ctrl and Enter', async () => {
    await opens();
    await ana.page.locator('.facts').waitFor();
    await press('c');
    await ana.page.keyboard.type('No hand left the keys.');
    await press('Tab');
    await ana.page.keyboard.type('Ana');
    await press('Control+Enter');
    await until('the message', async () => (await forum.anyone.page(thread)).messages.length === 1);
    await until('its place', async () => (await ana.reads()).length === 1);
    expect(await ana.reads()).toEqual(['No hand left the keys.']);
  });

  it('is back at the message when an answer is given up, and walks on from there', async () => {
    await forum.as(forum.ben).post(thread, 'One.');
    await forum.as(forum.ben).post(thread, 'Two.');
    await opens();
    await press('j');
    await press('r');
    await ana.page.getByRole('form', { name: 'Write a reply' }).waitFor();
    await press('Escape');
    await until('the message in focus', async () => (await ana.focused()).includes('One.'));
    await press('j');
    expect(await ana.focused()).toContain('Two.');
  });

  it('is back at the message when it is reported', async () => {
    await forum.as(forum.ben).post(thread, 'You are all fools.');
    await opens();
    await ana.choose('You are all fools.', 'Report');
    await ana.page.locator('input:focus').waitFor();
    await ana.page.keyboard.type('Ana');
    await press('Enter');
    await ana.page.getByLabel('Something else').focus();
    await press('Space');
    await press('Enter');
    await ana.sees('A moderator will look at this message.');
    await until('the message in focus', async () => (await ana.focused()).includes('You are all fools.'));
  });

  it('goes on from the message beside the one that is deleted, or whose author is ignored', async () => {
    const focusIsOn = (words: string) =>
      until(`the focus on “${words}”`, async () => (await ana.focused()).includes(words));
    await forum.as(forum.ben).post(thread, 'One.');
    await opens();
    await ana.post('Two.', 'Ana');
    await until('its place', async () => (await ana.page.locator('.unpublished').count()) === 0);
    await forum.as(forum.mia).post(thread, 'Three.');
    await ana.sees('Three.');
    await ana.choose('Two.', 'Delete');
    await ana.page.locator('form.panel').getByRole('button', { name: 'Delete' }).press('Enter');
    await ana.misses('Two.');
    await focusIsOn('Three.');
    await ana.choose('One.', 'Ignore');
    await ana.sees('You ignore Ben.');
    await until('the focus on a message', async () => (await ana.focused()) !== '');
  });

  it('is told where another order cannot be read, and keeps the one that there is', async () => {
    await forum.as(forum.ben).post(thread, 'The older.');
    await forum.as(forum.ben).post(thread, 'The newer.');
    await opens();
    await ana.page.route('**/messages?sort=newest', (route) => route.abort());
    await ana.page.locator('details.sort summary').click();
    await ana.page.getByRole('link', { name: 'Newest first' }).click();
    await ana.sees('The forum cannot be reached.');
    expect(await ana.page.locator('details.sort summary').innerText()).toContain('Oldest first');
    expect(await ana.reads()).toEqual(['The older.', 'The newer.']);
  });

  it('folds a branch away, hears how much is in it, and opens it again', async () => {
    const first = await forum.as(forum.ben).post(thread, 'A question.');
    const reply = await forum.as(forum.mia).reply(first, 'An answer.');
    await forum.as(forum.ben).reply(reply, 'Thank you.');
    await opens();
    const line = ana.page.getByRole('button', { name: '2 replies' });
    await line.focus();
    await press('Enter');
    await until('the branch folded', async () => (await ana.reads()).join() === 'A question.');
    expect(await line.getAttribute('aria-expanded')).toBe('false');
    await line.focus();
    await press('Enter');
    await ana.sees('Thank you.');
  });

  it('opens the menu of orders, leaves it by Escape, and chooses from it', async () => {
    await forum.as(forum.ben).post(thread, 'The older.');
    await forum.as(forum.ben).post(thread, 'The newer.');
    await opens();
    const menu = ana.page.locator('details.sort');
    await menu.locator('summary').focus();
    await press('Enter');
    await press('Escape');
    expect(await menu.getAttribute('open')).toBeNull();
    await press('Enter');
    await ana.page.getByRole('link', { name: 'Newest first' }).focus();
    await press('Enter');
    await until('the newest first', async () => (await ana.reads()).join() === 'The newer.,The older.');
    expect(await menu.getAttribute('open')).toBeNull();
  });
});

describe('a reader who listens', () => {
  const hears = (words: string) =>
    until(`“${words}” spoken`, async () => {
      const said = await ana.page.locator('main > [role=status]').textContent();
      return said === words;
    });

  it('hears how many messages came, and not what they say', async () => {
    await forum.as(forum.ben).post(thread, 'Good morning.');
    await ana.page.clock.install();
    await opens();
    await ana.sees('Good morning.');
    await forum.as(forum.ben).post(thread, 'Is anybody up?');
    await forum.as(forum.mia).post(thread, 'I am.');
    await ana.sees('I am.');
    await ana.page.clock.fastForward(5_000);
    await hears('2 new messages');
  });

  it('hears the same number again when as many more have come', async () => {
    await ana.page.clock.install();
    await opens();
    await ana.page.locator('.facts').waitFor();
    for (const words of ['The first.', 'The second.']) {
      await forum.as(forum.ben).post(thread, words);
      await ana.sees(words);
      await hears('');
      await ana.page.clock.fastForward(5_000);
      await hears('1 new message');
    }
  });

  it('hears of the messages of others alone', async () => {
    await ana.page.clock.install();
    await opens();
    await ana.post('My own.', 'Ana');
    await until('the message', async () => (await forum.anyone.page(thread)).messages.length === 1);
    await forum.as(forum.ben).post(thread, 'An answer.');
    await ana.sees('An answer.');
    await ana.page.clock.fastForward(5_000);
    await hears('1 new message');
  });
});

describe('somebody who writes', () => {
  it('under a name that is too long is told so', async () => {
    await opens();
    const name = ana.composer.locator('input[name=name]');
    const fault = () => name.evaluate((field) => (field as HTMLInputElement).validationMessage);
    await ana.write('A short message.', 'A'.repeat(41));
    // What else a text can be is said where it is written.
    await ana.sees('Markdown works.');
    await until('what is wrong', async () => (await fault()) === 'A name has at most 40 characters.');
    await ana.press('Post');
    expect(await ana.composer.locator('textarea').inputValue()).toBe('A short message.');
    expect((await forum.anyone.page(thread)).messages).toEqual([]);
    await name.fill('👩‍👩‍👧‍👦'.repeat(40));
    await until('nothing to be wrong', async () => (await fault()) === '');
    await forum.as(forum.ben).post(thread, 'Who votes for this?');
    await ana.message('Who votes').getByRole('button', { name: 'Vote up' }).click();
    const asked = ana.page.getByLabel('Your name here');
    await asked.fill('A'.repeat(41));
    await until('what is wrong', () => asked.evaluate((one) => !(one as HTMLInputElement).checkValidity()));
  });
});
