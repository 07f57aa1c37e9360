import type { BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { accountAnswer } from '../../../src/identity/account/account.schema.js';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import type { Forum } from '../../support/forum.js';
import type { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';
import { visitor } from '../browser.js';
import type { Visitor } from '../visitor.js';

/** Somebody at the account page, by itself or within an article. */
export class AtTheAccount {
  constructor(
    private readonly forum: Forum,
    private readonly mails: MailServer,
    readonly page: Page | FrameLocator,
  ) {}

  /** Asks for a code and gives it, once it has come: the last of `count`. */
  async ask(email: string, count = 1): Promise<string> {
    await this.page.getByLabel('Mail address').fill(email);
    await this.press('Send me a code');
    await this.page.getByLabel('Code').waitFor();
    return this.code(email, count);
  }

  async code(email: string, count = 1): Promise<string> {
    await this.forum.service(Jobs).runDue();
    return this.mails.code(email, count);
  }

  /** The link in the last mail to an address. */
  async link(email: string): Promise<string> {
    await this.forum.service(Jobs).runDue();
    const [mail] = (await this.mails.to(email)).slice(-1);
    return /https?:\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  }

  async enter(code: string): Promise<void> {
    await this.page.getByLabel('Code').fill(code);
    await this.press('Sign in');
  }

  /** In as somebody new. */
  async join(email: string, name: string): Promise<void> {
    await this.enter(await this.ask(email));
    await this.page.getByLabel('Name').fill(name);
    await this.press('Take part');
    await this.isSignedInAs(name);
  }

  async isSignedInAs(name: string): Promise<void> {
    await this.part('Who you are').getByText(name, { exact: true }).first().waitFor();
  }

  part(heading: string) {
    return this.page.getByRole('region', { name: heading });
  }

  press(button: string): Promise<void> {
    return this.page.getByRole('button', { name: button, exact: true }).click();
  }
}

type There = { readonly there: AtTheAccount; readonly page: Page; readonly somebody: Visitor };

/** A browser in which somebody is signed in already, at their account. `asked`: further fields of the page's address. */
export async function atTheAccount(
  forum: Forum,
  mails: MailServer,
  who: Person,
  options: BrowserContextOptions = {},
  asked = '',
): Promise<There> {
  const somebody = await visitor(options);
  const { page } = somebody;
  const { origin } = forum.config.PUBLIC_URL;
  const { member } = await forum.as(who).get(accountAnswer, 'GET', '/me');
  const kept = JSON.stringify({ token: who.token, member });
  await somebody.open(`${origin}/account?site=default`);
  await page.evaluate((session) => localStorage.setItem('rejoinder:session', session), kept);
  await somebody.open(`${origin}/account?site=default${asked}`);
  await page.locator('.who').getByText(who.name, { exact: true }).waitFor();
  return { there: new AtTheAccount(forum, mails, page), page, somebody };
}
