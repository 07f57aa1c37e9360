import axe, { type RunOnly } from 'axe-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { until } from '../support/until.js';

const EVERYTHING: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** What colours alone decide. */
const COLOURS: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** A person at the reader's page: what they do there, and what they see. */
export class Visitor {
  /** What the browser complained of: a script's error, a breach of the content policy. */
  readonly complaints: string[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (said) => {
      if (said.type() === 'error' && !/WebSocket|Failed to load resource/.test(said.text())) {
        this.complaints.push(said.text());
      }
    });
  }

  async open(url: string): Promise<this> {
    await this.page.goto(url);
    return this;
  }

  /** Waits until the script has taken the server's page over (Preact marks the element that it draws in): until then it hears no key. */
  async takenOver(): Promise<this> {
    await this.page.waitForFunction(() => Object.keys(document.getElementById('forum') ?? {}).length > 0);
    return this;
  }

  get composer(): Locator {
    return this.page.locator('#composer');
  }

  /** The message that holds these words. */
  message(words: string): Locator {
    return this.page.locator('article').filter({ has: this.page.locator('.text', { hasText: words }) });
  }

  /** Writes at the head of the thread without posting; gives a name where one is asked for. */
  async write(text: string, name?: string): Promise<void> {
    await this.composer.locator('textarea').fill(text);
    if (name !== undefined) await this.composer.locator('input[name=name]').fill(name);
  }

  async post(text: string, name?: string): Promise<void> {
    await this.write(text, name);
    await this.press('Post');
  }

  async reply(to: string, text: string, name?: string): Promise<void> {
    await this.message(to)
      .getByRole('link', { name: /^Reply/ })
      .click();
    const form = this.page.getByRole('form', { name: 'Write a reply' });
    await form.locator('textarea').fill(text);
    if (name !== undefined) await form.locator('input[name=name]').fill(name);
    await form.getByRole('button', { name: 'Reply' }).click();
  }

  /** One of the things behind "…" of a message. */
  async choose(message: string, what: string): Promise<void> {
    await this.message(message)
      .getByRole('button', { name: /^More about/ })
      .click();
    await this.message(message).getByRole('button', { name: what, exact: true }).click();
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Waits until some words can be seen. */
  async sees(words: string | RegExp): Promise<void> {
    await until(`“${words}” on the page`, () => this.page.getByText(words).first().isVisible());
  }

  /** Waits until no message holds these words any more. */
  async misses(words: string): Promise<void> {
    await until(`“${words}” gone`, async () => (await this.message(words).count()) === 0);
  }

  async top(words: string): Promise<number> {
    return (await this.message(words).boundingBox())?.y ?? NaN;
  }

  /** What stands in the list, in its order; of a page that is on its way to another one, what stands there. */
  async reads(): Promise<string[]> {
    const texts = this.page.locator('article .text');
    const read = await until('a page', () => texts.allInnerTexts().catch(unlessItLeaves));
    return read.map((text) => text.trim());
  }

  /** What keeps somebody out in light or in dark, what spills out of its button, and whether the page scrolls sideways. */
  async faults(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      // Colours fade from one scheme into the other.
      await this.page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
      // In the dark the same stands in the same places, in other colours.
      const rules = colorScheme === 'light' ? EVERYTHING : COLOURS;
      found.push(...(await this.barriers(rules)).map((barrier) => `${colorScheme}: ${barrier}`));
    }
    const spilt = await this.page
      .locator('button:visible')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map(({ textContent }) => textContent),
      );
    found.push(...spilt.map((words) => `spills: ${words}`));
    const beyond = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    return beyond > 0 ? [...found, `${beyond} px wider than its window`] : found;
  }

  /** What a finger is meant to touch and is lower than 44 px; links within a sentence are as high as it is. */
  smallTargets(): Promise<string[]> {
    return this.page
      .locator('button:not(.fold), summary, .actions a, .more a, nav a, input, textarea')
      .evaluateAll((all) =>
        all
          .filter((one) => (one as HTMLElement).checkVisibility({ visibilityProperty: true }))
          .map((one) => (one.matches('[type=radio], [type=checkbox]') ? (one.closest('label') ?? one) : one))
          .filter((one) => getComputedStyle(one).display !== 'inline' && one.getBoundingClientRect().height < 44)
          .map((one) => one.outerHTML.slice(0, 120)),
      );
  }

  /** The words of whatever has the focus; none while nothing has it. */
  focused(): Promise<string> {
    return this.page.evaluate(() => document.querySelector(':focus')?.textContent ?? '');
  }

  /** Every breach of WCAG 2.2 AA that axe finds, as sentences. */
  async barriers(rules = EVERYTHING): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axe.source);
    return this.page.evaluate(async (runOnly) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({
        runOnly,
        resultTypes: ['violations'],
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`);
    }, rules);
  }
}

/** Nothing of a page that went elsewhere while it was read. */
function unlessItLeaves(error: Error): null {
  if (/Execution context was destroyed/.test(error.message)) return null;
  throw error;
}
