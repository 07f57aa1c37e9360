import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Request, WebSocketRoute } from 'playwright-core';
import type { MessageView, Sort } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { holdBack } from './holding.js';
import type { Visitor } from './visitor.js';

// Fifteen browsers one after the other, on a machine that others work on.
jest.setTimeout(60_000);

/**
 * Row A1: Ana's page gets an answer late. The forum has given it, the browser has not got it yet, and meanwhile the thread goes
 * on and the stream tells of it. Once the answer is there, the page is what the thread is.
 */
let forum: Forum;
let thread: ThreadView;
let ana: Visitor;
let person: Person;
let sockets: WebSocketRoute[];

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  ana = await visitor();
  person = await forum.guest('Ana');
  const { member } = await forum.as(person).me();
  const session = JSON.stringify({ token: person.token, member });
  await ana.context.addInitScript((kept) => localStorage.setItem('rejoinder:session', kept), session);
  sockets = [];
  await ana.page.routeWebSocket(/\/api\/v1\/live/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
});

const as = () => ({ ana: forum.as(person), ben: forum.as(forum.ben), mia: forum.as(forum.mia) });
const plain = ({ html }: MessageView) => html.replace(/<[^>]+>/g, '').trim();

/** Everything that can be read in the thread, in its order. */
async function whole(messages: readonly MessageView[]): Promise<MessageView[]> {
  const found: MessageView[] = [];
  for (const message of messages) {
    const { next = null } = message.replies ?? {};
    const below = next === null ? message.replies : await forum.anyone.page(thread, { parent: message.id, limit: 50 });
    found.push(message, ...(await whole(below?.messages ?? [])));
  }
  return found.filter(({ author }) => author);
}
const all = async (sort: Sort = 'oldest') => whole((await forum.anyone.page(thread, { sort })).messages);
const of = async (words: string) => {
  const found = (await all()).find((message) => plain(message) === words);
  if (!found) throw new Error(`Nobody says “${words}”`);
  return found;
};
const reject = async (words: string) => as().mia.decide(await of(words), 'reject');

const opens = async (hash = '') => (await ana.open(`${forum.url}/threads/${thread.id}${hash}`)).takenOver();
const is = (method: string, path: RegExp) => (request: Request) =>
  request.method() === method && path.test(new URL(request.url()).pathname + new URL(request.url()).search);

/** Waits until Ana's page has heard of all that was done before. */
async function hears(words: string): Promise<void> {
  await as().mia.post(thread, words);
  const { messageCount } = await forum.anyone.thread(thread);
  await ana.sees(new RegExp(`^${messageCount} messages?$`));
}

const published = () => ana.page.locator('article:not(.unpublished):not(.place) .text').allInnerTexts();
const fates = () => ana.page.locator('.unpublished .fate').allInnerTexts();

async function edits(words: string, now: string): Promise<void> {
  await ana.choose(words, 'Edit');
  const field = ana.page.locator('article textarea');
  await until('the words to be changed', async () => (await field.inputValue()) === words);
  await field.fill(now);
  await ana.press('Save');
}

type Row = {
  /** What stands in the thread before Ana opens it. */
  readonly before?: () => Promise<unknown>;
  readonly hash?: () => Promise<string>;
  readonly held: (request: Request) => boolean;
  readonly does: () => Promise<unknown>;
  readonly meanwhile: () => Promise<unknown>;
  /** What can be read in the end, where it is not the whole thread in its order. */
  readonly shows?: () => Promise<readonly MessageView[]>;
  readonly fates?: readonly RegExp[];
};

const POST = is('POST', /\/messages$/);
const DOOR = 'Who locked the door?';
const says = (who: 'ana' | 'ben', text: string) => as()[who].post(thread, text);
const replies = async (n: number) => {
  const first = await says('ben', DOOR);
  for (let each = 1; each <= n; each++) await as().ben.reply(first, `Reply ${each}.`);
};
const removed = [/^Removed by a moderator/];

