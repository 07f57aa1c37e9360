import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { Publisher } from '../support/publisher.js';
import { atTheDesk, type Moderator } from './moderator.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;
let gazette: Publisher;
let olga: Moderator | undefined;

beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
  gazette = await Publisher.of(forum, 'gazette', { ssoBadges: ['Subscriber'] });
  olga = await atTheDesk(forum, forum.olga);
  await olga.desk.open(`${forum.config.PUBLIC_URL.origin}/console/settings`);
}, 60_000);
afterEach(async () => {
  await olga?.desk.context.close();
  expect(olga?.desk.complaints ?? []).toEqual([]);
});

it('an owner sees what it takes, and has a token checked, which is not used up', async () => {
  const { desk } = olga as Moderator;
  await desk.page.getByLabel('gazette').check();
  await desk.page.locator('summary', { hasText: 'Single sign-on' }).click();
  await desk.page.getByText(`${forum.config.PUBLIC_URL.origin}/gazette`, { exact: true }).waitFor();
  await desk.page.locator('pre', { hasText: 'createHmac' }).waitFor();
  await desk.page.getByLabel('Python').check();
  await desk.page.locator('pre', { hasText: 'import base64' }).waitFor();
  expect(await desk.faults()).toEqual([]);

  const field = desk.page.getByLabel(/^Paste a token/);
  await field.fill(gazette.token({ aud: 'https://elsewhere.example' }));
  await desk.press('Check the token');
  await desk.page.getByText('sso_wrong_audience', { exact: true }).waitFor();
  await desk.page.getByText('https://elsewhere.example', { exact: true }).waitFor();

  const good = gazette.token({ badges: ['Boss'] });
  await field.fill(good);
  await desk.press('Check the token');
  await desk.page.getByText('This token is good.').waitFor();
  await desk.page.getByText('The badge Boss is left out').waitFor();
  expect(await desk.faults()).toEqual([]);
  expect((await gazette.signIn(good)).status).toBe(200);
});

it('is told what is missing', async () => {
  const { desk } = olga as Moderator;
  await desk.page.getByLabel('Default').first().check();
  await desk.page.locator('summary', { hasText: 'Single sign-on' }).click();
  await desk.page.getByText('It is switched off').waitFor();
  await desk.page.getByText('This site has no secret yet.').waitFor();
});
