import { LRUCache } from 'lru-cache';

/** ms of a window: what is counted is that of the last one, and a share of the one before. */
const WINDOW = 60_000;
/** Keys that are counted at most; the one that was not asked for longest is forgotten. */
const MOST = 20_000;

type Count = { window: number; now: number; before: number };

/**
 * How often something happened in the last minute, in this process: the share of the window before that is left, and all of this one
 * (a sliding window counter, as in Cloudflare's "How we built rate limiting", 2017).
 */
export class Bursts {
  private readonly counts = new LRUCache<string, Count>({ max: MOST });

  /** One more. @param at ms */
  note(key: string, at: number): void {
    this.countOf(key, at).now += 1;
  }

  /** @param at ms */
  rate(key: string, at: number): number {
    const { now, before } = this.countOf(key, at);
    return now + before * (1 - (at % WINDOW) / WINDOW);
  }

  private countOf(key: string, at: number): Count {
    const window = Math.floor(at / WINDOW);
    const known = this.counts.get(key);
    if (known?.window === window) return known;
    const count = { window, now: 0, before: known?.window === window - 1 ? known.now : 0 };
    this.counts.set(key, count);
    return count;
  }
}
