import { beforeAll, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

// A menu covers what stands below it: on a phone that must not be half of something that a finger aims at.
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

let forum: Forum;
let reader: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  const first = await forum.as(forum.ana).post(forum.thread, 'Who runs the ferry now?');
  await forum.as(forum.ben).reply(first, 'The town does.');
  await forum.as(forum.ben).post(forum.thread, 'Something else entirely.');
});

it.each([
  ['by itself', () => `/threads/${forum.thread.id}`],
  ['under its article', () => `/embed?${new URLSearchParams({ site: 'default', url: forum.thread.url })}`],
])('lets every reader choose an order on a phone, %s', async (_, path) => {
  reader = await visitor(PHONE);
  await reader.open(forum.url + path());
  await reader.takenOver();
  await reader.page.locator('.sort summary').click();
  await reader.page.getByRole('link', { name: 'Newest first' }).waitFor();
  expect(await reader.faults()).toEqual([]);
  expect(await reader.smallTargets()).toEqual([]);
});

it('lets every reader open what more can be done with a message on a phone', async () => {
  reader = await visitor(PHONE);
  await reader.open(`${forum.url}/threads/${forum.thread.id}`);
  await reader.takenOver();
  await reader
    .message('Something else entirely.')
    .getByRole('button', { name: /^More about/ })
    .click();
  await reader.message('Something else entirely.').getByRole('button', { name: 'Share', exact: true }).waitFor();
  expect(await reader.faults()).toEqual([]);
  expect(await reader.smallTargets()).toEqual([]);
});
