import { beforeAll, expect, it } from '@jest/globals';
import { hours } from '../../support/clock.js';
import { signedIn } from '../../../src/identity/ways/sign-in.schema.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';
import { Publisher } from '../../support/publisher.js';
import { signInByMail } from '../../support/signing-in.js';
import { until } from '../../support/until.js';
import { visitor } from '../browser.js';
import { atTheAccount } from './at-the-account.js';

let forum: Forum;
let mails: MailServer;
let account: string;
let people = 0;
const fresh = () => `reader${(people += 1)}@example.org`;

beforeAll(async () => {
  mails = await MailServer.start();
  forum = await startForum({ database: 'sqlite', env: { SMTP_URL: mails.url } });
  account = `${forum.config.PUBLIC_URL.origin}/account?site=default`;
}, 60_000);

const at = (who: Person) => atTheAccount(forum, mails, who);

it('shows who one is: name, initial, the address masked, and the roles', async () => {
  const greta = await signInByMail(forum, mails, 'greta.garten@example.org', 'Greta Garten');
  const { there, page } = await at(greta);
  const who = there.part('Who you are');
  await who.getByText('g…@example.org').waitFor();
  expect(await who.locator('.disc').innerText()).toBe('G');
  expect(await page.content()).not.toContain('greta.garten');
  const mia = await at(forum.mia);
  await mia.there.part('Who you are').getByText('Moderator: Default').waitFor();
  // Whose role somebody has to take first is told so, before a button that would refuse.
  await mia.there.part('Delete the account').getByText('You have a role here.').waitFor();
  expect(await mia.page.getByRole('button', { name: /^Delete my account/ }).count()).toBe(0);
});

