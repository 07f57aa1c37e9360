import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { sessionsAnswer } from '../../../src/identity/sessions/sessions.schema.js';
import { startForum, type Forum } from '../../support/forum.js';
import { Publisher, type Claims } from '../../support/publisher.js';
import { visitor } from '../browser.js';

/** What is seen once somebody writes. */
const ATTACHED = { state: 'attached', timeout: 8_000 } as const;

/** A newspaper on another site than the forum's: 127.0.0.1 and localhost are two to a browser. */
let forum: Forum;
let gazette: Publisher;
let paper: Server;
let origin: string;
/** The attributes of its tag, and what a page within it is answered that sets a cookie. */
let tag = '';
let cookies: string | undefined;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  gazette = await Publisher.of(forum, 'gazette', { ssoBadges: ['Subscriber'] });
  paper = createServer((request, reply) => {
    if (request.url === '/cookie') {
      cookies = request.headers.cookie;
      const cookie = 'seen=1; SameSite=None; Secure';
      return reply.writeHead(200, { 'content-type': 'text/html', 'set-cookie': cookie }).end('<!doctype html>');
    }
    const { port } = paper.address() as AddressInfo;
    const other = `<iframe src="http://localhost:${port}/cookie"></iframe>`;
    reply.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>The ferry</title>
      <h1>The ferry</h1>${request.url === '/other' ? other : `<rejoinder-forum site="gazette" ${tag}></rejoinder-forum>`}
      <script src="${forum.config.PUBLIC_URL.origin}/embed.js"></script>`);
  });
  await new Promise<void>((done) => paper.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(paper.address() as AddressInfo).port}`;
}, 60_000);
afterAll(() => new Promise((done) => paper.close(done)));

/** A browser that gives no cookie to a page within another site's, as it is told by its people more and more. */
async function withoutThirdPartyCookies(blocked = true): Promise<{ page: Page; lines: string[] }> {
  const { page } = await visitor();
  const lines: string[] = [];
  page.on('console', (line) => void lines.push(line.text()));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCookieControls', {
    enableThirdPartyCookieRestriction: blocked,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  } as never);
  return { page, lines };
}

let article = 0;
async function open(page: Page, attributes: string, path = `/ferry-${(article += 1)}`): Promise<FrameLocator> {
  tag = attributes;
  await page.goto(`${origin}${path}`);
  const inside = page.frameLocator('rejoinder-forum iframe');
  await inside.locator('#composer textarea').waitFor();
  return inside;
}
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
    for (const _ of [1, 2]) await page.goto(`${origin}/other`, { waitUntil: 'load' });
    expect(cookies).toBe(blocked ? undefined : 'seen=1');
  }
});

it('a reader who is signed in on the publisher’s page writes under that name at once', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await open(page, `sso="${token({ sub: 'rosa', name: 'Rosa Lind', badges: ['Subscriber'] })}"`);
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
  const inside = await open(page, '');
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
  const inside = await open(page, '');
  const set = (value: string) =>
    page.evaluate((value) => document.querySelector('rejoinder-forum')?.setAttribute('sso', value), value);
  await set(token({ sub: 'tora', name: 'Tora Vik' }));
  await as(inside, 'Tora Vik');
  await set('');
  await inside.locator('#composer input[name=name]').waitFor(ATTACHED);
});

it('what a guest wrote stays its own', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await open(page, '');
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
  const inside = await open(page, `sso="${token({ aud: 'somebody-else' })}"`);
  await line;
  expect(lines.filter((one) => one.includes('sso_'))).toEqual([
    'Rejoinder: sso_wrong_audience: The sign-in token is for somebody else: “aud” is not this forum and site.',
  ]);
  await inside.locator('#composer input[name=name]').waitFor(ATTACHED);
});

it('who may only read reads, and is told so on writing', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await open(page, `sso="${token({ sub: 'vera', name: 'Vera Ek', may_comment: false })}"`);
  await as(inside, 'Vera Ek');
  await inside.locator('#composer textarea').fill('May I?');
  await inside.getByRole('button', { name: 'Post' }).click();
  await inside.getByText('Your publication lets you read this discussion, but not write in it.').first().waitFor();
});
