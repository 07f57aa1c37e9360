import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { hours, minutes } from '../support/clock.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let reader: Visitor;
let paul: Person;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  await forum.as(forum.ben).post(thread, 'The ferry was late.');
  reader = await visitor({ timezoneId: 'Pacific/Auckland', locale: 'en-GB' });
  await (await reader.open(`${forum.url}/threads/${thread.id}`)).takenOver();
  await reader.post('I was there.', 'Paul');
  await until('the message', async () => (await forum.anyone.page(thread)).messages.length === 2);
  const author = (await forum.anyone.page(thread)).messages[1]!.author!;
  paul = { id: author.id, name: author.name, token: '' };
});

const kept = () => reader.page.getByRole('list', { name: 'What you have written' });
const hasForm = async () => (await reader.composer.count()) === 1;
const suspends = (reason: string) =>
  forum.as(forum.mia).sanction(paul, { kind: 'suspend', until: '2031-07-01T20:30:00.000Z', reason });

describe('who may not write', () => {
  it('is told so in place of the form while writing, with the words in sight, and has the form again when it is lifted', async () => {
    await reader.write('Half a thought about ferries');
    const sanction = await suspends('Cool down');
    await reader.sees('You are suspended from posting for now.');
    expect(await hasForm()).toBe(false);
    // 20:30 UTC on the 1st is the 2nd in Auckland.
    const words = await reader.page.locator('.note.closed').innerText();
    expect(words).toMatch(
      /It ends on Wednesday,? 2 July 2031 at 08:30\. Reason: Cool down\. Everything can be read\.$/,
    );
    expect(await kept().innerText()).toContain('Half a thought about ferries');
    expect(await kept().getByRole('button', { name: 'Copy' }).count()).toBe(1);
    expect(await reader.page.getByRole('link', { name: /^Reply/ }).count()).toBe(0);
    expect(await reader.faults()).toEqual([]);

    await forum.as(forum.mia).lift(sanction);
    await until('the form', hasForm);
    const field = reader.composer.locator('textarea');
    await until('the words', async () => (await field.inputValue()) === 'Half a thought about ferries');
    expect(await kept().count()).toBe(0);
    await reader.press('Post');
    await until('the message', async () => (await forum.anyone.page(thread)).messages.length === 3);
  });

  it('is told so when the page is opened, before a word is written', async () => {
    await forum.as(forum.mia).ban(paul, 'Insults');
    await reader.page.reload();
    await reader.sees('You have been banned from this forum.');
    expect(await reader.page.locator('.note.closed').innerText()).toContain('Reason: Insults.');
    expect(await hasForm()).toBe(false);
    expect(await reader.page.getByRole('link', { name: /^Reply/ }).count()).toBe(0);
  });

  it('keeps an answer that is being written in sight', async () => {
    await reader
      .message('ferry was late')
      .getByRole('link', { name: /^Reply/ })
      .click();
    await reader.page.getByRole('form', { name: 'Write a reply' }).locator('textarea').fill('It always is.');
    await suspends('Cool down!');
    await until('the words', async () => (await kept().count()) === 1);
    expect(await kept().innerText()).toContain('It always is.');
    expect(await reader.page.getByRole('form').count()).toBe(0);
  });

  it('is told so where sockets are blocked, with what was sent, and writes on when it has ended', async () => {
    await reader.page.routeWebSocket('**/api/v1/live', (socket) => socket.close());
    await reader.page.reload();
    await reader.takenOver();
    const end = new Date(forum.clock.now() + hours(1)).toISOString();
    await forum.as(forum.mia).sanction(paul, { kind: 'suspend', until: end, reason: 'An hour' });
    await reader.post('One more word.');
    await reader.sees('Not posted.');
    await reader.sees('Everything can be read.');
    expect(await hasForm()).toBe(false);
    expect(await reader.page.locator('.unpublished').innerText()).toContain('One more word.');

    forum.clock.pass(hours(1) + minutes(1));
    await reader.page.reload();
    await until('the form', hasForm);
  });
});
