import { beforeAll, expect, it } from '@jest/globals';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import { signInByMail } from '../../support/signing-in.js';
import { visitor } from '../browser.js';
import { atTheAccount, type AtTheAccount } from './at-the-account.js';

let forum: Forum;
let mails: MailServer;
let people = 0;

beforeAll(async () => {
  mails = await MailServer.start();
  forum = await startForum({ database: 'sqlite', env: { SMTP_URL: mails.url } });
}, 60_000);

/** Somebody new who has written, at their account. */
async function somebody(name: string) {
  const email = `leaver${(people += 1)}@example.org`;
  const who = await signInByMail(forum, mails, email, name);
  await forum.as(who).post(forum.thread, `${name} was here.`);
  return { who, email, ...(await atTheAccount(forum, mails, who)) };
}

/** Up to the question whether it is meant. */
async function choose(there: AtTheAccount, what: string): Promise<void> {
  await there.press('Delete my account …');
  await there.page.getByLabel(what).check();
  await there.press('Go on');
}

it('erases who chooses to keep their messages: they stay, under no name, on pages that are open too', async () => {
  const { who, email, page, there } = await somebody('Pia Grund');
  const reader = await visitor();
  await reader.open(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await reader.message('Pia Grund was here.').locator('.byline').getByText('Pia Grund').waitFor();
  const tab = await page.context().newPage();
  await tab.goto(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);

  await choose(there, 'They stay, without your name.');
  await page.getByText('your messages stay, without your name').waitFor();
  await page.getByLabel('To make sure').fill('pia grund');
  await there.press('Delete my account');
  await page.getByText('Your account is gone.').waitFor();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect((await forum.as(who).ask('GET', '/me')).status).toBe(401);
  await forum.service(Jobs).runDue();
  await reader.message('Pia Grund was here.').locator('.byline').getByText('Erased').waitFor();
  await tab.locator('#composer textarea').focus();
  await tab.locator('#composer input[name=name]').waitFor();
  // The address is nobody's any more: who comes by it again is new.
  await there.enter(await there.ask(email, 2));
  await page.getByText('you are new here').waitFor();
});

it('erases who chooses to remove their messages: they go', async () => {
  const { page, there } = await somebody('Quirin Hof');
  const reader = await visitor();
  await reader.open(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await reader.sees('Quirin Hof was here.');
  await choose(there, 'They go, too.');
  await page.getByLabel('To make sure').fill('Quirin Hof');
  await there.press('Delete my account');
  await page.getByText('Your account is gone.').waitFor();
  await forum.service(Jobs).runDue();
  await reader.misses('Quirin Hof was here.');
});

it('erases nobody who has not chosen, has typed another name, or thinks better of it', async () => {
  const { who, page, there } = await somebody('Rolf Stade');
  const sent: string[] = [];
  page.on('request', (request) => void (request.method() === 'DELETE' && sent.push(request.url())));
  await there.press('Delete my account …');
  await there.press('Go on');
  expect(await page.locator('.leaving :invalid').count()).toBeGreaterThan(0);
  await page.getByLabel('They go, too.').check();
  await there.press('Go on');
  for (const typed of ['', 'Rolf', 'Delete']) {
    await page.getByLabel('To make sure').fill(typed);
    await there.press('Delete my account');
  }
  expect(await page.locator('.leaving input:invalid').count()).toBe(1);
  await page.locator('.leaving').getByRole('button', { name: 'Cancel' }).click();
  expect(await page.locator(':focus').innerText()).toBe('Delete my account …');
  expect([sent, (await forum.as(who).ask('GET', '/me')).status]).toEqual([[], 200]);
});
