import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

// Every state of the reader's page on the narrowest phone, in light and in dark: nobody is kept out of it.
const PHONE = { viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true } as const;

// Looking at a page with axe takes a busy machine seconds.
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

async function opens(path = `/threads/${thread.id}`, options: Parameters<typeof visitor>[0] = {}): Promise<void> {
  reader = await visitor({ ...PHONE, ...options });
  await reader.open(forum.url + path);
}

const embedded = (): string => `/embed?${new URLSearchParams({ site: 'default', url: thread.url })}`;

async function suitsEveryone(): Promise<void> {
  expect(await reader.faults()).toEqual([]);
  expect(await reader.smallTargets()).toEqual([]);
}

describe('the page is for everyone', () => {
  it('while it is empty, and while its first message is written and looked at', async () => {
    await opens();
    await reader.sees('No messages yet. Say the first word.');
    await suitsEveryone();
    await reader.write('A **bold** first word.\n\n- One\n- Two\n\n> and a quotation', 'Ana');
    await suitsEveryone();
    await reader.press('Preview');
    await reader.page.locator('.preview strong').waitFor();
    await suitsEveryone();
  });

  it('while a message is held, another refused, and a third waits for the network', async () => {
    await opens();
    await reader.post('Look at https://example.org/ferry', 'Eve');
    await reader.sees('Held: a moderator reads it');
    await reader.post('Look at https://example.org/ferry');
    await reader.sees('You have just said the same.');
    await reader.context.setOffline(true);
    await reader.post('Written in a tunnel.');
    await reader.sees('Waits for the network.');
    await reader.sees('You are offline.');
    await suitsEveryone();
  });

  it('while a message is changed, deleted and shared by its author', async () => {
    await opens();
    await reader.post('It was on Tuesday.', 'Ana');
    await reader.choose('It was on Tuesday.', 'Share');
    await reader.page.getByLabel('Link to this message', { exact: true }).last().waitFor();
    await suitsEveryone();
    await reader.press('Done');
    await reader.message('It was on Tuesday.').getByRole('button', { name: 'Delete' }).click();
    await reader.sees('Delete this message for good?');
    await suitsEveryone();
    await reader.press('Cancel');
    await reader.message('It was on Tuesday.').getByRole('button', { name: 'Edit' }).click();
    await reader.page.getByRole('form', { name: 'Edit your message' }).waitFor();
    await suitsEveryone();
  });

  it('while a message is answered, reported, ignored and folded away', async () => {
    const first = await forum.as(forum.ben).post(thread, 'You are all fools.');
    await forum.as(forum.mia).reply(first, 'We are not.');
    await opens();
    await reader
      .message('You are all fools.')
      .getByRole('link', { name: /^Reply/ })
      .click();
    await reader.page.getByRole('form', { name: 'Write a reply' }).waitFor();
    await reader.choose('You are all fools.', 'Report');
    await reader.page.getByLabel('Your name here').fill('Ana');
    await reader.press('Continue');
    await reader.sees('What is wrong with this message?');
    await suitsEveryone();
    await reader.page.getByLabel('Something else').check();
    await reader.press('Send report');
    await reader.sees('A moderator will look at this message.');
    await reader.message('You are all fools.').getByRole('button', { name: 'Ignore' }).click();
    await reader.sees('You ignore Ben.');
    await reader.page.getByRole('button', { name: '1 reply' }).click({ position: { x: 12, y: 4 } });
    await suitsEveryone();
  });

  it.each([
    ['a phone', 'by itself', PHONE],
    ['a phone', 'under its article', PHONE],
    ['a tablet', 'by itself', { ...PHONE, viewport: { width: 820, height: 1100 } }],
    ['a tablet', 'under its article', { ...PHONE, viewport: { width: 820, height: 1100 } }],
  ])('whose finger folds a branch away on %s, %s', async (what, where, device) => {
    const first = await forum.as(forum.ben).post(thread, `Who reads on ${what} ${where}?`);
    await forum.as(forum.mia).reply(first, `I do, on ${what} ${where}.`);
    await opens(where === 'by itself' ? undefined : embedded(), device);
    await reader.sees(`I do, on ${what} ${where}.`);
    const line = reader.page.getByRole('button', { name: '1 reply' });
    const touched = await line.evaluate((fold) => {
      const middle = fold.getBoundingClientRect().top + fold.getBoundingClientRect().height / 2;
      return Array.from({ length: innerWidth }, (_, x) => document.elementFromPoint(x, middle)).filter(
        (at) => at === fold,
      ).length;
    });
    expect(touched).toBeGreaterThanOrEqual(44);
    const text = await reader.message(`I do, on ${what} ${where}.`).locator('.text').boundingBox();
    const taken = await line.boundingBox();
    expect(taken!.x + taken!.width).toBeLessThanOrEqual(text!.x);
    await suitsEveryone();
  });

  it('while new messages wait, and where a link leads', async () => {
    const first = await forum.as(forum.ana).post(thread, 'Who runs the ferry now?');
    await forum.as(forum.ben).post(thread, 'Something else entirely.');
    await opens(`/threads/${thread.id}?message=${first.id}#message-${first.id}`);
    await reader.sees('You see one conversation out of this discussion.');
    await suitsEveryone();
    await reader.page.getByRole('link', { name: 'Show all 2 messages' }).click();
    await reader.page.locator('.readers, .facts').first().waitFor();
    await forum.as(forum.mia).reply(first, 'The town does.');
    await reader.sees('1 new message');
    await suitsEveryone();
  });

  it('inside the frame of an article', async () => {
    await forum.as(forum.ana).post(thread, 'Said under the article.');
    await opens(embedded());
    await reader.sees('Said under the article.');
    await suitsEveryone();
  });

  it('when a discussion is closed', async () => {
    await forum.as(forum.ana).post(thread, 'Said in time.');
    await forum.as(forum.mia).setState(thread, 'closed', 'The vote is over.');
    await opens();
    await reader.sees('Nothing can be added, everything can be read.');
    await suitsEveryone();
  });

  it('without JavaScript', async () => {
    await forum.as(forum.ana).post(thread, 'A plain page is a good page.');
    await opens(undefined, { javaScriptEnabled: false });
    await reader.post('I am the moderator here.', 'Mia');
    await reader.sees('Please choose another');
    expect(await reader.smallTargets()).toEqual([]);
  });

  it.each([
    ['/threads/0', 'There is no such discussion.'],
    ['/embed?site=default&url=https://elsewhere.example/', 'has not been added'],
    ['/embed', 'site is missing'],
    ['/embed?site=default&url=http://localhost/%00', 'The address must not hold U+0000.'],
    ['/nowhere', 'There is nothing at this address.'],
  ])('where there is no forum: %s', async (path, words) => {
    await opens(path);
    await reader.sees(words);
    await suitsEveryone();
  });

  it.each([
    ['where a message is gone', '0'],
    ['where a link took the full stop after it along', '01a21258-0000-7000-8000-000000000000).'],
  ])('%s, and the way leads to the rest', async (_, message) => {
    await forum.as(forum.ana).post(thread, `Still here, ${message}`);
    await opens(`/threads/${thread.id}?message=${message}`);
    await reader.sees('There is no such message.');
    await suitsEveryone();
    await reader.page.getByRole('link', { name: 'Show the whole discussion' }).click();
    await reader.sees(`Still here, ${message}`);
  });
});

