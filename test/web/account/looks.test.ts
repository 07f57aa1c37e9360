import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours } from '../../support/clock.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';
import { signInByMail } from '../../support/signing-in.js';
import { visitor } from '../browser.js';
import { AtTheAccount, atTheAccount } from './at-the-account.js';

const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const WIDE = { viewport: { width: 1280, height: 800 } };

let forum: Forum;
let mails: MailServer;
let sanna: Person;
let account: string;

beforeAll(async () => {
  mails = await MailServer.start();
  forum = await startForum({ database: 'sqlite', env: { SMTP_URL: mails.url } });
  account = `${forum.config.PUBLIC_URL.origin}/account?site=default`;
  sanna = await signInByMail(forum, mails, 'sanna@example.org', 'Sanna Donaudampfschifffahrtsgesellschaft');
  const as = forum.as(sanna);
  for (const text of ['One.', `${'Long'.repeat(80)} and on.`, 'שלום לכולם', 'Too far.'])
    await as.post(forum.thread, text);
  const { messages } = await forum.anyone.page(forum.thread, { sort: 'newest' });
  await forum.as(forum.mia).decide(messages[0]!, 'reject', { reason: 'No' });
  const until = new Date(forum.clock.now() + hours(48)).toISOString();
  await forum.as(forum.mia).sanction(sanna, { kind: 'suspend', reason: 'Enough', until, site: 'default' });
}, 60_000);

describe.each([
  ['on a phone', PHONE],
  ['on a desk', WIDE],
])('%s', (_, screen) => {
  it.each(['en', 'de', 'xb'])('keeps nobody out of what is theirs, in light and dark: %s', async (lang) => {
    const { page, somebody } = await atTheAccount(forum, mails, sanna, screen, `&lang=${lang}`);
    await page.locator('.own-message').nth(3).waitFor();
    await page.locator('.who .quiet').click();
    await page.locator('#leaving + p + p button').click();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(lang === 'xb' ? 'rtl' : 'ltr');
    // No axe knows the language that nobody speaks.
    const faults = (await somebody.faults()).filter((fault) => lang !== 'xb' || !fault.includes('html-lang-valid'));
    expect(faults).toEqual([]);
    if (screen === PHONE) expect(await somebody.smallTargets()).toEqual([]);
  });

  it('keeps nobody out who signs in, at each step', async () => {
    const somebody = await (await visitor(screen)).open(account);
    const there = new AtTheAccount(forum, mails, somebody.page);
    await there.page.getByLabel('Mail address').waitFor();
    expect(await somebody.faults()).toEqual([]);
    const code = await there.ask(`${screen === PHONE ? 'phone' : 'desk'}@example.org`);
    await there.enter('no code');
    await somebody.page.getByRole('alert').waitFor();
    expect(await somebody.faults()).toEqual([]);
    await there.enter(code);
    await somebody.page.getByLabel('Name').waitFor();
    expect(await somebody.faults()).toEqual([]);
    if (screen === PHONE) expect(await somebody.smallTargets()).toEqual([]);
    const other = await (await visitor(screen)).open(`${account}#code=123456`);
    await other.sees('This code was asked for in another browser');
    expect(await other.faults()).toEqual([]);
  });
});

it('is used by the keyboard alone, and says where one is', async () => {
  const { page } = await (await visitor(WIDE)).open(account);
  const there = new AtTheAccount(forum, mails, page);
  await page.getByLabel('Mail address').focus();
  await page.keyboard.type('keys@example.org');
  await page.keyboard.press('Enter');
  await page.locator('input[autocomplete=one-time-code]:focus').waitFor();
  await page.keyboard.type(await there.code('keys@example.org'));
  await page.keyboard.press('Enter');
  await page.locator('input[name=name]:focus').waitFor();
  await page.keyboard.type('Tabea Kern');
  await page.keyboard.press('Enter');
  await there.isSignedInAs('Tabea Kern');
  await page.locator('h1:focus').waitFor();
});

it('is in the reader’s language before its script has come, and says that it needs one', async () => {
  const { page } = await (await visitor({ javaScriptEnabled: false, locale: 'de-AT' })).open(account);
  expect(await page.title()).toBe('Ihr Konto · Default');
  expect(await page.getAttribute('html', 'lang')).toBe('de');
  expect(await page.locator('noscript p').innerText()).toBe('Diese Seite braucht JavaScript.');
  expect(await page.getByText('Einen Moment').isVisible()).toBe(false);
});

it('says which ways in a site has, and that there is none', async () => {
  await forum.addSite('quiet', { name: 'The Quiet Post', settings: { mailSignIn: false } });
  await forum.addSite('gazette', { name: 'The Gazette', settings: { mailSignIn: false, ssoSignIn: true } });
  const { page } = await (await visitor()).open(`${account.replace('default', 'quiet')}`);
  await page.getByText('At The Quiet Post one takes part as a guest').waitFor();
  await page.goto(account.replace('default', 'gazette'));
  await page.getByText('Readers of The Gazette sign in there.').waitFor();
  expect(await page.getByLabel('Mail address').count()).toBe(0);
});
