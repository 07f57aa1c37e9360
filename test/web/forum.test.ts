import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebSocketRoute } from 'playwright-core';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
});

/** Somebody opens the thread's own page. */
async function opens(query = '', options: Parameters<typeof visitor>[0] = {}): Promise<Visitor> {
  return (await visitor(options)).open(`${forum.url}/threads/${thread.id}${query}`);
}

describe('two readers', () => {
  it('see each other’s messages arrive', async () => {
    const ana = await opens();
    const ben = await opens();
    await ana.post('I take the first ferry every morning.', 'Ana');
    await ben.sees('I take the first ferry every morning.');
    await ben.reply('first ferry', 'Then we have met.', 'Ben');
    await ana.sees('Then we have met.');
  });

  it('see an edit and a removal', async () => {
    const ana = await opens();
    const ben = await opens();
    await ana.post('It was on Tuesday.', 'Ana');
    await ben.sees('It was on Tuesday.');

    await ana.choose('It was on Tuesday.', 'Edit');
    await ana.page.locator('article textarea').fill('It was on Wednesday.');
    await ana.press('Save');
    await ben.sees('It was on Wednesday.');

    await ana.choose('It was on Wednesday.', 'Delete');
    await ana.page.locator('form.panel').getByRole('button', { name: 'Delete' }).click();
    await ben.misses('It was on Wednesday.');
    await ana.misses('It was on Wednesday.');
  });

  it('see a message go when a moderator takes it away', async () => {
    const message = await forum.as(forum.ana).post(thread, 'Something that has to go.');
    const ana = await opens();
    const ben = await opens();
    await ben.sees('Something that has to go.');
    await forum.as(forum.mia).decide(message, 'reject');
    await ben.misses('Something that has to go.');
    await ana.misses('Something that has to go.');
  });

  it('see that the other is here, and who is writing', async () => {
    const ana = await opens();
    await ana.post('Is anybody there?', 'Ana');
    const ben = await opens();
    await ana.sees('2 reading');
    await ana.write('I only wanted to');
    await ben.sees('Ana is writing…');
  });

  it('miss nothing when a connection breaks', async () => {
    const ben = await visitor();
    const sockets: WebSocketRoute[] = [];
    await ben.page.routeWebSocket(/\/api\/v1\/live/, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await ben.open(`${forum.url}/threads/${thread.id}`);
    await forum.as(forum.ana).post(thread, 'Before the tunnel.');
    await ben.sees('Before the tunnel.');
    await sockets[0]?.close({ code: 1013 });
    await forum.as(forum.ana).post(thread, 'In the tunnel.');
    await ben.sees('In the tunnel.');
    expect(sockets).toHaveLength(2);
    await forum.as(forum.ana).post(thread, 'Behind the tunnel.');
    await ben.sees('Behind the tunnel.');
    expect(await ben.reads()).toEqual(['Before the tunnel.', 'In the tunnel.', 'Behind the tunnel.']);
  });

  it('talk on where WebSockets are blocked', async () => {
    const ben = await visitor();
    await ben.page.routeWebSocket(/\/api\/v1\/live/, (socket) => void socket.close());
    await ben.open(`${forum.url}/threads/${thread.id}`);
    await forum.as(forum.ana).post(thread, 'Can you hear me?');
    await ben.sees('Can you hear me?');
  });
});

describe('what is being read', () => {
  it('does not move when a reply comes in above it', async () => {
    const first = await forum.as(forum.ana).post(thread, 'The first message of all.');
    await forum.as(forum.ben).post(thread, 'The second one.');
    const ana = await opens();
    await ana.sees('The second one.');
    const top = await ana.top('The second one.');

    await forum.as(forum.mia).reply(first, 'A reply between the two.');
    await ana.sees('1 new message');
    expect(await ana.top('The second one.')).toBe(top);
    expect(await ana.reads()).toEqual(['The first message of all.', 'The second one.']);

    await ana.press('1 new message');
    await ana.sees('A reply between the two.');
    expect(await ana.reads()).toEqual(['The first message of all.', 'A reply between the two.', 'The second one.']);
  });

  it('is followed without a pill at the end of the thread', async () => {
    await forum.as(forum.ana).post(thread, 'The end, so far.');
    const ben = await opens();
    await forum.as(forum.mia).post(thread, 'Not the end.');
    await ben.sees('Not the end.');
  });
});

describe('a message', () => {
  it('is voted for by name, and the vote is there after a reload', async () => {
    await forum.as(forum.ben).post(thread, 'Bring back the night boat.');
    const ana = await opens();
    await ana.message('night boat').getByRole('button', { name: 'Vote up' }).click();
    await ana.page.getByLabel('Your name here').fill('Ana');
    await ana.press('Continue');
    await ana.sees('1 up, 0 down');
    await ana.page.reload();
    const up = ana.message('night boat').getByRole('button', { name: 'Vote up' });
    await until('my vote', async () => (await up.getAttribute('aria-pressed')) === 'true');
  });

  it('shows the vote while the mouse that gave it still rests there', async () => {
    await forum.as(forum.ben).post(thread, 'The morning boat was better.');
    const ana = await opens();
    const up = ana.message('morning boat').getByRole('button', { name: 'Vote up' });
    await up.click();
    await ana.page.getByLabel('Your name here').fill('Ana');
    await ana.press('Continue');
    await until('my vote', async () => (await up.getAttribute('aria-pressed')) === 'true');
    const colour = () => up.evaluate((button) => getComputedStyle(button).color);
    await ana.page.mouse.move(0, 0);
    const given = await colour();
    await up.hover();
    expect(await colour()).toBe(given);
  });

  it('is reported with a reason', async () => {
    const message = await forum.as(forum.ben).post(thread, 'You are all fools.');
    const ana = await opens();
    await ana.choose('You are all fools.', 'Report');
    await ana.page.getByLabel('Your name here').fill('Ana');
    await ana.press('Continue');
    await ana.page.getByLabel('Insults or threatens somebody').check();
    await ana.press('Send report');
    await ana.sees('A moderator will look at this message.');
    const { items } = await forum.as(forum.mia).queue({ kind: 'reported' });
    expect(items.map((item) => item.message.id)).toContain(message.id);
  });

  it('has a link that shows it in its conversation', async () => {
    const first = await forum.as(forum.ana).post(thread, 'Who runs the ferry now?');
    const reply = await forum.as(forum.ben).reply(first, 'The town does.');
    const other = await forum.as(forum.mia).post(thread, 'Something else entirely.');
    const reader = await opens(`?message=${reply.id}#message-${reply.id}`);
    await reader.sees('You see one conversation out of this discussion.');
    expect(await reader.reads()).toEqual(['Who runs the ferry now?', 'The town does.']);
    await reader.page.getByRole('link', { name: 'Show all 3 messages' }).click();
    await reader.sees('Something else entirely.');
    await reader.takenOver();
    await reader.page.evaluate((id) => location.assign(`#message-${id}`), reply.id);
    await until('the focus on what the address says now', async () =>
      (await reader.focused()).includes('The town does.'),
    );
    // One that the page does not show yet: no browser finds it by itself.
    const again = await opens(`?message=${reply.id}`);
    await again.takenOver();
    await again.page.evaluate((id) => location.assign(`#message-${id}`), other.id);
    await again.sees('Something else entirely.');
  });

  it('is ignored in this browser only', async () => {
    await forum.as(forum.ben).post(thread, 'I have an opinion.');
    const ana = await opens();
    await ana.choose('I have an opinion.', 'Ignore');
    await ana.sees('You ignore Ben.');
    await ana.press('Show again');
    await ana.sees('I have an opinion.');
  });
});

describe('the page', () => {
  it('shows who closed a thread and why, and takes no more messages', async () => {
    const ana = await opens();
    await forum.as(forum.mia).setState(thread, 'closed', 'The vote is over.');
    await ana.sees('Closed by Mia');
    await ana.sees('The vote is over.');
    expect(await ana.page.locator('textarea').count()).toBe(0);
  });

  it('is the same for everyone, and is not sent twice to whoever has it', async () => {
    await forum.as(forum.ana).post(thread, 'Good morning.');
    const path = `/threads/${thread.id}`;
    const first = await forum.visit(path);
    const second = await forum.visit(path, { headers: { authorization: `Bearer ${forum.ana.token}` } });
    expect(second.text).toBe(first.text);
    const again = await forum.visit(path, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect(first.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(first.text).toContain('"@type":"DiscussionForumPosting"');
  });

  it('walks from message to message by j and k, and answers by r', async () => {
    await forum.as(forum.ana).post(thread, 'One.');
    await forum.as(forum.ben).post(thread, 'Two.');
    const reader = await opens();
    await reader.sees('Two.');
    await reader.page.keyboard.press('j');
    await until('the focus on One.', async () => (await reader.focused()).includes('One.'));
    await reader.page.keyboard.press('j');
    await until('the focus on Two.', async () => (await reader.focused()).includes('Two.'));
    await reader.page.keyboard.press('k');
    await reader.page.keyboard.press('r');
    await until('the reply’s field', () => reader.page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
  });

  it.each([320, 1280])('has no barrier and no sideways scroll at %d px, light and dark', async (width) => {
    const first = await forum
      .as(forum.ana)
      .post(thread, `A very long word at ${width} px: ${'x'.repeat(300)} and \`${'y'.repeat(200)}\``);
    const reply = await forum.as(forum.mia).reply(first, `And ${width} [links](https://example.org).`);
    await forum.as(forum.ben).reply(reply, `On the third level, ${width} px wide.`);
    const reader = await opens('', { viewport: { width, height: 700 } });
    const third = reader.message('On the third level');
    await third.getByRole('button', { name: /^More about/ }).click();
    await third.getByRole('link', { name: /^Reply/ }).click();
    expect(await reader.faults()).toEqual([]);
  });
});
