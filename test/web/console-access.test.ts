import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { visitor } from './browser.js';
import { becomes, held, reported } from './cases.js';
import { atTheDesk, signInLink } from './moderator.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;

beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

const sitsDown = (who = forum.mia, options: Parameters<typeof atTheDesk>[2] = {}) => atTheDesk(forum, who, options);

describe('everybody', () => {
  it.each(['held', 'reported', 'spam', 'log', 'menu'])('finds no barrier at /%s, wide or narrow', async (view) => {
    await held(forum, 'Ida', 'My count of the cars:');
    await reported(forum, 'Lars', 'You people know nothing.');
    const mia = await sitsDown();
    await mia.desk.open(`${forum.config.PUBLIC_URL.origin}/console/${view}`);
    await mia.desk.sees('Live');
    for (const width of [1280, 1100, 768, 320]) {
      await mia.desk.page.setViewportSize({ width, height: 700 });
      await mia.desk.sees('Live');
      expect(await mia.desk.faults()).toEqual([]);
    }
  });

  it.each([320, 1280])('finds none in any state of the work, on a window of %d px', async (width) => {
    await held(forum, 'Ida', 'My count of the cars:');
    await held(forum, 'Tom', 'A washing machine:');
    await reported(forum, 'Lars', 'You people know nothing.');
    const phone = width < 720;
    const mia = await sitsDown(forum.mia, { viewport: { width, height: 700 }, hasTouch: phone, isMobile: phone });
    const suitsEveryone = async () => {
      expect(await mia.desk.faults()).toEqual([]);
      if (phone) expect(await mia.desk.smallTargets()).toEqual([]);
    };
    await mia.keys('?');
    await mia.desk.sees('All keys');
    await suitsEveryone();
    await mia.keys('Escape');
    if (phone) await mia.desk.page.locator('.item-row').first().click();
    await mia.reads('My count of the cars');
    await mia.keys('b');
    await mia.desk.sees('Keep Ida from writing');
    await suitsEveryone();
    await mia.keys('Escape', 'c');
    await mia.desk.page.getByLabel(/^Reason/).waitFor();
    await suitsEveryone();
    await mia.keys('Escape', 'Shift+R');
    await mia.desk.sees('Why is Ida’s message rejected?');
    await suitsEveryone();
    await mia.keys('Escape', 'a');
    await mia.isTold('Approved');
    await suitsEveryone();
    await mia.keys('s');
    await mia.desk.sees('Nothing waits to be read.');
    await suitsEveryone();
    await mia.goTo('log');
    await mia.desk.page.getByRole('button', { name: 'message' }).first().click();
    await mia.desk.sees('A washing machine:');
    await suitsEveryone();
    await mia.desk.open(`${forum.config.PUBLIC_URL.origin}/console/menu`);
    await mia.desk.sees('Mia moderator');
    await mia.desk.press('Sign out');
    await mia.desk.sees('You are not signed in');
    await suitsEveryone();
  });

  it('finds none on the way in', async () => {
    const newcomer = await visitor({ viewport: { width: 320, height: 700 } });
    await newcomer.open(await signInLink(forum, forum.mia));
    await newcomer.sees('Welcome, Mia');
    expect(await newcomer.faults()).toEqual([]);
    await newcomer.open(`${forum.config.PUBLIC_URL.origin}/console/sign-in?token=used`);
    await newcomer.sees('This link is used up');
    expect(await newcomer.faults()).toEqual([]);
  });

  it('can turn single keys off', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    const mia = await sitsDown();
    await mia.reads('My count of the cars');
    await mia.keys('?');
    await mia.desk.page.getByLabel(/^Single keys act/).uncheck();
    await mia.keys('Escape', 'r', 'r');
    await mia.desk.page.reload();
    await mia.reads('My count of the cars');
    await mia.keys('r');
    await mia.desk.page.getByRole('button', { name: 'Approve' }).click();
    await becomes(forum, message, 'published');
  });
});
