import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { becomes, held, reported, stateOf } from './cases.js';
import { atTheDesk } from './moderator.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;

beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

const sitsDown = (options?: Parameters<typeof atTheDesk>[2]) => atTheDesk(forum, forum.mia, options);

describe('by keys', () => {
  it('a key that is held down decides on one message, and the browser’s own keys on none', async () => {
    const messages = [
      await held(forum, 'Ida', 'My count:'),
      await held(forum, 'Tom', 'A machine:'),
      await held(forum, 'Uma', 'A boat:'),
    ];
    const desk = await sitsDown();
    await desk.reads('My count:');
    const { keyboard } = desk.desk.page;
    for (let n = 0; n < 15; n += 1) await keyboard.down('s');
    await keyboard.up('s');
    await desk.keys('Control+a', 'Alt+r', 'Meta+a');
    await becomes(forum, messages[0]!, 'rejected');
    await desk.lists('Tom', 'Uma');
    expect([await stateOf(forum, messages[1]!), await stateOf(forum, messages[2]!)]).toEqual(['held', 'held']);
  });

  it.each([
    ['with Tab', ['2', 'Tab']],
    ['without', ['2']],
  ] as const)('somebody is suspended for a week, a reason given, %s', async (_, keys) => {
    const message = await reported(forum, 'Lars', 'You people know nothing.');
    const desk = await sitsDown();
    await desk.goTo('reported');
    await desk.reads('You people know nothing.');
    await desk.keys('b', ...keys);
    await desk.desk.page.keyboard.type('Insults, 4 of them');
    await desk.keys('Enter');
    await desk.isTold('Lars suspended for a week');
    const { sanctions } = await forum.as(forum.mia).record(message.author!);
    expect(sanctions).toMatchObject([{ kind: 'suspend', reason: 'Insults, 4 of them' }]);
  });

  it('a search selects what it finds and nothing else', async () => {
    const honest = [await held(forum, 'Ida', 'My count:'), await held(forum, 'Uma', 'A boat:')];
    const pills = [await held(forum, 'Max', 'Cheap pills:'), await held(forum, 'Pia', 'More pills:')];
    const desk = await sitsDown();
    await desk.lists('Ida', 'Uma', 'Max', 'Pia');
    await desk.keys('/');
    await desk.desk.page.keyboard.type('pills');
    await desk.keys('Enter');
    await desk.lists('Max', 'Pia');
    await desk.keys('s', 's', 's', 's');
    for (const message of pills) await becomes(forum, message, 'rejected');
    await desk.keys('/');
    await desk.desk.page.keyboard.press('Control+a');
    await desk.desk.page.keyboard.type('nobody said this');
    await desk.keys('Enter');
    await desk.desk.sees('Nothing here is found by that.');
    await desk.keys('r', 'a', 's');
    for (const message of honest) expect(await stateOf(forum, message)).toBe('held');
    await desk.desk.press('Filter');
    expect(await desk.desk.faults()).toEqual([]);
  });

  it('no letter of a search is lost that is typed in the moment in which what stood before it is asked for', async () => {
    await held(forum, 'Ida', 'My count:');
    const desk = await sitsDown();
    await desk.lists('Ida');
    const { page } = desk.desk;
    const field = page.getByRole('searchbox');
    await page.clock.install();
    // A page that is busy draws late: what follows from a letter comes when nothing else is due (Preact: after 35 ms).
    await page.evaluate(() => (window.requestAnimationFrame = () => 0));
    await desk.keys('/');
    await page.keyboard.type('p');
    await page.clock.runFor(35 + 245);
    await page.keyboard.type('i');
    await page.clock.runFor(10);
    await page.clock.runFor(1_000);
    expect(await field.inputValue()).toBe('pi');
  });
});

