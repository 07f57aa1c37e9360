import { beforeEach, expect, it, jest } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { atTheDesk, type Moderator } from './moderator.js';
import type { Visitor } from './visitor.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;
let ferry: ThreadView;
let bridge: ThreadView;
let mia: Moderator | undefined;
let reader: Visitor | undefined;

beforeEach(async () => {
  [mia, reader] = [undefined, undefined];
  forum = await startForum({ database: 'sqlite' });
  ferry = await forum.article({ title: 'The fery comes back' });
  bridge = await forum.article({ title: 'The bridge stays closed' });
  await forum.as(forum.ana).post(ferry, 'I was on the first one.');
  await forum.as(forum.ben).post(bridge, 'I walk, then.');
  await forum.as(forum.ben).post(bridge, 'It rains.');
}, 60_000);

const sitsDown = async (thread: ThreadView, options?: Parameters<typeof atTheDesk>[2]) => {
  mia = await atTheDesk(forum, forum.mia, options);
  await mia.desk.open(`${forum.config.PUBLIC_URL.origin}/console/thread/${thread.id}`);
  await mia.desk.sees('Name and address');
  return mia;
};
const reads = async (thread: ThreadView) => {
  reader = await visitor();
  return (await reader.open(`${forum.config.PUBLIC_URL.origin}/threads/${thread.id}`)).takenOver();
};
const dialog = (desk: Moderator) => desk.desk.page.getByRole('dialog');

it('a moderator renames a discussion by keys alone, readers see it at once, and U takes it back', async () => {
  const page = await reads(ferry);
  const desk = await sitsDown(ferry);
  await desk.keys('n');
  await desk.desk.sees('Name and address');
  await desk.keys('Control+a');
  await desk.desk.page.keyboard.type('The ferry comes back');
  await desk.keys('Enter');
  await desk.isTold('Discussion renamed');
  await page.sees('The ferry comes back');
  await desk.desk.sees('The title is staff’s.');
  expect(await desk.desk.page.locator('.thread-names').innerText()).toMatch(
    /The forum’s last look at the article’s page: now\.|has not looked/,
  );
  await desk.keys('u');
  await desk.isTold('Undone: Discussion renamed');
  await page.sees('The fery comes back');
});

it('an address that another discussion has is refused in the dialog, which leads on to merging the two', async () => {
  const desk = await sitsDown(ferry);
  await desk.keys('n');
  await dialog(desk)
    .getByLabel(/^Address of the article/)
    .fill(bridge.url);
  await desk.keys('Enter');
  await desk.desk.sees('Another discussion has this address or key already.');
  await desk.desk.press('Merge with it …');
  await desk.desk.sees(
    /1 message of “The fery comes back” goes to “The bridge stays closed”, which then has 3 messages/,
  );
  await dialog(desk).getByRole('button', { name: 'Merge', exact: true }).click();
  await desk.isTold('Discussions merged');
  await desk.desk.sees('This discussion was merged into another.');
  expect((await forum.anyone.thread(ferry)).id).toBe(bridge.id);
});

it('two discussions are merged by keys alone, open pages go along, and the log takes it back', async () => {
  const page = await reads(bridge);
  const desk = await sitsDown(ferry);
  await desk.keys('m');
  // It is no other than itself.
  await desk.desk.page.keyboard.type('fery');
  await desk.keys('Enter');
  await desk.desk.sees('Nothing found on this site.');
  await desk.keys('Control+a');
  await desk.desk.page.keyboard.type('bridge closed');
  await desk.keys('Enter');
  await desk.desk.sees(/which then has 3 messages/);
  await desk.keys('Enter');
  await desk.isTold('Discussions merged');
  await until('three messages on the open page', async () => (await page.reads()).length === 3);
  await desk.goTo('log');
  await desk.desk.sees('merged a');
  await desk.desk.press('Take back');
  await desk.isTold('Taken back');
  await desk.desk.sees('Taken back since.');
  await until('two messages on the open page', async () => (await page.reads()).length === 2);
  expect((await forum.anyone.thread(ferry)).messageCount).toBe(1);
});

it('a discussion is deleted by touch on a phone, once it is said how many messages vanish, and brought back', async () => {
  const page = await reads(bridge);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const desk = await sitsDown(bridge, phone);
  await desk.desk.page.getByRole('button', { name: /^Delete/ }).tap();
  await desk.desk.sees(/Its 2 messages vanish for everyone/);
  expect(await desk.desk.faults()).toEqual([]);
  await desk.desk.page.getByRole('button', { name: 'Delete 2 messages' }).tap();
  await desk.isTold('Discussion deleted');
  await desk.desk.sees('This discussion was deleted.');
  await until('no message on the open page', async () => (await page.reads()).length === 0);
  await desk.desk.page.getByRole('button', { name: /^Undo/ }).tap();
  await desk.isTold('Undone: Discussion deleted');
  await desk.desk.sees('Name and address');
  await until('both messages on a page', async () => {
    await page.page.reload();
    return (await page.reads()).length === 2;
  });
});

it('keeps nobody out of any of it', async () => {
  const desk = await sitsDown(ferry);
  expect(await desk.desk.faults()).toEqual([]);
  for (const key of ['n', 'm', 'd']) {
    await desk.keys(key);
    await dialog(desk).waitFor();
    expect([key, await desk.desk.faults()]).toEqual([key, []]);
    // Enter alone deletes nothing.
    if (key === 'd') expect(await desk.desk.focused()).toBe('Cancel');
    await desk.keys('Escape');
    await dialog(desk).waitFor({ state: 'detached' });
  }
  await desk.desk.page.getByRole('button', { name: /^Merge/ }).click();
  await dialog(desk).waitFor();
  await desk.keys('Escape');
  await dialog(desk).waitFor({ state: 'detached' });
  await until('the focus where it was', async () => (await desk.desk.focused()).startsWith('Merge'));
});

it('its latest messages are listed whatever has become of them, answers too', async () => {
  const first = await forum.as(forum.ana).post(ferry, 'The second one sails at nine.');
  await forum.as(forum.ben).reply(first, 'It never did.');
  await forum.as(await forum.guest('Zed')).post(ferry, 'Tickets at https://ferry.example/');
  const desk = await sitsDown(ferry);
  const lines = desk.desk.page.locator('.subject-list .subject-text');
  await until('all four', async () => (await lines.count()) === 4);
  expect(await lines.allInnerTexts()).toEqual([
    'Tickets at https://ferry.example/',
    'It never did.',
    'The second one sails at nine.',
    'I was on the first one.',
  ]);
});
