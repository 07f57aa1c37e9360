import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { DEFAULT_RULES } from '../../src/sites/address-rules.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { atTheDesk, type Moderator } from './moderator.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;
let bare: ThreadView;
let slashed: ThreadView;
let olga: Moderator | undefined;

beforeEach(async () => {
  olga = undefined;
  forum = await startForum({ database: 'sqlite' });
  const settings = { addresses: { ...DEFAULT_RULES, slash: false } };
  await forum.addSite('gazette', { name: 'The Gazette', hosts: ['gazette.example'], settings });
  const talk = async (url: string, count: number) => {
    const thread = await forum.anyone.openThread({ site: 'gazette', url });
    for (let n = 1; n <= count; n += 1) await forum.as(forum.ana).post(thread, `Word ${n} in ${thread.id}`);
    return thread;
  };
  bare = await talk('https://gazette.example/ferry', 1);
  slashed = await talk('https://gazette.example/ferry/', 2);
}, 60_000);

afterEach(async () => {
  await olga?.desk.context.close();
  expect(olga?.desk.complaints ?? []).toEqual([]);
});

const looks = async (options?: Parameters<typeof atTheDesk>[2]) => {
  olga = await atTheDesk(forum, forum.olga, options);
  await olga.desk.open(`${forum.config.PUBLIC_URL.origin}/console/addresses`);
  await olga.desk.page.getByLabel('The Gazette').check();
  await olga.desk.sees('No two discussions are one article by these rules.');
  return olga;
};
const isWhole = async () => (await forum.anyone.thread(bare)).id === slashed.id;

it('an owner sees which discussions a rule would make one before it is changed, and then they are', async () => {
  const { desk } = await looks();
  const change = desk.page.getByRole('button', { name: 'Change the rules' });
  expect(await change.isDisabled()).toBe(true);
  await desk.page.getByLabel('A slash at the end').check();
  await desk.sees('1 discussion goes into the one that has the most messages.');
  const twins = await desk.page.locator('.twins').innerText();
  expect(twins.split(/\s*\n\s*/)).toEqual([
    'https://gazette.example/ferry/',
    '2 messages',
    'https://gazette.example/ferry',
    '1 message',
  ]);
  expect(await desk.faults()).toEqual([]);
  expect(await isWhole()).toBe(false);

  await change.click();
  await desk.sees('1 discussion is merged into others');
  await desk.press('Cancel');
  expect(await isWhole()).toBe(false);
  await change.click();
  await desk.press('Change and merge 1 discussion');
  await until('one discussion', isWhole);
  await desk.sees('As it is');
  await desk.sees('No two discussions are one article by these rules.');
  expect(await desk.page.getByLabel('A slash at the end').isChecked()).toBe(true);
  expect(await forum.anyone.thread(bare)).toMatchObject({ messageCount: 3 });
});

it('parameters are typed as a list, and a change of mind puts everything back, on a phone', async () => {
  const { desk } = await looks({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const one = await forum.anyone.openThread({ site: 'gazette', url: 'https://gazette.example/bus?print=1' });
  await forum.as(forum.ana).post(one, 'On paper.');
  const other = await forum.anyone.openThread({ site: 'gazette', url: 'https://gazette.example/bus' });
  await forum.as(forum.ben).post(other, 'On the screen.');
  const field = desk.page.getByLabel(/^Parameters that say nothing/);
  await field.fill('ref; amp print');
  await desk.sees('1 discussion goes into the one that has the most messages.');
  expect(await desk.faults()).toEqual([]);
  expect(await desk.smallTargets()).toEqual([]);
  await desk.press('As they were');
  await desk.sees('No two discussions are one article by these rules.');
  expect(await field.inputValue()).toBe('ref, amp');
});

it('a change that somebody else has made meanwhile is not overwritten', async () => {
  const { desk } = await looks();
  await desk.page.getByLabel('Nor do index.html').uncheck();
  await desk.sees('What the change does');
  await desk.sees('No two discussions are one article by these rules.');
  const theirs = { addresses: { ignore: ['ref'] } };
  await forum.as(forum.olga).ask('PUT', '/moderation/sites/gazette/addresses', { body: theirs });
  await desk.press('Change the rules');
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Change the rules' }).click();
  await desk.sees('Somebody has changed this site meanwhile.');
  await desk.press('Look again');
  const field = desk.page.getByLabel(/^Parameters that say nothing/);
  await until('their rules', async () => (await field.inputValue()) === 'ref');
  expect(await desk.page.getByLabel('Nor do index.html').isChecked()).toBe(true);
});

it('a moderator is not offered the page, and reads there that it is not theirs', async () => {
  olga = await atTheDesk(forum, forum.mia);
  expect(await olga.desk.page.getByRole('link', { name: 'Addresses' }).count()).toBe(0);
  await olga.desk.open(`${forum.config.PUBLIC_URL.origin}/console/addresses`);
  await olga.desk.sees('There is no site whose rules you may change.');
});
