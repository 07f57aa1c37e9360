import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { sha256 } from '../../src/database/ids.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let first: Visitor;
let second: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  first = await visitor();
  second = new Visitor(first.context, await first.context.newPage());
  for (const tab of [first, second]) await (await tab.open(`${forum.url}/threads/${thread.id}`)).takenOver();
});

const authors = async () => (await forum.anyone.page(thread)).messages.map(({ author }) => author!);
const isAs = (tab: Visitor, name: string) =>
  until(`posting as ${name}`, async () => (await tab.composer.locator('.as b').allInnerTexts())[0] === name);
const asksName = (tab: Visitor) =>
  until('a name is asked for', async () => (await tab.composer.locator('input[name=name]').count()) === 1);
const token = (tab: Visitor) =>
  tab.page.evaluate(() => {
    const { token } = JSON.parse(localStorage.getItem('rejoinder:session') ?? '{}') as { token?: string };
    return token ?? '';
  });

describe('two tabs of one reader', () => {
  it('are one person: who posted in one is known in the other, and what was said can be changed in both', async () => {
    await second.write('From the second tab.');
    await first.post('From the first tab.', 'Ana');
    await isAs(second, 'Ana');
    expect(await second.composer.locator('textarea').inputValue()).toBe('From the second tab.');
    await second.press('Post');
    await until('both', async () => (await authors()).length === 2);
    expect(new Set((await authors()).map(({ id }) => id)).size).toBe(1);
    for (const tab of [first, second]) {
      await tab.sees('From the second tab.');
      await tab.choose('From the first tab.', 'Edit');
      await tab.page.getByRole('form', { name: 'Edit your message' }).waitFor();
    }
  });

  it.each(['first', 'second'])(
    'are one person also when both post at the same moment, the %s a little earlier',
    async (which) => {
      const [one, other] = which === 'first' ? [first, second] : [second, first];
      await one.write('From the one.', 'Ana');
      await other.write('From the other.', 'Ana');
      // No answer comes before both have asked.
      let asked = 0;
      await first.context.route('**/api/v1/guests', async (route) => {
        asked += 1;
        await until('what both do', () => asked > 1 || second.page.evaluate(isLocked));
        await route.continue();
      });
      await Promise.all([one.press('Post'), other.press('Post')]);
      await until('both', async () => (await authors()).length === 2);
      expect(new Set((await authors()).map(({ id }) => id)).size).toBe(1);
      for (const tab of [first, second]) await isAs(tab, 'Ana');
    },
  );

  it('are one person also where the browser has no locks, and one is known before the other is answered', async () => {
    for (const { page } of [first, second])
      await page.evaluate(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    await first.write('From the first.', 'Ana');
    await second.write('From the second.', 'Ana');
    let asked = 0;
    await first.context.route('**/api/v1/guests', async (route) => {
      asked += 1;
      if (asked === 1) await until('both ask', () => asked > 1);
      else await until('the other', async () => (await authors()).length === 1);
      await route.continue();
    });
    await Promise.all([first.press('Post'), second.press('Post')]);
    await until('both', async () => (await authors()).length === 2);
    expect(new Set((await authors()).map(({ id }) => id)).size).toBe(1);
  });

  it('are both nobody again when the reader says “Not you?” in one, and keep what is being written', async () => {
    await first.post('From the first tab.', 'Ana');
    await isAs(second, 'Ana');
    await second.write('Not finished yet.');
    await first.composer.locator('textarea').focus();
    await first.press('Not you?');
    await asksName(second);
    expect(await second.composer.locator('textarea').inputValue()).toBe('Not finished yet.');
    await first.post('Somebody else, in the same browser.', 'Ben');
    await isAs(second, 'Ben');
    await second.press('Post');
    await until('all', async () => (await authors()).length === 3);
    expect((await authors()).map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Ben']);
  });

  it('are told alike when the token is taken back, and a new name is taken up by both', async () => {
    await first.post('From the first tab.', 'Ana');
    await isAs(second, 'Ana');
    await second.write('Not finished yet.');
    await forum.service(TokensService).signOut(sha256(await token(first)));
    for (const tab of [first, second]) await asksName(tab);
    expect(await second.composer.locator('textarea').inputValue()).toBe('Not finished yet.');
    await second.composer.locator('input[name=name]').fill('Ana of Tide Street');
    await second.press('Post');
    await isAs(first, 'Ana of Tide Street');
    await until('both', async () => (await authors()).length === 2);
  });

  it('hear what is theirs alone: the socket of a tab that was nobody’s speaks for who the reader is now', async () => {
    await first.post('Buy pills from a friend!', 'Ana');
    await isAs(second, 'Ana');
    await second.sees('Buy pills from a friend!');
    const [message] = (await forum.anyone.page(thread)).messages;
    await forum.as(forum.mia).decide(message!, 'reject', { reason: 'Advertising' });
    for (const tab of [first, second]) await tab.sees(/Removed by a moderator .*Reason: Advertising/);
  });
});

/** Whether some tab waits until another has introduced the reader. */
const isLocked = async () => ((await navigator.locks.query()).pending ?? []).length > 0;
