import { afterAll } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContextOptions } from 'playwright-core';
import { Visitor } from './visitor.js';

/** What this browser is made for elsewhere turns its own security off, and runs it in one fragile process. */
const UNSAFE = /single-process|no-zygote|web-security|site-isolation|^--disable-features/;
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser)?.close();
});

/** Unpacked by run.setup.mjs. */
export function launch(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env['TEST_CHROMIUM'] as string,
    args: [...chromium.args.filter((arg) => !UNSAFE.test(arg)), ...QUIET],
    headless: true,
  });
}

/** Somebody with a browser of their own, who has not said who they are. Closed when the test file ends. */
export async function visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: { width: 900, height: 700 }, ...options });
  return new Visitor(context, await context.newPage());
}
