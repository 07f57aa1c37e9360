import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import { sessionsAnswer } from '../../../src/identity/sessions/sessions.schema.js';
import { startForum, type Forum } from '../../support/forum.js';
import { Publisher, type Claims } from '../../support/publisher.js';
import { OtherSite, withoutThirdPartyCookies } from '../other-site.js';

/** What is seen once somebody writes. */
const ATTACHED = { state: 'attached', timeout: 8_000 } as const;

let forum: Forum;
let gazette: Publisher;
let paper: OtherSite;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  gazette = await Publisher.of(forum, 'gazette', { ssoBadges: ['Subscriber'] });
  paper = await OtherSite.open(forum, 'gazette');
}, 60_000);
afterAll(() => paper.close());

const as = (inside: FrameLocator, name: string) =>
  inside.locator('#composer').getByText(name, { exact: true }).waitFor(ATTACHED);
const token = (claims: Claims) => gazette.token(claims);
const say = (page: Page, given: string) =>
  page.evaluate(
    (given) => (window as never as { rejoinder: { signIn(token: string): void } }).rejoinder.signIn(given),
    given,
  );

it('the browser of these tests gives and keeps no third-party cookies; one that does is told apart (control)', async () => {
  for (const blocked of [true, false]) {
    const { page } = await withoutThirdPartyCookies(blocked);
    for (const _ of [1, 2]) await page.goto(`${paper.origin}/other`, { waitUntil: 'load' });
    expect(paper.cookies).toBe(blocked ? undefined : 'seen=1');
  }
});

it('a reader who is signed in on the publisher’s page writes under that name at once', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(
    page,
    `sso="${token({ sub: 'rosa', name: 'Rosa Lind', badges: ['Subscriber'] })}"`,
  );
  await as(inside, 'Rosa Lind');
  await inside.locator('#composer textarea').fill('I came by the ferry.');
  await inside.getByRole('button', { name: 'Post' }).click();
  const message = inside.locator('article', { hasText: 'I came by the ferry.' });
  await message.getByText('Subscriber').waitFor();
  // A page that is shown again with the same token changes nothing, and asks nothing.
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await page.reload();
  await as(inside, 'Rosa Lind');
  expect(asked.filter((url) => url.includes('/sign-in/'))).toEqual([]);
});

it('a newer token changes the name without a reload, in the same session; signing out leaves nobody', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  await say(page, token({ sub: 'sven', name: 'Sven Dahl' }));
  await as(inside, 'Sven Dahl');
  await say(page, token({ sub: 'sven', name: 'Sven Dahl Berg' }));
  await as(inside, 'Sven Dahl Berg');
  const kept = () => inside.locator('body').evaluate(() => localStorage.getItem('rejoinder:session'));
  const session = JSON.parse((await kept()) ?? '{}') as { token: string };
  const me = forum.as({ id: '', name: 'Sven', token: session.token });
  expect((await me.get(sessionsAnswer, 'GET', '/me/sessions')).sessions).toHaveLength(1);
  const ended = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await page.evaluate(() => (window as never as { rejoinder: { signOut(): void } }).rejoinder.signOut());
  await inside.locator('#composer input[name=name]').waitFor(ATTACHED);
  await ended;
  expect(await kept()).toBeNull();
  expect((await me.ask('GET', '/me')).status).toBe(401);
});

it('an attribute that is set later, and one that is emptied, do the same', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  const set = (value: string) =>
    page.evaluate((value) => document.querySelector('rejoinder-forum')?.setAttribute('sso', value), value);
  await set(token({ sub: 'tora', name: 'Tora Vik' }));
  await as(inside, 'Tora Vik');
  await set('');
  await inside.locator('#composer input[name=name]').waitFor(ATTACHED);
});

it('what a guest wrote stays its own', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  await inside.locator('#composer textarea').fill('As a guest I came.');
  await inside.locator('#composer input[name=name]').fill('Ulla');
  await inside.getByRole('button', { name: 'Post' }).click();
  await inside.locator('article', { hasText: 'As a guest I came.' }).waitFor();
  await say(page, token({ sub: 'ulla', name: 'Ulla Holm' }));
  await as(inside, 'Ulla Holm');
  await page.reload();
  await inside.locator('article', { hasText: 'As a guest I came.' }).getByText('Ulla Holm').first().waitFor();
});

it('a token that is not good says why to whoever makes the page, and leaves the reader who they were', async () => {
  const { page, lines } = await withoutThirdPartyCookies();
  const line = page.waitForEvent('console', (one) => one.text().includes('sso_'));
  const inside = await paper.article(page, `sso="${token({ aud: 'somebody-else' })}"`);
  await line;
  expect(lines.filter((one) => one.includes('sso_'))).toEqual([
    'Rejoinder: sso_wrong_audience: The sign-in token is for somebody else: “aud” is not this forum and site.',
  ]);
  await inside.locator('#composer input[name=name]').waitFor(ATTACHED);
});

it('who may only read reads, and is told so on writing', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(page, `sso="${token({ sub: 'vera', name: 'Vera Ek', may_comment: false })}"`);
  await as(inside, 'Vera Ek');
  await inside.locator('#composer textarea').fill('May I?');
  await inside.getByRole('button', { name: 'Post' }).click();
  await inside.getByText('Your publication lets you read this discussion, but not write in it.').first().waitFor();
});
