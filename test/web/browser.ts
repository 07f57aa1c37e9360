import { afterAll, afterEach, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launch } from './launch.js';
import { Visitor } from './visitor.js';

/** One for all who want no other switches. */
const browsers = new Map<readonly string[], Promise<Browser>>();
const PLAIN: readonly string[] = [];

const here: Visitor[] = [];

afterEach(async () => {
  const everyone = here.splice(0);
  for (const { context, page } of everyone) {
    // What a test holds in its hands on the way is answered to nobody any more.
    if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
  expect(everyone.flatMap(({ complaints }) => complaints)).toEqual([]);
});

afterAll(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/**
 * Somebody with a browser of their own, who has not said who they are. Closed when the test ends, and then it has not complained.
 * @param switches of the command line; the same list is the same browser
 */
export async function visitor(options: BrowserContextOptions = {}, switches = PLAIN): Promise<Visitor> {
  const browser = browsers.get(switches) ?? launch(switches);
  browsers.set(switches, browser);
  const context = await (await browser).newContext({ viewport: { width: 900, height: 700 }, ...options });
  const somebody = new Visitor(context, await context.newPage());
  here.push(somebody);
  return somebody;
}