it('changes the name, in the browser’s other tabs at once, and on every page from then on', async () => {
  const hilda = await signInByMail(forum, mails, fresh(), 'Hilda Berg');
  await forum.as(hilda).post(forum.thread, 'Hilda was at the quay.');
  const reader = await visitor();
  await reader.open(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await reader.message('Hilda was at the quay.').locator('.name').getByText('Hilda Berg').waitFor();
  const { there, page } = await at(hilda);
  const tab = await page.context().newPage();
  await tab.goto(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await tab.locator('#composer textarea').focus();
  await tab.locator('#composer').getByText('Hilda Berg', { exact: true }).waitFor();
  await there.press('Change the name');
  await page.getByLabel('Name').fill('Olga');
  await there.press('Save');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Name').fill('Hilda Lund');
  await there.press('Save');
  await there.isSignedInAs('Hilda Lund');
  expect(await page.locator(':focus').innerText()).toBe('Change the name');
  await tab.locator('#composer').getByText('Hilda Lund', { exact: true }).waitFor();
  await until('the new name', async () => {
    await reader.page.reload();
    return (await reader.message('Hilda was at the quay.').locator('.name').innerText()) === 'Hilda Lund';
  });
  await page.reload();
  await there.isSignedInAs('Hilda Lund');
});

it('ends a session, and all others, and the browsers there are signed out', async () => {
  const email = fresh();
  const here = await signInByMail(forum, mails, email, 'Ines Roth');
  const others = [
    await signInByMail(forum, mails, email, 'Ines Roth'),
    await signInByMail(forum, mails, email, 'Ines Roth'),
  ];
  const elsewhere = await at(others[0]!);
  await elsewhere.page.goto(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await elsewhere.page.locator('#composer textarea').focus();
  await elsewhere.page.locator('#composer').getByText('Ines Roth', { exact: true }).waitFor();

  const { there } = await at(here);
  const sessions = there.part('Where you are signed in');
  await sessions.getByRole('listitem').nth(2).waitFor();
  expect(await sessions.getByText('this browser').count()).toBe(1);
  await sessions
    .getByRole('button', { name: /^Sign out: / })
    .filter({ hasText: 'there' })
    .first()
    .click();
  await sessions.getByRole('listitem').nth(2).waitFor({ state: 'detached' });
  const third = await signInByMail(forum, mails, email, 'Ines Roth');
  await there.page.locator('body').evaluate(() => location.reload());
  await sessions.getByRole('listitem').nth(2).waitFor();
  await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await sessions.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
  for (const gone of [...others, third]) expect((await forum.as(gone).ask('GET', '/me')).status).toBe(401);
  expect((await forum.as(here).ask('GET', '/me')).status).toBe(200);
  // The forum's page that was open there asks for a name again; the account page, for an address.
  await elsewhere.page.locator('#composer input[name=name]').waitFor();
  await elsewhere.page.goto(account);
  await elsewhere.page.getByLabel('Mail address').waitFor();
});

it('shows what one wrote, and what became of each and why, page by page', async () => {
  const jonas = await signInByMail(forum, mails, fresh(), 'Jonas Feld');
  const as = forum.as(jonas);
  for (let n = 1; n <= 10; n += 1) await as.post(forum.thread, `Word number ${n}.`);
  const refused = await as.post(forum.thread, 'This goes too far.');
  await forum.as(forum.mia).decide(refused, 'reject', { reason: 'No names of private people' });
  const { there, page } = await at(jonas);
  const wrote = there.part('What you wrote');
  const first = wrote.getByRole('article').first();
  await first.getByText('This goes too far.').waitFor();
  await first
    .getByText(/^Removed by a moderator on .*Reason: No names of private people\. Only you see it\.$/)
    .waitFor();
  expect(await wrote.getByRole('article').count()).toBe(10);
  await wrote.getByRole('button', { name: 'More messages' }).click();
  await wrote.getByText('Word number 1.', { exact: true }).waitFor();
  expect(await wrote.getByRole('article').count()).toBe(11);
  const words = page.locator('article:focus .text');
  await words.waitFor();
  expect(await words.innerText()).toBe('Word number 1.');
  const link = wrote.getByRole('article').nth(1).getByRole('link');
  expect(await link.getAttribute('href')).toMatch(/^http:\/\/localhost\/articles\/\d+#message-[\w-]+$/);
});

it('shows a message that waits for the moderators as waiting', async () => {
  await forum.addSite('careful', { settings: { premoderation: 'all' } });
  const karla = await signInByMail(forum, mails, fresh(), 'Karla Moos');
  const thread = await forum.article({ site: 'careful' });
  await forum
    .as(karla)
    .ask('POST', `/threads/${thread.id}/messages`, { body: { text: 'May I say this?' }, key: 'careful' });
  const { there } = await at(karla);
  await there.part('What you wrote').getByText('Held: a moderator reads it before it appears.').waitFor();
});

it('says what was decided about one, when and why, until when, and what one can do', async () => {
  const lena = await signInByMail(forum, mails, fresh(), 'Lena Kranz');
  await forum.as(lena).post(forum.thread, 'Lena was rude.');
  const until = new Date(forum.clock.now() + hours(48)).toISOString();
  await forum.as(forum.mia).sanction(lena, { kind: 'suspend', reason: 'Enough for today', until, site: 'default' });
  const { there } = await at(lena);
  const decided = there.part('What was decided about you');
  await decided
    .getByText(/^You are suspended from posting: Default\. Decided on .+\. It ends on .+\. Reason: Enough for today\.$/)
    .waitFor();
  await decided.getByText(`If you think that a decision`).waitFor();
  await decided.getByText(lena.id).waitFor();
});

it('tells a guest first that nobody comes back as one', async () => {
  const max = await forum.guest('Max Gast');
  const { there, page } = await at(max);
  await there
    .part('Where you are signed in')
    .getByRole('button', { name: /^Sign out/ })
    .click();
  await page.getByText('Nobody can come back as a guest.').waitFor();
  expect((await forum.as(max).ask('GET', '/me')).status).toBe(200);
  await there.press('Sign out all the same');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect((await forum.as(max).ask('GET', '/me')).status).toBe(401);
});

it('leaves a name to the publication whose word it is', async () => {
  const gazette = await Publisher.of(forum, 'gazette');
  const body = { site: 'gazette', token: gazette.token({ sub: 'orla', name: 'Orla Finn' }) };
  const { token, member } = await forum.anyone.get(signedIn, 'POST', '/sign-in/sso', { body });
  const { there, page } = await at({ id: member.id, name: 'Orla Finn', token });
  await there.part('Who you are').getByText('Comes from gazette, and is changed there.').waitFor();
  expect(await page.getByRole('button', { name: 'Change the name' }).count()).toBe(0);
});

it('says what it could not learn, and tries again', async () => {
  const petra = await signInByMail(forum, mails, fresh(), 'Petra Halm');
  const { there, page } = await at(petra);
  await page.route('**/api/v1/me*', (route) => route.abort());
  await page.route('**/api/v1/me/messages*', (route) => route.abort());
  await page.reload();
  await page.getByText('The forum cannot be reached.').waitFor();
  await page.unroute('**/api/v1/me*');
  await there.press('Try again');
  await there.isSignedInAs('Petra Halm');
  await there.part('What you wrote').getByText('The forum cannot be reached.').waitFor();
  await page.unroute('**/api/v1/me/messages*');
  await there.part('What you wrote').getByRole('button', { name: 'Try again' }).click();
  await there.part('What you wrote').getByText('Nothing yet.').waitFor();
});

it('leads there from a message that bears a member’s name', async () => {
  await signInByMail(forum, mails, fresh(), 'Nora Stein');
  const reader = await visitor();
  await reader.open(`${forum.config.PUBLIC_URL.origin}/threads/${forum.thread.id}`);
  await reader.post('It is me.', 'Nora Stein');
  await reader.page.getByRole('link', { name: 'Sign in, if the name is yours' }).click();
  await reader.page.getByLabel('Mail address').waitFor();
  expect(new URL(reader.page.url()).pathname).toBe('/account');
});
