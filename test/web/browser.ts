import { afterAll } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launch } from './launch.js';
import { Visitor } from './visitor.js';

let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser)?.close();
});

/** Somebody with a browser of their own, who has not said who they are. Closed when the test file ends. */
export async function visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: { width: 900, height: 700 }, ...options });
  return new Visitor(context, await context.newPage());
}
