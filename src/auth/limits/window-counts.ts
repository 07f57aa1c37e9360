import { LRUCache } from 'lru-cache';
import { ENTRY, MEMORY } from '../../config/memory.js';

export type Window = {
  readonly name: string;
  readonly key: string;
  /** How much may be taken in `ms`. */
  readonly most: number;
  readonly ms: number;
};

/**
 * What was taken in this process, in windows that begin with their first use. By a clock that nobody can set. Where more are
 * counted than it holds, the one that was not asked for longest is forgotten.
 */
export class WindowCounts {
  private readonly counts = new LRUCache<string, { taken: number; until: number }>({
    // Two thirds; the others are those of leases.
    maxSize: (MEMORY.limits * 2) / 3,
    sizeCalculation: (_, id) => ENTRY + id.length,
  });

  /** Null where it may; else the ms until it may again. */
  take({ name, key, most, ms }: Window, points = 1): number | null {
    const now = performance.now();
    const id = `${name}:${key}`;
    let count = this.counts.get(id);
    if (!count || count.until <= now) {
      count = { taken: 0, until: now + ms };
      this.counts.set(id, count);
    }
    count.taken += points;
    return count.taken <= most ? null : count.until - now;
  }

  giveBack({ name, key }: Window): void {
    const count = this.counts.get(`${name}:${key}`);
    if (count && count.taken > 0) count.taken -= 1;
  }
}
