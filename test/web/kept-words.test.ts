import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
});

async function opens(): Promise<Visitor> {
  return (await visitor()).open(`${forum.url}/threads/${thread.id}`);
}

const answering = (reader: Visitor) => reader.page.getByRole('form', { name: 'Write a reply' }).locator('textarea');

async function beginsToAnswer(reader: Visitor, message: string, text: string): Promise<void> {
  await reader
    .message(message)
    .getByRole('link', { name: /^Reply/ })
    .click();
  await answering(reader).fill(text);
}

const kept = (reader: Visitor) => reader.page.getByRole('list', { name: 'What you have written' });

describe('what somebody is writing', () => {
  it('stays in sight when what it answers is removed, and can be said as a message of its own', async () => {
    const parent = await forum.as(forum.ben).post(thread, 'The boat was late.');
    const ana = await opens();
    await beginsToAnswer(ana, 'boat was late', 'It is late every day.');
    await forum.as(forum.mia).decide(parent, 'reject');
    await ana.misses('The boat was late.');
    await until('the words', async () => (await kept(ana).innerText()).includes('It is late every day.'));
    await ana.page.reload();
    await kept(ana).getByRole('button', { name: 'Go on answering' }).click();
    await ana.sees('The message that you were answering was removed.');
    await kept(ana).getByRole('button', { name: 'Write it as a message of its own' }).click();
    await until(
      'the text',
      async () => (await ana.composer.locator('textarea').inputValue()) === 'It is late every day.',
    );
    await until('the focus', () => ana.page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
    await until('no second copy', async () => (await kept(ana).count()) === 0);
  });

  it('is in sight also when it waits for the network and what it answers is removed meanwhile', async () => {
    const parent = await forum.as(forum.ben).post(thread, 'The night boat was late.');
    const ana = await opens();
    await ana.page.route('**/api/v1/threads/*/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await ana.reply('night boat was late', 'It is late every day.', 'Ana');
    await ana.sees('Waits for the network.');
    await forum.as(forum.mia).decide(parent, 'reject');
    await ana.misses('The night boat was late.');
    await until('the words', async () => (await kept(ana).innerText()).includes('It is late every day.'));
    await ana.page.unroute('**/api/v1/threads/*/messages');
    await ana.page.reload();
    await until('the refusal', async () => (await kept(ana).innerText()).includes('Not posted.'));
    expect(await kept(ana).innerText()).toContain('It is late every day.');
  });

  it('stays when the thread is closed meanwhile, and can be copied', async () => {
    const ana = await opens();
    await ana.write('I was just about to say so.', 'Ana');
    const patch = { state: 'closed', reason: 'Enough' } as const;
    await forum.as(forum.mia).ask('PATCH', `/moderation/threads/${thread.id}`, { body: patch });
    await ana.sees('Nothing can be added, everything can be read.');
    expect(await ana.page.locator('.note.closed').innerText()).toBe(
      'Closed by Mia: Enough. Nothing can be added, everything can be read.',
    );
    await until('the words', async () => (await kept(ana).innerText()).includes('I was just about to say so.'));
    expect(await kept(ana).getByRole('button', { name: 'Copy' }).count()).toBe(1);
    expect(await ana.faults()).toEqual([]);
  });

  it('is another draft in each tab: clearing one leaves the other, and none is lost', async () => {
    const first = await opens();
    await first.write('Words of the first tab.');
    const second = new Visitor(first.context, await first.context.newPage());
    await second.open(`${forum.url}/threads/${thread.id}`);
    await until('the draft', async () => (await second.composer.locator('textarea').inputValue()) !== '');
    await second.write('Words of the second tab.');
    await first.write('Words of the first tab, and more.');
    await second.write('');
    await first.page.reload();
    const text = await until('the first’s', () => first.composer.locator('textarea').inputValue());
    expect(text).toBe('Words of the first tab, and more.');
    await second.write('Said at the very end.');
    await first.page.close();
    await second.page.close();
    const third = new Visitor(first.context, await first.context.newPage());
    await third.open(`${forum.url}/threads/${thread.id}`);
    const all = await until('both', () => third.composer.locator('textarea').inputValue());
    expect(all.split('\n\n').toSorted()).toEqual(['Said at the very end.', 'Words of the first tab, and more.']);
  });

  it('about a message of one’s own is kept by Escape and a reload, and given up by Cancel', async () => {
    const ana = await opens();
    await ana.post('The bridge is open.', 'Ana');
    await until('the message', async () => (await ana.page.locator('.unpublished').count()) === 0);
    await ana.choose('The bridge is open.', 'Edit');
    const form = ana.page.getByRole('form', { name: 'Edit your message' });
    const field = form.locator('textarea');
    await until('the source', async () => (await field.inputValue()) === 'The bridge is open.');
    await field.fill('The bridge is closed.');
    await field.press('Escape');
    await ana.sees('The bridge is open.');
    await ana.page.reload();
    await until('the new words', async () => (await field.inputValue()) === 'The bridge is closed.');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await ana.page.reload();
    await ana.sees('The bridge is open.');
    expect(await form.count()).toBe(0);
  });

  it('is not posted and not closed by the keys of an input method', async () => {
    await forum.as(forum.ben).post(thread, 'The ferry was late.');
    const ana = await opens();
    await beginsToAnswer(ana, 'ferry was late', 'にほん');
    const said = await answering(ana).evaluate((field) => {
      const press = (init: KeyboardEventInit) =>
        field.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
      press({ key: 'Escape', isComposing: true });
      press({ key: 'Escape', keyCode: 229 });
      press({ key: 'Enter', ctrlKey: true, isComposing: true });
      return document.querySelectorAll('form textarea').length;
    });
    expect(said).toBe(2);
    expect(await answering(ana).inputValue()).toBe('にほん');
    expect((await forum.anyone.page(thread)).thread.messageCount).toBe(1);
    // The control: the same key closes it when nothing is being composed.
    await answering(ana).press('Escape');
    await until('closed', async () => (await answering(ana).count()) === 0);
  });
});

describe('a message that was sent', () => {
  const refuses = (reader: Visitor, status: number, headers: Record<string, string>, code: string) =>
    reader.page.route('**/api/v1/threads/*/messages', (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const error = { code, message: 'That was too fast. Wait a moment and try again.', requestId: 'x' };
      return route.fulfill({ status, headers, json: { error } });
    });

  it('too soon says when it is sent by itself, and nothing else', async () => {
    const ana = await opens();
    await refuses(ana, 429, { 'Retry-After': '42' }, 'too_fast');
    await ana.post('The eleventh in a minute.', 'Ana');
    await ana.sees(/That was a lot in a short time\. This is sent by itself at \d{1,2}:\d\d:\d\d\./);
    expect(await ana.page.locator('.fate').innerText()).not.toMatch(/try again/i);
  });

  it('by keys has the focus, also when it has been answered', async () => {
    const ana = await (await opens()).takenOver();
    await ana.write('No hand left the keys.', 'Ana');
    await ana.composer.locator('textarea').press('Control+Enter');
    await until('the answer', async () => (await forum.anyone.page(thread)).messages.length === 1);
    const [message] = (await forum.anyone.page(thread)).messages;
    await until('the focus', () =>
      ana.page.evaluate((id) => document.activeElement?.id === `message-${id}`, message!.id),
    );
  });

  it('under a name that is taken leads back to the name, with the words kept', async () => {
    const ana = await opens();
    await ana.post('Under somebody’s name.', 'Mia');
    await ana.sees('Not posted.');
    await ana.press('Change it');
    await until('the focus', () =>
      ana.page.evaluate(() => (document.activeElement as HTMLInputElement).name === 'name'),
    );
    expect(await ana.composer.locator('textarea').inputValue()).toBe('Under somebody’s name.');
    expect(await ana.composer.locator('input[name=name]').inputValue()).toBe('Mia');
  });

  it('as an answer under a name that is taken leads back to the name in its own form', async () => {
    await forum.as(forum.ben).post(thread, 'Who knows?');
    const ana = await opens();
    await ana.reply('Who knows?', 'Somebody must.', 'Mia');
    await ana.sees('Not posted.');
    await ana.press('Change it');
    const inForm = (selector: string) =>
      ana.page.evaluate(
        (name) => document.activeElement?.closest('form')?.querySelector<HTMLInputElement>(name)?.value,
        selector,
      );
    await until('the focus on the name', () =>
      ana.page.evaluate(() => (document.activeElement as HTMLInputElement).name === 'name'),
    );
    expect([await inForm('input[name=name]'), await inForm('textarea')]).toEqual(['Mia', 'Somebody must.']);
  });

  it('and refused for its words leads back to them', async () => {
    const ana = await opens();
    await ana.post('Twice the same, and long enough for that.', 'Ana');
    await until('the first', async () => (await forum.anyone.page(thread)).messages.length === 1);
    await ana.post('Twice the same, and long enough for that.');
    await ana.sees('Not posted.');
    await ana.press('Change it');
    await until('the focus', () => ana.page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
    expect(await ana.composer.locator('textarea').inputValue()).toBe('Twice the same, and long enough for that.');
    await ana.write('');
    for (const times of [1, 2]) {
      await ana.reply('Twice the same', 'An answer that is given twice, by mistake.');
      await until(`answer ${times}`, async () =>
        times === 1
          ? (await forum.anyone.page(thread)).messages[0]?.replyCount === 1
          : (await ana.page.locator('.fate.refused').count()) === 1,
      );
    }
    await ana.press('Change it');
    await until('the words where they were written', () =>
      ana.page.evaluate(() => document.activeElement?.closest('form')?.id.startsWith('composer-') ?? false),
    );
    expect(await answering(ana).inputValue()).toBe('An answer that is given twice, by mistake.');
  });
});

describe('what a reader has chosen', () => {
  it('is kept: the order, through a reload', async () => {
    await forum.as(forum.ben).post(thread, 'The first of the day.');
    await forum.as(forum.ben).post(thread, 'The second of the day.');
    const ana = await (await opens()).takenOver();
    await ana.page.locator('details.sort summary').click();
    await ana.page.getByRole('link', { name: 'Newest first' }).click();
    await until('the order', async () => (await ana.reads())[0] === 'The second of the day.');
    await ana.open(`${forum.url}/threads/${thread.id}`);
    await until('the order', async () => (await ana.reads())[0] === 'The second of the day.');
  });

  it('is kept: no keys of a single letter', async () => {
    await forum.as(forum.ben).post(thread, 'The third of the day.');
    const ana = await (await opens()).takenOver();
    await ana.press('Formatting and keys');
    await ana.page.getByLabel('Keys of a single letter').uncheck();
    await ana.page.reload();
    await ana.takenOver();
    await ana.page.keyboard.press('c');
    await ana.page.keyboard.press('j');
    expect(await ana.page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await ana.press('Formatting and keys');
    await ana.page.getByLabel('Keys of a single letter').check();
    expect(await ana.faults()).toEqual([]);
    await ana.page.locator('body').click({ position: { x: 1, y: 1 } });
    await ana.page.keyboard.press('c');
    await until('the field', () => ana.page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
  });

  it('is thanked for once: an address with a thank-you that is sent on later says nothing', async () => {
    const form = { text: 'By a plain form.', name: 'Clara' };
    const answer = await fetch(`${forum.url}/threads/${thread.id}/messages`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    const there = answer.headers.get('Location')!;
    const read = async () => (await fetch(new URL(there, forum.url))).text();
    expect(await read()).toContain('Your message is published. Thank you.');
    forum.clock.pass(61_000);
    // Kept pages live for a second.
    await until('no thanks any more', async () => !(await read()).includes('Thank you.'));
    expect(await read()).toContain('By a plain form.');
  });
});