describe('by touch', () => {
  it('a reason is given, and what closes the discussion says so and stands at the end', async () => {
    const message = await held(forum, 'Ida', 'My count:');
    const desk = await sitsDown({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
    const { page } = desk.desk;
    await page.locator('.item-row').first().tap();
    await desk.reads('My count:');
    const close = page.getByRole('button', { name: /Close/ });
    expect(await close.allInnerTexts()).toEqual(['Close the discussion']);
    const record = page.locator('.author-record');
    expect((await close.boundingBox())!.y).toBeGreaterThan((await record.boundingBox())!.y);
    await page.getByRole('button', { name: 'Reject with a reason' }).tap();
    await page.getByRole('button', { name: 'Off topic' }).tap();
    await page.getByRole('button', { name: 'Reject', exact: true }).first().tap();
    await becomes(forum, message, 'rejected');
    expect((await forum.as(forum.mia).log()).entries[0]).toMatchObject({ reason: 'Off topic' });
  });

  it('a second tap in the same moment decides on no second message', async () => {
    const messages = [await held(forum, 'Ida', 'My count:'), await held(forum, 'Tom', 'A machine:')];
    const desk = await sitsDown();
    await desk.reads('My count:');
    await desk.desk.page.getByRole('button', { name: 'Spam' }).last().dblclick();
    await becomes(forum, messages[0]!, 'rejected');
    await desk.reads('A machine:');
    expect(await stateOf(forum, messages[1]!)).toBe('held');
  });
});

it('a reason that is being typed survives the end of the session', async () => {
  await held(forum, 'Ida', 'My count:');
  const desk = await sitsDown();
  await desk.reads('My count:');
  await desk.keys('Shift+R');
  await desk.desk.page.keyboard.type('Names her neighbour');
  await desk.desk.page.context().clearCookies();
  await desk.desk.page.reload();
  await desk.desk.sees('You are not signed in');
  await desk.desk.sees('Names her neighbour');
  expect(await desk.desk.faults()).toEqual([]);
});

it('thirty reports leave the message where it is seen, and say how many there are for each reason', async () => {
  const message = await reported(forum, 'Lars', 'You people know nothing.');
  for (let n = 0; n < 6; n += 1)
    await forum.as(await forum.guest(`Reader ${n}`)).report(message, 'spam', 'It is the third time. '.repeat(40));
  const desk = await sitsDown();
  await desk.goTo('reported');
  await desk.reads('You people know nothing.');
  const { page } = desk.desk;
  expect((await page.locator('.the-message').boundingBox())!.y).toBeLessThan(200);
  expect(await page.locator('.reports-counts').innerText()).toMatch(/Spam 6\s+Abuse 1/);
  expect(await page.locator('.reports-list li').count()).toBe(3);
  expect(await desk.row('Lars')).toMatch(/Reported × 7/);
});

describe('every message', () => {
  it('can be found from the article, by who moderates it, and acted on', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'It was the red house.');
    const desk = await sitsDown();
    const { page } = desk.desk;
    await desk.desk.open(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
    await page.getByRole('button', { name: 'More about the message of Ana' }).click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Open in console' }).click();
    const console = await opened;
    await console.locator('.the-message', { hasText: 'It was the red house.' }).waitFor();
    await console.getByRole('link', { name: /Ana’s record/ }).waitFor();
    await console.keyboard.press('r');
    await becomes(forum, message, 'rejected');
    await console.keyboard.press('u');
    await becomes(forum, message, 'published');
  });

  it('has a page of its own, and so have its discussion and its author; an address that is pasted leads there', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'It was the red house.');
    const desk = await sitsDown();
    const { page } = desk.desk;
    const suitsEveryone = async () => {
      for (const width of [390, 768, 1280]) {
        await page.setViewportSize({ width, height: 780 });
        expect(await desk.desk.faults()).toEqual([]);
      }
    };
    await desk.keys('/');
    await page.keyboard.type(`https://gazette.example/ferry#message-${message.id}`);
    await desk.keys('Enter');
    await desk.reads('It was the red house.');
    await suitsEveryone();
    await page.getByRole('link', { name: /Ana’s record/ }).click();
    await page.getByRole('heading', { name: 'Ana' }).waitFor();
    await page.getByRole('button', { name: /^Suspend or ban/ }).waitFor();
    await suitsEveryone();
    await desk.keys('g', 'f');
    await page.getByRole('searchbox').fill('red house');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /It was the red house/ }).waitFor();
    await suitsEveryone();
    const opened = async (kind: string, words: string, link: RegExp) => {
      await page.getByRole('radio', { name: kind }).check();
      await page.getByRole('searchbox').fill(words);
      await page.keyboard.press('Enter');
      await page.locator('.subject-list').getByRole('link', { name: link }).click();
      await until('its page', () => !page.url().endsWith('/find'));
      const { pathname } = new URL(page.url());
      await page.goBack();
      await page.getByRole('searchbox').waitFor();
      return pathname;
    };
    expect(await opened('Messages', 'red house', /It was the red house/)).toBe(`/console/message/${message.id}`);
    expect(await opened('Discussions', 'ferry', /The ferry comes back/)).toBe(`/console/thread/${forum.thread.id}`);
    expect(await opened('Members', 'Ana', /^Ana/)).toBe(`/console/member/${forum.ana.id}`);
    await desk.desk.open(`${forum.config.PUBLIC_URL.origin}/console/thread/${forum.thread.id}`);
    await desk.desk.sees('It was the red house.');
    await suitsEveryone();
  });
});
