import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator, Locator } from 'playwright-core';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';

let forum: Forum;
let thread: ThreadView;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
  thread = await forum.anyone.openThread({ site: 'default', url: `${forum.config.PUBLIC_URL.origin}/` });
}, 60_000);

/** Somebody reads the article down to the forum under it. */
async function readsOn(anchor = '', options: Parameters<typeof visitor>[0] = {}) {
  const reader = await visitor(options);
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

/**
 * Waits until a thing stands in the window, `top` px from its upper edge or lower: the host leads there, and tells the
 * iframe what can be seen, some frames later.
 */
async function comesIntoSight(thing: Locator, top = 0): Promise<void> {
  await thing.waitFor();
  await until('it before the reader’s eyes', async () => {
    const { y = NaN } = (await thing.boundingBox()) ?? {};
    return y > top && y < 660;
  });
}

/**
 * Waits until "1 new message" has risen at the lower edge of the window. A browser that is told to press what still moves
 * scrolls it to another place after some tries, and there it does not stay.
 */
async function rises(reader: Awaited<ReturnType<typeof readsOn>>): Promise<Locator> {
  const pill = reader.inside.getByRole('button', { name: '1 new message' });
  await comesIntoSight(pill, 600);
  await pill.evaluate((one) => Promise.all(one.getAnimations().map(({ finished }) => finished)));
  return pill;
}

describe('the forum under an article', () => {
  it('lets two readers talk, and a moderator take a message from both', async () => {
    const [ana, ben] = [await readsOn(), await readsOn()];
    await ana.inside.locator('#composer textarea').fill('Does a tricycle count as a bicycle?');
    await ana.inside.locator('#composer input[name=name]').fill('Ana of Tide Street');
    await ana.inside.getByRole('button', { name: 'Post' }).click();
    await message(ben.inside, 'Does a tricycle').waitFor({ state: 'attached' });
    await ben.page.getByText('40 messages').first().waitFor();

    const { messages } = await forum.anyone.page(thread, { sort: 'newest' });
    await forum.as(forum.mia).decide(messages[0]!, 'reject');
    await message(ben.inside, 'Does a tricycle').waitFor({ state: 'detached' });
    await message(ana.inside, 'Does a tricycle').getByText('Removed by a moderator').waitFor();
    await ben.page.getByText('39 messages').first().waitFor();
  });

  it('holds still under the eye while a reply comes in above it, and leads there when asked', async () => {
    const reader = await readsOn();
    const read = message(reader.inside, 'I am a woman in Harbour View').first();
    await read.scrollIntoViewIfNeeded();
    const before = await read.boundingBox();
    const [first] = (await forum.anyone.page(thread)).messages;
    const reply = await forum.as(forum.ana).reply(first!, 'Thirty-one years is a long queue.');

    const pill = await rises(reader);
    expect(await read.boundingBox()).toEqual(before);
    await pill.click();
    await comesIntoSight(message(reader.inside, 'a long queue').last());
    await forum.as(forum.ana).delete(reply);
  });

  it('takes a press of “1 new message” for one though it moves from under it', async () => {
    const reader = await readsOn();
    await message(reader.inside, 'I am a woman in Harbour View').first().scrollIntoViewIfNeeded();
    const [first] = (await forum.anyone.page(thread)).messages;
    const reply = await forum.as(forum.ana).reply(first!, 'And forty for a tram.');

    const pill = await rises(reader);
    await pill.hover();
    await reader.page.mouse.down();
    // As it does where an article above it grows; there it comes back before a test has looked.
    await reader.inside.locator('.new').evaluate((pill) => (pill.style.transform = 'translateY(-90px)'));
    await reader.page.mouse.up();
    await message(reader.inside, 'forty for a tram').last().waitFor();
    await forum.as(forum.ana).delete(reply);
  });

  it('opens at the message that a link names', async () => {
    const { messages } = await forum.anyone.page(thread, { sort: 'best' });
    const { id } = messages[0]!;
    const reader = await readsOn(`#message-${id}`);
    await comesIntoSight(reader.inside.locator(`#message-${id}`));
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
