import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { typed } from '../support/commands.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { atTheDesk, type Moderator } from './moderator.js';
import type { Visitor } from './visitor.js';

jest.setTimeout(60_000);

let forum: Forum;
let thread: ThreadView;
let author: Person;
let message: MessageView;
let mia: Moderator | undefined;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  mia = undefined;
  thread = await forum.article();
  author = await forum.guest('Lars');
  message = await forum.as(author).post(thread, 'All ferrymen are thieves.');
  await forum.as(forum.ben).report(message, 'abuse', 'My father is one');
});

afterEach(async () => {
  await forum
    .as(forum.mia)
    .decide(
      await forum
        .as(author)
        .read(message)
        .catch(() => message),
      'reject',
    )
    .catch(() => undefined);
});

const stateOf = async () => (await forum.as(forum.mia).read(message)).state;

describe('what was reported (row C5)', () => {
  it('stands before the moderator though its author has changed it to “Good morning”, with every text there was', async () => {
    const edited = await forum.as(author).edit(message, 'Good morning');
    await forum.as(author).edit(edited, 'Good evening');
    mia = await atTheDesk(forum, forum.mia);
    await mia.goTo('reported');
    await mia.reads('Good evening');
    const { page } = mia.desk;
    await mia.desk.sees('What was reported');
    expect(await page.locator('.former-text').allInnerTexts()).toEqual([
      expect.stringContaining('All ferrymen are thieves.'),
    ]);
    await mia.desk.sees('My father is one');
    await mia.desk.press('Show every former text');
    await mia.desk.sees('Good morning');
    await mia.keys('r');
    await until('it rejected', async () => (await stateOf()) === 'rejected');
  });

  it('is heard of by a moderator who is reading it just then', async () => {
    mia = await atTheDesk(forum, forum.mia);
    await mia.goTo('reported');
    await mia.reads('All ferrymen are thieves.');
    await forum.as(author).edit(message, 'Good morning');
    await mia.desk.sees('This changed while it waited. You see it as it is now.');
    await mia.reads('Good morning');
    await mia.desk.sees('What was reported');
    expect(await mia.desk.page.locator('.former-text').innerText()).toContain('All ferrymen are thieves.');
  });

  it('waits still when its author has deleted it, says so, and is decided on', async () => {
    mia = await atTheDesk(forum, forum.mia);
    await mia.goTo('reported');
    await mia.reads('All ferrymen are thieves.');
    await forum.as(author).delete(message);
    await mia.desk.sees('Its author has deleted it since it was reported.');
    await mia.reads('All ferrymen are thieves.');
    await mia.desk.page.reload();
    await mia.reads('All ferrymen are thieves.');
    await mia.desk.sees('Its author has deleted it since it was reported.');
    await mia.keys('r');
    await until('it among the decided', async () => {
      const { items } = await forum.as(forum.mia).queue({ kind: 'rejected' });
      return items.some((item) => item.message.id === message.id);
    });
    expect((await forum.as(forum.mia).queue({ kind: 'reported' })).items).toEqual([]);
  });
});

describe('the hint on the console’s signed-out page (row C11)', () => {
  /** What the page says to type, typed with an address of somebody's. */
  async function followed(reader: Visitor, email: string): Promise<string> {
    await reader.open(`${forum.config.PUBLIC_URL.origin}/console`);
    const hint = await reader.page.locator('pre').innerText();
    const [, line = ''] = /^npm run rejoinder -- (.+)$/.exec(hint) ?? [];
    const printed = await typed(forum.config, line.replace('you@example.org', email));
    const [link] = /http\S+\/console\/sign-in\?token=[\w-]+/.exec(printed) ?? [];
    if (!link) throw new Error(`No link in: ${printed}`);
    return link;
  }

  it.each([
    ['an owner', 'Olga', { role: 'owner', badges: ['owner'] }, ['*']],
    ['a moderator of one site', 'Mia', { role: 'member' }, ['default']],
  ])('makes %s a link and nothing else of them', async (_, name, member, sites) => {
    const person = name === 'Olga' ? forum.olga : forum.mia;
    const before = await forum.as(person).me();
    expect(before).toMatchObject({ member, sites });
    const reader = await visitor();
    await reader.open(await followed(reader, `${name.toLowerCase()}@example.com`));
    await reader.press(`Sign in as ${name}`);
    await reader.sees('Live');
    const cookies = (await reader.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    expect((await forum.visit('/api/v1/me', { headers: { cookie: cookies } })).body).toEqual(before);
    expect(await forum.as(person).me()).toEqual(before);
  });

  it('makes nobody of staff of somebody who is not', async () => {
    const reader = await visitor();
    await expect(followed(reader, 'stranger@example.com')).rejects.toThrow(/No link in: refused/);
  });
});
