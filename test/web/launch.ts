import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** What this browser is made for elsewhere turns its own security off, and runs it in one fragile process. */
const UNSAFE = /single-process|no-zygote|web-security|site-isolation|^--disable-features/;
/** It would draw as on a graphics card, and reckon the card: thrice the processor's time of drawing without one. */
const DRAWN_BY_A_CARD = /gpu|gl=|angle|swiftshader/;
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Storage of its own for each site around a frame, as browsers have it: Playwright switches that off, in a list whose last word
 * counts. What else of that list matters here is said again.
 */
export const PARTITIONED = [
  '--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,' +
    'PaintHolding,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying',
];

/** The browser that TEST_CHROMIUM names, as run.setup.mjs unpacks it. */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env['TEST_CHROMIUM'] as string,
    args: [...chromium.args.filter((arg) => !UNSAFE.test(arg) && !DRAWN_BY_A_CARD.test(arg)), ...QUIET, ...more],
    headless: true,
  });
}
