import { setTimeout as delay } from 'node:timers/promises';

/** How long anything may take before a test says that it did not happen, in ms. Nothing waits that long unless it failed. */
export const PATIENCE = 10_000;

/** Waits until a condition holds, asking again and again; answers what it answered. Fails with what was last seen. */
export async function until<T>(what: string, look: () => T | Promise<T>, patience = PATIENCE): Promise<NonNullable<T>> {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`Waited ${patience} ms for: ${what}`);
    await delay(5);
  }
}
