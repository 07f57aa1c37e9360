import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { SitesService } from '../../src/sites/sites.service.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { atTheDesk, type Moderator } from './moderator.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;
let olga: Moderator | undefined;

beforeEach(async () => {
  olga = undefined;
  forum = await startForum({ database: 'sqlite' });
}, 60_000);
afterEach(async () => {
  await olga?.desk.context.close();
  expect(olga?.desk.complaints ?? []).toEqual([]);
});

const settingsOf = async () => (await forum.service(SitesService).site('default')).settings;
const look = async (options?: Parameters<typeof atTheDesk>[2]) => {
  olga = await atTheDesk(forum, forum.olga, options);
  await olga.desk.open(`${forum.config.PUBLIC_URL.origin}/console/settings`);
  await olga.desk.sees('Messages before links');
  return olga;
};

it('an owner changes what holds on a site, and in a section of it, in a form made of what can be set', async () => {
  const { desk } = await look();
  const change = desk.page.getByRole('button', { name: 'Change the settings' });
  expect(await change.isDisabled()).toBe(true);
  expect(await desk.faults()).toEqual([]);
  await desk.page.getByLabel('Messages before links').fill('7');
  await change.click();
  await desk.sees('Set for this site.');
  await until('the setting', async () => (await settingsOf()).newcomerMessages === 7);
  await desk.press('Set it no more');
  await change.click();
  await until('the default', async () => (await settingsOf()).newcomerMessages === 2);

  const section = desk.page.getByLabel(/^Section/);
  await section.fill('/sport');
  await section.press('Enter');
  await until('the section', async () => (await desk.page.getByLabel('Time to edit').count()) === 0);
  await desk.page.getByLabel('Read before they appear').selectOption('all');
  await change.click();
  await desk.sees('Set for this section.');
  const thread = await forum.anyone.openThread({ site: 'default', url: 'http://localhost/sport/final' });
  expect((await forum.as(forum.ana).post(thread, 'Who won?')).state).toBe('held');
});

it('what somebody else has changed meanwhile is shown, and not overwritten', async () => {
  const { desk } = await look({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  expect(await desk.smallTargets()).toEqual([]);
  await desk.page.getByLabel('Messages before links').fill('7');
  await forum.changeSite('default', { settings: { newcomerMessages: 5 } });
  await desk.press('Change the settings');
  const field = desk.page.getByLabel('Messages before links');
  await until('their setting', async () => (await field.inputValue()) === '5');
  expect((await settingsOf()).newcomerMessages).toBe(5);
});

it.each([
  ['a member, on its page', async () => `member/${forum.ana.id}`],
  ['a discussion, on its page', async () => `thread/${forum.thread.id}`],
])('a moderator has all messages read first of %s', async (_, place) => {
  await forum.as(forum.ana).post(forum.thread, 'The ferry was late.');
  olga = await atTheDesk(forum, forum.mia);
  const { desk } = olga;
  await desk.open(`${forum.config.PUBLIC_URL.origin}/console/${await place()}`);
  await desk.page.locator('summary', { hasText: 'Settings' }).click();
  await desk.page.getByLabel('Read before they appear').selectOption('all');
  expect(await desk.faults()).toEqual([]);
  await desk.press('Change the settings');
  await desk.sees(/^.*Set for this (member|discussion)\./);
  expect((await forum.as(forum.ana).post(forum.thread, 'And it was late again.')).state).toBe('held');
});

it('so does a moderator of every site, of a member', async () => {
  await forum.addSite('gazette');
  await forum.as(forum.ana).post(forum.thread, 'The ferry was late.');
  olga = await atTheDesk(forum, await forum.staff('Max', 'moderator', null));
  const { desk } = olga;
  await desk.open(`${forum.config.PUBLIC_URL.origin}/console/member/${forum.ana.id}`);
  await desk.page.locator('summary', { hasText: 'default' }).click();
  await desk.page.getByLabel('Read before they appear').selectOption('all');
  await desk.press('Change the settings');
  await desk.sees('Set for this member.');
  expect((await forum.as(forum.ana).post(forum.thread, 'And it was late again.')).state).toBe('held');
});