describe('nothing jumps', () => {
  it('when somebody begins to write, however long their name', async () => {
    await forum.as(forum.ana).post(thread, 'Is anybody there?');
    await forum.as(forum.ben).post(thread, 'I am.');
    await opens();
    const writer = await forum.guest('Bartholomew Featherstonehaugh');
    const line = await forum.connect(writer);
    const top = await reader.top('Is anybody there?');
    line.send({ event: 'follow', data: { thread: thread.id } });
    await line.frame('following');
    line.send({ event: 'typing', data: { thread: thread.id } });
    await reader.sees(/Bartholomew .* is writing/);
    expect(await reader.top('Is anybody there?')).toBe(top);
  });
});

describe('what moves while messages come and are looked at', () => {
  /** What has been animated, faded or scrolled smoothly. */
  async function movements(reducedMotion: 'reduce' | 'no-preference'): Promise<string[]> {
    const first = await forum.as(forum.ana).post(thread, `Motion: ${reducedMotion}?`);
    for (let n = 1; n <= 9; n++) await forum.as(forum.ben).post(thread, `Line ${n}: ${reducedMotion}.`);
    reader = await visitor({ ...PHONE, reducedMotion });
    const moved: string[] = [];
    await reader.page.exposeFunction('tellOf', (what: string) => void moved.push(what));
    await reader.page.addInitScript(() => {
      const { tellOf } = window as unknown as { tellOf: (what: string) => void };
      const { scrollIntoView } = Element.prototype;
      addEventListener('animationstart', ({ animationName }) => tellOf(animationName));
      addEventListener('transitionrun', ({ propertyName }) => tellOf(propertyName));
      Element.prototype.scrollIntoView = function (how) {
        if (typeof how === 'object' && how.behavior === 'smooth') tellOf('scroll');
        scrollIntoView.call(this, how);
      };
    });
    await reader.open(`${forum.url}/threads/${thread.id}`);
    await reader.page.locator('.readers, .facts').first().waitFor();
    await forum.as(forum.mia).reply(first, `Yes, ${reducedMotion}.`);
    await reader.sees('1 new message');
    await reader.press('1 new message');
    await until('the reader led to it', async () => (await reader.focused()).includes(`Yes, ${reducedMotion}.`));
    await reader.composer.locator('textarea').focus();
    await reader.page.evaluate(() => new Promise((done) => setTimeout(done)));
    return moved;
  }

  it('is the pill and the page', async () => {
    expect(await movements('no-preference')).toEqual(expect.arrayContaining(['rise', 'scroll']));
  });

  it('is nothing, for whoever asks for less motion', async () => {
    expect(await movements('reduce')).toEqual([]);
  });
});