const ROWS: Readonly<Record<string, Row>> = {
  'to a post, and it is rejected': {
    held: POST,
    does: () => ana.post(DOOR),
    meanwhile: () => reject(DOOR),
    fates: removed,
  },
  'to a post, and it is rejected and restored': {
    held: POST,
    does: () => ana.post(DOOR),
    meanwhile: async () => {
      const { message } = await reject(DOOR);
      await as().mia.decide(message, 'restore');
    },
  },
  'to a post, and it is edited and deleted elsewhere': {
    held: POST,
    does: () => ana.post(DOOR),
    meanwhile: async () => as().ana.delete(await as().ana.edit(await of(DOOR), 'Who opened it?')),
  },
  'to a post that is held, and it is approved': {
    held: POST,
    does: () => ana.post('Look at www.example.org/door'),
    meanwhile: async () => {
      const { items } = await as().mia.queue({ kind: 'held' });
      const item = items.find(({ message }) => message.threadId === thread.id);
      await as().mia.decide(item!.message, 'approve');
    },
  },
  'to a reply, and what it answers is rejected': {
    before: () => says('ben', DOOR),
    held: POST,
    does: () => ana.reply(DOOR, 'I did.'),
    meanwhile: () => reject(DOOR),
  },
  'to a reply, and both are rejected': {
    before: () => says('ben', DOOR),
    held: POST,
    does: () => ana.reply(DOOR, 'I did.'),
    meanwhile: async () => [await reject('I did.'), await reject(DOOR)],
    fates: removed,
  },
  'with further replies, and one of them is rejected while others come': {
    before: () => replies(8),
    held: is('GET', /cursor=/),
    does: () => ana.page.getByRole('link', { name: 'Show 3 more replies' }).click(),
    meanwhile: async () => {
      await reject('Reply 7.');
      await as().ben.edit(await of('Reply 2.'), 'Reply two.');
      await as().mia.reply(await of(DOOR), 'Reply 9.');
    },
  },
  'with a conversation, and the message that it is about is rejected': {
    before: () => replies(8),
    hash: async () => `#message-${(await of('Reply 7.')).id}`,
    held: is('GET', /\/context$/),
    does: async () => undefined,
    meanwhile: () => reject('Reply 7.'),
    shows: async () => [await of(DOOR)],
  },
  'with what is hers, and one of it is rejected': {
    before: () => says('ana', DOOR),
    held: is('GET', /\/mine$/),
    does: async () => undefined,
    meanwhile: () => reject(DOOR),
    fates: removed,
  },
  'with what is hers, and what was rejected is restored': {
    before: async () => as().mia.decide(await says('ana', DOOR), 'reject'),
    held: is('GET', /\/mine$/),
    does: async () => undefined,
    meanwhile: async () => {
      const [mine] = (await as().ana.mine(thread)).unpublished;
      await as().mia.decide(mine!.message, 'restore');
    },
  },
  'to an edit, and it is rejected': {
    before: () => says('ana', DOOR),
    held: is('PATCH', /./),
    does: () => edits(DOOR, 'Who opened the door?'),
    meanwhile: () => reject('Who opened the door?'),
    fates: removed,
  },
  'to an edit, and she edits it anew elsewhere': {
    before: () => says('ana', DOOR),
    held: is('PATCH', /./),
    does: () => edits(DOOR, 'Who opened the door?'),
    meanwhile: async () => as().ana.edit(await of('Who opened the door?'), 'Whose door is it?'),
  },
  'to a vote, and the message is rejected': {
    before: () => says('ben', DOOR),
    held: is('PUT', /\/vote$/),
    does: () => ana.page.getByRole('button', { name: 'Vote up' }).click(),
    meanwhile: () => reject(DOOR),
  },
  'in another order, and a message is rejected while others come': {
    before: async () => [await says('ben', DOOR), await says('ben', 'It was me.')],
    held: is('GET', /sort=newest/),
    does: async () => {
      await ana.page.locator('summary').click();
      await ana.page.getByRole('link', { name: 'Newest first' }).click();
    },
    meanwhile: () => reject('It was me.'),
    shows: () => all('newest'),
  },
  'with the page that a reset makes it read anew, and a message is rejected': {
    before: async () => [await says('ben', DOOR), await says('ben', 'It was me.')],
    held: is('GET', /\/messages\?sort=oldest/),
    does: async () => sockets.at(-1)?.send(JSON.stringify({ event: 'reset', data: { thread: thread.id } })),
    meanwhile: async () => {
      await reject('It was me.');
      await as().ben.edit(await of(DOOR), 'Who locked the gate?');
    },
  },
};

describe('an answer that comes late', () => {
  it.each(Object.keys(ROWS))('%s', async (name) => {
    const row = ROWS[name] as Row;
    await row.before?.();
    const hash = await row.hash?.();
    const held = await holdBack(ana.page, row.held);
    await opens(hash);
    await row.does();
    await held.answered;
    await row.meanwhile();
    await hears('Meanwhile.');
    await held.letGo();
    await hears('Afterwards.');
    const pill = ana.page.getByRole('button', { name: /new messages?$/ });
    if (await pill.isVisible()) await pill.click();
    const shown = (await (row.shows ?? all)()).map(plain);
    await until('what the thread is', async () => (await published()).length === shown.length).catch(() => undefined);
    expect(await published()).toEqual(shown);
    const expected = row.fates ?? [];
    // What is being saved stands among what she wrote until its answer is there.
    const areTold = (told: readonly string[]) =>
      told.length === expected.length && expected.every((fate, n) => fate.test(told[n] ?? ''));
    await until('what became of hers', async () => areTold(await fates())).catch(() => undefined);
    expect(await fates()).toEqual(expected.map((fate) => expect.stringMatching(fate)));
  });
});
