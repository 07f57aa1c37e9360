import { describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes, TestClock } from '../support/clock.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let reader: Visitor;
/** ms that have passed for everybody, beside the time that the test took. */
let passed: number;

/** What stands behind "…" of a message. */
async function offers(message: string): Promise<string[]> {
  const article = reader.message(message);
  await article.getByRole('button', { name: /^More about/ }).click();
  await article.getByRole('button', { name: 'Share' }).waitFor();
  const words = await article.locator('.further button').allInnerTexts();
  await article.getByRole('button', { name: /^More about/ }).click();
  return words;
}

/** Time passes for everybody. */
async function passes(ms: number): Promise<void> {
  passed += ms;
  forum.clock.pass(ms);
  await reader.page.clock.fastForward(ms);
}

/** Who has written on the page, by another way. */
async function writer(): Promise<Acting> {
  const token = await reader.page.evaluate(
    () => (JSON.parse(localStorage.getItem('rejoinder:session')!) as { token: string }).token,
  );
  return forum.as({ id: '', name: 'Ana', token });
}

/** Somebody whose own clock goes wrong by so many ms. */
async function opens(wrongBy: number, clock = new TestClock()): Promise<void> {
  forum = await startForum({ database: 'sqlite', clock });
  thread = await forum.article();
  reader = await visitor();
  passed = 0;
  // The `Date` of an answer is the machine's own: no clock of ours makes it.
  await reader.page.route('**/api/v1/**', async (route) => {
    const answer = await route.fetch();
    const date = new Date(Date.now() + passed).toUTCString();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), date } });
  });
  await reader.page.clock.install({ time: Date.now() + wrongBy });
  await (await reader.open(`${forum.url}/threads/${thread.id}`)).takenOver();
}

describe.each([
  ['20 minutes fast', minutes(20)],
  ['20 minutes slow', -minutes(20)],
  ['right', 0],
])('a reader whose clock is %s', (_, wrongBy) => {
  it('is offered to change a message exactly as long as the server lets them', async () => {
    await opens(wrongBy);
    const window = thread.posting.editWindow * 1_000;
    await reader.post('The ferry is late.', 'Ana');
    await until('the message', async () => (await forum.anyone.page(thread)).messages.length === 1);
    await until('its place', async () => (await reader.page.locator('.unpublished').count()) === 0);
    expect(await offers('The ferry is late.')).toEqual(['Share', 'Edit', 'Delete']);

    await passes(window - minutes(1));
    expect(await offers('The ferry is late.')).toEqual(['Share', 'Edit', 'Delete']);
    const author = await writer();
    const [message] = (await forum.anyone.page(thread)).messages;
    const changed = await author.edit(message!, 'The ferry is late again.');
    await reader.sees('The ferry is late again.');

    await passes(minutes(2));
    expect(await offers('The ferry is late again.')).toEqual(['Share']);
    expect(await refusalOf(author.edit(changed, 'The ferry is early.'))).toMatchObject({ code: 'edit_window_over' });
  });

  it('reads how long ago a message was by the server’s clock', async () => {
    const clock = new TestClock();
    // `Date` has whole seconds, and ages are reckoned every half minute: half a minute to both sides is left.
    clock.stopAt(Date.now() - minutes(5.5));
    await opens(wrongBy, clock);
    await reader.post('The ferry is late.', 'Ana');
    const age = async () => (await reader.page.locator('a.when time').allInnerTexts()).join();
    await until('its age', async () => /^[56] min$/.test(await age()));
  });
});

describe.each([
  // 20:30 UTC on a Wednesday: Thursday in Auckland, Wednesday in London and in Honolulu.
  ['Pacific/Auckland', '5 Nov', 'Thursday, 5 November 2026 at 09:30'],
  ['Europe/London', '4 Nov', 'Wednesday, 4 November 2026 at 20:30'],
  ['Pacific/Honolulu', '4 Nov', 'Wednesday, 4 November 2026 at 10:30'],
])('a reader in %s', (timezoneId, day, full) => {
  it('sees one day on a message, at a glance, on hover and by touch: their own', async () => {
    const clock = new TestClock();
    clock.stopAt(Date.parse('2026-11-04T20:30:00Z'));
    const then = await startForum({ database: 'sqlite', clock });
    const article = await then.article();
    await then.as(then.ben).post(article, 'The night boat is back.');
    reader = await visitor({ timezoneId, hasTouch: true, viewport: { width: 390, height: 800 } });
    await reader.page.clock.install({ time: Date.parse('2026-11-29T12:00:00Z') });
    await (await reader.open(`${then.url}/threads/${article.id}`)).takenOver();
    const time = reader.page.locator('a.when time');
    await until('the day', async () => (await time.innerText()) === day);
    expect((await time.getAttribute('title'))?.replace(/(day),? (\d)/, '$1, $2')).toBe(full);
    await reader
      .message('night boat')
      .getByRole('button', { name: /^More about/ })
      .click();
    const touched = await reader.page.locator('.further .when').innerText();
    expect(touched.replace(/(day),? (\d)/, '$1, $2')).toBe(full);
  });
});
