import { setTimeout as delay } from 'node:timers/promises';

/** Works again and again, on time, but on no more than a few at once: a forum that stands still is not buried as well. */
export async function every(ms: number, atOnce: number, until: AbortSignal, work: () => Promise<void>): Promise<void> {
  const going = new Set<Promise<void>>();
  while (!until.aborted) {
    if (going.size < atOnce) {
      const one = work().finally(() => going.delete(one));
      going.add(one);
    }
    await delay(ms);
  }
  await Promise.all(going);
}
