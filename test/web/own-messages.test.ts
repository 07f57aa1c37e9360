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
const texts = async () => (await forum.anyone.page(thread)).messages.map(({ html }) => html.replace(/<[^>]+>|\n/g, ''));
const field = () => ana.composer.locator('textarea');
const isPost = (method: string, url: string) => method === 'POST' && url.endsWith('/messages');

describe('what a reader has posted', () => {
  it('goes out in the order in which it was written, also when a closed page has left it behind', async () => {
    // Neither by their keys nor by their places among what is kept does the first of them come first.
    await ana.context.addInitScript((id) => {
      const isTaken = localStorage.length > 0;
      const post = (key: string, text: string, at: string) =>
        isTaken ||
        localStorage.setItem(
          `rejoinder:outbox:${id}:${key}`,
          JSON.stringify({ key, parentId: null, text, name: 'Ana', at, state: 'waiting' }),
        );
      post('0'.repeat(32), 'The second.', '2026-11-29T10:00:01.000Z');
      post('f'.repeat(32), 'The first.', '2026-11-29T10:00:00.000Z');
      post('8'.repeat(32), 'The third.', '2026-11-29T10:00:02.000Z');
    }, thread.id);
    await opens();
    await until('all three', async () => (await texts()).length === 3);
    expect(await texts()).toEqual(['The first.', 'The second.', 'The third.']);
    await until('nothing kept', () =>
      ana.page.evaluate(() => Object.keys(localStorage).every((name) => !name.includes('outbox'))),
    );
    expect((await ana.reads()).toSorted()).toEqual(['The first.', 'The second.', 'The third.']);
  });

  it('is sent again after as many seconds as the server asks for, and no sooner', async () => {
    await ana.page.clock.install();
    await opens();
    let sent = 0;
    await ana.page.route('**/api/v1/threads/*/messages', (route, request) => {
      if (!isPost(request.method(), request.url())) return route.continue();
      sent += 1;
      const error = { code: 'too_fast', message: 'That was too fast.', requestId: 'x' };
      return sent > 1
        ? route.continue()
        : route.fulfill({ status: 429, headers: { 'Retry-After': '42' }, json: { error } });
    });
    await ana.post('The eleventh in a minute.', 'Ana');
    await ana.sees('This is sent by itself');
    await ana.page.clock.fastForward(35_000);
    // Whatever was due by now has been sent before the page can be asked again.
    await ana.page.evaluate(() => fetch('/health/live').catch(() => undefined));
    expect([sent, await ana.page.locator('.fate.waiting').count()]).toEqual([1, 1]);
    await ana.page.clock.fastForward(7_000);
    await until('the message', async () => (await texts()).length === 1);
    expect(sent).toBe(2);
  });

  it('is not sent while it is too long, and the reader is told by how much', async () => {
    const most = thread.posting.maxLength;
    await opens();
    const sent: string[] = [];
    ana.page.on('request', (request) => {
      if (isPost(request.method(), request.url())) sent.push(request.postData() ?? '');
    });
    await ana.write('x'.repeat(most + 1), 'Ana');
    await ana.sees('1 character too many');
    await ana.press('Post');
    await until('what is wrong', async () =>
      field().evaluate((one) => (one as HTMLTextAreaElement).validationMessage.includes('1 character too many')),
    );
    expect(await field().inputValue()).toHaveLength(most + 1);
    await field().fill('x'.repeat(most));
    await ana.sees('0 characters left');
    await ana.press('Post');
    await until('the message', async () => (await texts()).length === 1);
    expect(sent).toHaveLength(1);
    expect(await texts()).toEqual(['x'.repeat(most)]);
  });

  it('stands once when it was held and is approved', async () => {
    await opens();
    await ana.post('Tickets at https://ferry.example/tickets', 'Ana');
    await ana.sees('Held: a moderator reads it');
    const { items } = await forum.as(forum.mia).queue({ kind: 'held' });
    const { message } = items.find((item) => item.message.threadId === thread.id)!;
    // What the forum tells Ana alone comes late: what it tells everyone is enough.
    let letGo!: () => void;
    const isOpen = new Promise<void>((resolve) => (letGo = resolve));
    await ana.page.route('**/api/v1/threads/*/mine*', (route) => isOpen.then(() => route.continue()));
    await forum.as(forum.mia).decide(message, 'approve');
    await until('its place', async () => (await ana.page.locator('article:not(.unpublished) .text').count()) === 1);
    expect(await ana.reads()).toEqual(['Tickets at https://ferry.example/tickets']);
    letGo();
    await ana.page.unrouteAll({ behavior: 'wait' });
    await ana.page.reload();
    await ana.takenOver();
    expect(await ana.reads()).toEqual(['Tickets at https://ferry.example/tickets']);
  });

  it('can be changed while another is being written, which loses no word by it', async () => {
    await opens();
    await ana.post('The ferry is late.', 'Ana');
    await until('the message', async () => (await texts()).length === 1);
    await until('its place', async () => (await ana.page.locator('.unpublished').count()) === 0);
    await ana.write('Half a thought');
    await ana.choose('The ferry is late.', 'Edit');
    const form = ana.page.getByRole('form', { name: 'Edit your message' });
    await until('the source', async () => (await form.locator('textarea').inputValue()) === 'The ferry is late.');
    await form.locator('textarea').fill('The ferry is early.');
    await form.getByRole('button', { name: 'Save' }).click();
    await until('the change', async () => (await texts())[0] === 'The ferry is early.');
    await until('the end of the form', async () => (await form.count()) === 0);
    expect(await field().inputValue()).toBe('Half a thought');
    await ana.page.reload();
    await ana.takenOver();
    expect(await field().inputValue()).toBe('Half a thought');
    expect(await form.count()).toBe(0);
  });

  it('loses neither its own words nor those that are typed before they have arrived', async () => {
    await opens();
    await ana.post('The ferry is late.', 'Ana');
    await until('the message', async () => (await texts()).length === 1);
    await until('its place', async () => (await ana.page.locator('.unpublished').count()) === 0);
    await ana.page.reload();
    await ana.takenOver();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await ana.page.route('**/api/v1/messages/*', async (route, request) => {
      if (request.method() === 'GET') await held;
      return route.continue();
    });
    await ana.choose('The ferry is late.', 'Edit');
    const form = ana.page.getByRole('form', { name: 'Edit your message' });
    await form.locator('textarea').pressSequentially(' Again.');
    await form.getByRole('button', { name: 'Save' }).click();
    letGo();
    await until('both', async () => (await form.locator('textarea').inputValue()) === 'The ferry is late. Again.');
    await form.getByRole('button', { name: 'Save' }).click();
    await until('the change', async () => (await texts())[0] === 'The ferry is late. Again.');
  });
});
