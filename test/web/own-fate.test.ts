import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let author: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  author = await (await visitor()).open(`${forum.url}/threads/${thread.id}`);
});

const fate = () => author.page.locator('.unpublished .fate').innerText();

async function seesNowAndLater(words: RegExp, text: string): Promise<void> {
  const seen = async () => (await author.page.locator('.unpublished .fate').count()) === 1 && words.test(await fate());
  await until(String(words), seen);
  await author.page.reload();
  await until(`${words} after a reload`, seen);
  expect(await author.page.locator('.unpublished .text').innerText()).toBe(text);
  expect(await fate()).not.toContain('Mia');
}

describe('the author of a message', () => {
  it('sees at once and later that it was removed, and why, with the text', async () => {
    await author.post('You are all fools.', 'Otto');
    const message = await until('the message', async () => (await forum.anyone.page(thread)).messages[0]);
    await until('its place', async () => (await author.page.locator('.unpublished').count()) === 0);
    await forum.as(forum.mia).decide(message, 'reject', { reason: 'Insult', note: 'Third time' });
    await seesNowAndLater(/^Removed by a moderator on .*\. Reason: Insult\. Only you see it\./, 'You are all fools.');
    expect(await author.page.content()).not.toContain('Third time');
  });

  it('reads a reason as a sentence, however it ends and in whichever direction it runs', async () => {
    await author.post('You are all fools.', 'Otto');
    const message = await until('the message', async () => (await forum.anyone.page(thread)).messages[0]);
    await until('its place', async () => (await author.page.locator('.unpublished').count()) === 0);
    await forum.as(forum.mia).decide(message, 'reject', { reason: 'No insults!' });
    await seesNowAndLater(/\. Reason: No insults! Only you see it\.$/, 'You are all fools.');
    await forum.as(forum.mia).decide({ ...message, revision: message.revision + 1 }, 'restore');
    await until('its place', async () => (await author.page.locator('.unpublished').count()) === 0);
    await forum.as(forum.mia).decide({ ...message, revision: message.revision + 2 }, 'reject', { reason: 'לא עוד' });
    await until(
      'the reason',
      async () => (await author.page.locator('.unpublished bdi').last().innerText()) === 'לא עוד.',
    );
  });

  it('is told where what waits cannot be taken back just now', async () => {
    await author.post('Cheap at https://example.org/ferry', 'Wanda');
    await author.sees('Held: a moderator reads it');
    await author.page.route('**/api/v1/messages/*', (route) => route.abort());
    await author.press('Take back');
    await author.sees('The forum cannot be reached.');
    expect(await author.page.locator('.unpublished .text').innerText()).toBe('Cheap at https://example.org/ferry');
  });

  it('sees it when the connection comes back, and asks for nothing of its own where nothing happened meanwhile', async () => {
    const otto = await visitor();
    const lines: { close: () => Promise<void> }[] = [];
    let isCut = false;
    let followed = 0;
    await otto.page.routeWebSocket(/\/api\/v1\/live/, (socket) => {
      if (isCut) return void socket.close();
      const server = socket.connectToServer();
      server.onMessage((frame) => {
        if (/"following".*"inbox"/.test(String(frame))) followed += 1;
        socket.send(frame);
      });
      lines.push({
        close: async () => {
          await Promise.all([server.close(), socket.close()]);
        },
      });
    });
    await otto.open(`${forum.url}/threads/${thread.id}`);
    await otto.post('You are all fools.', 'Otto');
    const message = await until('the message', async () => (await forum.anyone.page(thread)).messages[0]);
    await until('the inbox', () => followed === 1);
    await until('its place', async () => (await otto.page.locator('.unpublished').count()) === 0);
    const readings: string[] = [];
    otto.page.on('request', (request) => {
      if (request.url().includes('/mine')) readings.push(request.url());
    });
    const comesBack = async (meanwhile: () => Promise<unknown>) => {
      const before = followed;
      isCut = true;
      await Promise.all(lines.splice(0).map((line) => line.close()));
      await meanwhile();
      isCut = false;
      await until('the inbox again', () => followed > before);
    };
    await comesBack(() => Promise.resolve());
    expect(readings).toEqual([]);
    await comesBack(() => forum.as(forum.mia).decide(message, 'reject', { reason: 'Insult' }));
    const words = otto.page.locator('.unpublished .fate');
    await until('its fate', async () => (await words.count()) === 1);
    expect(await words.innerText()).toContain('Reason: Insult.');
  });

  it('sees the same of one that was held, and its place when it is approved after all', async () => {
    await author.post('Cheap at https://example.org/ferry', 'Vera');
    await author.sees('Held: a moderator reads it');
    const { items } = await forum.as(forum.mia).queue({ kind: 'held' });
    const { message } = items.find((item) => item.author.name === 'Vera') as { message: MessageView };
    await forum.as(forum.mia).decide(message, 'reject', { reason: 'Advertising' });
    await seesNowAndLater(
      /^Not published: a moderator decided against it on .*Reason: Advertising\./,
      'Cheap at https://example.org/ferry',
    );
    await forum.as(forum.mia).decide({ ...message, revision: message.revision + 1 }, 'restore');
    await until('its place', async () => (await author.page.locator('.unpublished').count()) === 0);
    expect(await author.reads()).toEqual(['Cheap at https://example.org/ferry']);
  });
});
