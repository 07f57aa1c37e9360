import { afterAll, afterEach, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launch } from './launch.js';
import { Visitor } from './visitor.js';

let browser: Promise<Browser> | undefined;

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
  await (await browser)?.close();
});

/** Somebody with a browser of their own, who has not said who they are. Closed when the test ends, and then it has not complained. */
export async function visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: { width: 900, height: 700 }, ...options });
  const somebody = new Visitor(context, await context.newPage());
  here.push(somebody);
  return somebody;
}
