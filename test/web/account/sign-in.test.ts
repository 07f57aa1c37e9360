import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import { until } from '../../support/until.js';
import { visitor } from '../browser.js';
import { OtherSite, withoutThirdPartyCookies } from '../other-site.js';
import { AtTheAccount } from './at-the-account.js';

let forum: Forum;
let mails: MailServer;
let paper: OtherSite;
let account: string;
let people = 0;
const fresh = () => `reader${(people += 1)}@example.org`;

beforeAll(async () => {
  mails = await MailServer.start();
  forum = await startForum({ database: 'sqlite', env: { SMTP_URL: mails.url } });
  paper = await OtherSite.open(forum, 'default');
  account = `${forum.config.PUBLIC_URL.origin}/account?site=default`;
}, 60_000);
afterAll(() => paper.close());

it('signs a new reader in by a code, inside an article on another site with third-party cookies blocked', async () => {
  const { page, context } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  await inside.locator('#composer textarea').fill('A word that I began.');
  await inside.getByRole('link', { name: 'Sign in, or open your account' }).click();
  const there = new AtTheAccount(forum, mails, inside);
  await there.join(fresh(), 'Rosa Lind');
  // The publisher's page gives it the height that it has, and no more.
  const height = () => page.locator('rejoinder-forum iframe').evaluate((frame) => (frame as HTMLElement).offsetHeight);
  const body = await inside.locator('body').evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
  expect(await height()).toBe(body);

  await inside.getByRole('link', { name: 'Back to the discussion' }).click();
  const field = inside.locator('#composer textarea');
  await until('the draft', async () => (await field.inputValue()) === 'A word that I began.');
  await field.focus();
  await inside.locator('#composer').getByText('Rosa Lind', { exact: true }).waitFor();
  await inside.getByRole('button', { name: 'Post' }).click();
  await inside.locator('article', { hasText: 'A word that I began.' }).getByText('Rosa Lind').first().waitFor();
  await page.reload();
  await inside.locator('#composer').getByText('Rosa Lind', { exact: true }).waitFor({ state: 'attached' });
  expect(await context.cookies()).toEqual([]);
});

it('leaves a guest what it wrote, under the name that is now its own', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  await inside.locator('#composer textarea').fill('As a guest I came.');
  await inside.locator('#composer input[name=name]').fill('Ulla');
  await inside.getByRole('button', { name: 'Post' }).click();
  await inside.locator('article', { hasText: 'As a guest I came.' }).waitFor();
  await inside.getByRole('link', { name: 'Sign in, or open your account' }).click();
  const there = new AtTheAccount(forum, mails, inside);
  await there.part('Who you are').getByText('Guest: nothing but this browser knows you.').waitFor();
  await there.enter(await there.ask(fresh()));
  await there.part('Who you are').getByText('Member since').waitFor();
  await there.isSignedInAs('Ulla');
  await there.part('What you wrote').getByText('As a guest I came.').waitFor();
});

it('signs in by the link of the mail in the browser that asked, and leaves no code in the address', async () => {
  const asking = await visitor();
  await asking.open(account);
  const there = new AtTheAccount(forum, mails, asking.page);
  const email = fresh();
  await there.join(email, 'Sven Dahl');
  await there
    .part('Where you are signed in')
    .getByRole('button', { name: /^Sign out/ })
    .click();
  await there.ask(email, 2);
  const link = await there.link(email);
  expect(link).toMatch(new RegExp(`^${forum.config.PUBLIC_URL.origin}/account\\?site=default&lang=en#code=\\d{6}$`));

  const opened = await asking.context.newPage();
  const asked: string[] = [];
  opened.on('request', (request) => void asked.push(request.url()));
  await opened.goto(link);
  await new AtTheAccount(forum, mails, opened).isSignedInAs('Sven Dahl');
  expect(opened.url()).toBe(link.replace(/#.*/, ''));
  expect(asked.filter((url) => /\d{6}/.test(new URL(url).pathname + new URL(url).search))).toEqual([]);
  // The page where the code was asked for learns of it.
  await there.isSignedInAs('Sven Dahl');
});

it('tells any other browser to type the code where it was asked for, and signs nobody in there', async () => {
  const asking = await visitor();
  await asking.open(account);
  const there = new AtTheAccount(forum, mails, asking.page);
  const email = fresh();
  const code = await there.ask(email);
  const other = await visitor();
  const sent: string[] = [];
  other.page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())));
  await other.open(await there.link(email));
  await other.sees('This code was asked for in another browser');
  await other.sees(`${code.slice(0, 3)} ${code.slice(3)}`);
  expect([other.page.url(), sent]).toEqual([`${account}&lang=en`, []]);
  await there.enter(code);
  await there.page.getByLabel('Name').fill('Tora Vik');
  await there.press('Take part');
  await there.isSignedInAs('Tora Vik');
});

