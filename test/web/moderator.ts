import { STAFF_ROLES } from '../../src/members/members.schema.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import type { Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

/** Somebody of staff at the console: what the keys do and what the three panes show. */
export class Moderator {
  constructor(
    readonly desk: Visitor,
    private readonly origin: string,
  ) {}

  /** One key after the other, as they are typed. */
  async keys(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.desk.page.keyboard.press(key);
  }

  async goTo(view: string): Promise<void> {
    await this.desk.open(`${this.origin}/console/${view}`);
    await this.desk.page.locator('.list-head .count, .log-head').waitFor();
  }

  /** Waits until this is the message in front of the moderator. */
  async reads(words: string): Promise<void> {
    const message = this.desk.page.locator('.pane:not(.is-leaving) .the-message', { hasText: words });
    await until(`“${words}” in front of the moderator`, () => message.isVisible());
  }

  /** Waits until the foot says so. */
  async isTold(words: string | RegExp): Promise<void> {
    const foot = this.desk.page.locator('.foot').getByText(words);
    await until(`“${words}” at the foot`, () => foot.first().isVisible());
  }

  /** The authors in the list, from the top. */
  list(): Promise<string[]> {
    return this.desk.page.locator('.item-row .row-name').allInnerTexts();
  }

  async lists(...names: readonly string[]): Promise<void> {
    await until(`[${names.join(', ')}] in the list`, async () => (await this.list()).join() === names.join());
  }

  /** What the row of an author says about its state. */
  row(author: string): Promise<string> {
    return this.desk.page.locator('.item-row', { hasText: author }).locator('.row-foot').innerText();
  }
}

/** A new one-time link, as `rejoinder staff add` prints it. */
export async function signInLink(forum: Forum, who: Person): Promise<string> {
  const role = who === forum.olga ? STAFF_ROLES[2] : STAFF_ROLES[0];
  const site = who === forum.olga ? null : 'default';
  const { link } = await forum
    .service(StaffService)
    .addStaff(`${who.name.toLowerCase()}@example.com`, role, site, who.name);
  return `${forum.config.PUBLIC_URL.origin}/console/sign-in?token=${link}`;
}

/** Somebody whose browser wants another language comes in by a link and stands at the desk. */
export async function atTheDeskIn(locale: string, forum: Forum, who: Person, width = 1280): Promise<Moderator> {
  const desk = await visitor({ viewport: { width, height: 800 }, locale });
  await desk.open(await signInLink(forum, who));
  await desk.page.locator('form button').click();
  await desk.page.locator('.foot-live.is-live').waitFor();
  return new Moderator(desk, forum.config.PUBLIC_URL.origin);
}

/** Somebody of staff comes in by a link and stands at the desk. */
export async function atTheDesk(
  forum: Forum,
  who: Person,
  options: Parameters<typeof visitor>[0] = {},
): Promise<Moderator> {
  const desk = await visitor({ viewport: { width: 1280, height: 800 }, ...options });
  await desk.open(await signInLink(forum, who));
  await desk.press(`Sign in as ${who.name}`);
  await desk.sees('Live');
  return new Moderator(desk, forum.config.PUBLIC_URL.origin);
}
