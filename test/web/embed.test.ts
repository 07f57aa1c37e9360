import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameLocator } from 'playwright-core';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let visitors: Visitor[];

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
  thread = await forum.anyone.openThread({ site: 'default', url: `${forum.config.PUBLIC_URL.origin}/` });
}, 60_000);

beforeEach(() => {
  visitors = [];
});

afterEach(async () => {
  for (const { context } of visitors) await context.close();
  expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
});

/** Somebody reads the article down to the forum under it. */
async function readsOn(anchor = '', options: Parameters<typeof visitor>[0] = {}) {
  const reader = await visitor(options);
  visitors.push(reader);
  const follows = new Promise<void>((resolve) => {
    reader.page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes('"following"')) resolve();
      }),
    );
  });
  await reader.open(`${forum.config.PUBLIC_URL.origin}/${anchor}`);
  await reader.page.locator('#forum').scrollIntoViewIfNeeded();
  const inside = reader.page.frameLocator('rejoinder-forum iframe');
  await follows;
  return { ...reader, page: reader.page, inside };
}

const message = (inside: FrameLocator, words: string) => inside.locator('article', { hasText: words });

describe('the forum under an article', () => {
  it('lets two readers talk, and a moderator take a message from both', async () => {
    const [ana, ben] = [await readsOn(), await readsOn()];
    await ana.inside.locator('#composer textarea').fill('Does a tricycle count as a bicycle?');
    await ana.inside.locator('#composer input[name=name]').fill('Ana of Tide Street');
    await ana.inside.getByRole('button', { name: 'Post' }).click();
    await message(ben.inside, 'Does a tricycle').waitFor({ state: 'attached' });
    await ben.page.getByText('39 messages').first().waitFor();

    const { messages } = await forum.anyone.page(thread, { sort: 'newest' });
    await forum.as(forum.mia).decide(messages[0]!, 'reject');
    for (const { inside } of [ana, ben]) await message(inside, 'Does a tricycle').waitFor({ state: 'detached' });
    await ben.page.getByText('38 messages').first().waitFor();
  });

  it('holds still under the eye while a reply comes in above it, and leads there when asked', async () => {
    const reader = await readsOn();
    const read = message(reader.inside, 'I am a woman in Harbour View').first();
    await read.scrollIntoViewIfNeeded();
    const before = await read.boundingBox();
    const [first] = (await forum.anyone.page(thread)).messages;
    const reply = await forum.as(forum.ana).reply(first!, 'Thirty-one years is a long queue.');

    const pill = reader.inside.getByRole('button', { name: '1 new message' });
    await pill.waitFor();
    expect(await read.boundingBox()).toEqual(before);
    const { y = NaN } = (await pill.boundingBox()) ?? {};
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(700);

    await pill.click();
    await until('the reply before the reader’s eyes', async () => {
      const top = (await message(reader.inside, 'a long queue').last().boundingBox())?.y ?? NaN;
      return top > 0 && top < 600;
    });
    await forum.as(forum.ana).delete(reply);
  });

  it('takes a press of “1 new message” for one though the page moves under it', async () => {
    const reader = await readsOn();
    await message(reader.inside, 'I am a woman in Harbour View').first().scrollIntoViewIfNeeded();
    const [first] = (await forum.anyone.page(thread)).messages;
    const reply = await forum.as(forum.ana).reply(first!, 'And forty for a tram.');

    const pill = reader.inside.getByRole('button', { name: '1 new message' });
    await pill.hover();
    await reader.page.mouse.down();
    const { y = NaN } = (await pill.boundingBox()) ?? {};
    await reader.page.evaluate(`document.querySelector('rejoinder-forum').style.marginTop = '90px'`);
    await until('the pill elsewhere', async () => Math.abs(((await pill.boundingBox())?.y ?? y) - y) > 20);
    await reader.page.mouse.up();
    await message(reader.inside, 'forty for a tram').last().waitFor();
    await forum.as(forum.ana).delete(reply);
  });

  it('opens at the message that a link names', async () => {
    const { messages } = await forum.anyone.page(thread, { sort: 'best' });
    const { id } = messages[0]!;
    const reader = await readsOn(`#message-${id}`);
    await until('the message before the reader’s eyes', async () => {
      const top = (await reader.inside.locator(`#message-${id}`).boundingBox())?.y ?? NaN;
      return top > 0 && top < 600;
    });
  });

  it('stands on the article’s own edges', async () => {
    for (const width of [320, 1280]) {
      const reader = await readsOn('', { viewport: { width, height: 700 } });
      const article = await reader.page.locator('.story .text > p').first().boundingBox();
      const head = await reader.inside.locator('.head').boundingBox();
      expect(head!.x).toBe(article!.x);
    }
  });
});
