import type { ForumError } from './forum-error.js';

/** How often each limit has refused somebody since the start of this process, by the limit's name in config. */
export class Refusals {
  private readonly counted = new Map<string, number>();

  get counts(): ReadonlyMap<string, number> {
    return this.counted;
  }

  count(limit: string): void {
    this.counted.set(limit, (this.counted.get(limit) ?? 0) + 1);
  }

  /** Counts an error that tells of a limit; no other. */
  note({ details }: ForumError): void {
    if (details && 'limit' in details && typeof details.limit === 'string') this.count(details.limit);
  }
}