it('asks for another name where it is somebody’s, and says what is wrong with a code', async () => {
  const { page } = await (await visitor()).open(account);
  const there = new AtTheAccount(forum, mails, page);
  const code = await there.ask(fresh());
  await there.enter(code === '000000' ? '000001' : '000000');
  await page.getByRole('alert').getByText(/code/i).waitFor();
  // As it is pasted out of a mail.
  await there.enter(` ${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByLabel('Name').fill('Olga');
  await there.press('Take part');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Name').fill('Vera Ek');
  await there.press('Take part');
  await there.isSignedInAs('Vera Ek');
});

it('tells also the same browser to type the code within the article where it was asked for: there it is another browser', async () => {
  const { page, context } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  await inside.getByRole('link', { name: 'Sign in, or open your account' }).click();
  const there = new AtTheAccount(forum, mails, inside);
  const email = fresh();
  const code = await there.ask(email);
  const opened = await context.newPage();
  await opened.goto(await there.link(email));
  // The storage of the frame is not that of the page by itself: or this test would show nothing.
  expect(await opened.evaluate(() => localStorage.getItem('rejoinder:sign-in'))).toBeNull();
  await opened.getByText('or within another page, and is good there alone').waitFor();
  await there.enter(code);
  await inside.getByLabel('Name').waitFor();
});

it('takes the name of the article’s page along, for browsers that do not say it themselves', async () => {
  const { page } = await withoutThirdPartyCookies();
  const inside = await paper.article(page);
  const link = inside.getByRole('link', { name: 'Sign in, or open your account' });
  await inside.locator(`.account-link a[href$="#host=${paper.origin}"]`).waitFor();
  await link.click();
  const back = inside.getByRole('link', { name: 'Back to the discussion' });
  expect(await back.getAttribute('href')).toMatch(new RegExp(`^/embed\\?.*#host=${paper.origin}$`));
});

it('signs in where a browser keeps nothing, and says that it forgets', async () => {
  const { page } = await visitor();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await page.goto(account);
  const there = new AtTheAccount(forum, mails, page);
  await there.join(fresh(), 'Yva Noll');
  await page.getByText('This browser keeps nothing for this page').waitFor();
});

it('goes on where it was after a reload, and sends another code that counts alone', async () => {
  const { page } = await (await visitor()).open(account);
  const there = new AtTheAccount(forum, mails, page);
  const email = fresh();
  const first = await there.ask(email);
  await page.reload();
  await page.getByText(email).waitFor();
  await there.press('Send another code');
  await page.getByText('Another code is on its way').waitFor();
  const second = await there.code(email, 2);
  if (first !== second) {
    await there.enter(first);
    await page.getByRole('alert').waitFor();
  }
  await there.enter(second);
  await page.getByLabel('Name').waitFor();
});

it('tells the forum’s page in another tab who is there now', async () => {
  const { page, context } = await visitor();
  const discussion = await context.newPage();
  await discussion.goto(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await discussion.locator('#composer textarea').focus();
  await page.goto(account);
  const there = new AtTheAccount(forum, mails, page);
  await there.join(fresh(), 'Wim Ost');
  await discussion.locator('#composer').getByText('Wim Ost', { exact: true }).waitFor();
  await there
    .part('Where you are signed in')
    .getByRole('button', { name: /^Sign out/ })
    .click();
  await discussion.locator('#composer input[name=name]').waitFor();
});
