import { useEffect } from 'preact/hooks';
import type { ServerFrame } from '../../../live/live.schema.js';
import type { ThreadCount } from '../../../threads/threads.schema.js';

/** Threads whose counts one socket follows at most (docs/protocol.md). */
const MOST = 100;

/** How many messages the discussions have that are on the page, as the socket says. */
export class ThreadCounts {
  private readonly known = new Map<string, ThreadCount>();

  /** @param follow these in the place of those before */
  constructor(private readonly ask: (threadIds: readonly string[]) => void) {}

  /** The first hundred of a list; the others stand as they were read. */
  follow(threadIds: readonly string[]): void {
    this.known.clear();
    this.ask(threadIds.slice(0, MOST));
  }

  /** Answers whether the frame told of any. */
  take({ event, data }: ServerFrame): boolean {
    if ((event !== 'following' && event !== 'counts') || !('counts' in data) || 'queue' in data) return false;
    for (const count of data.counts) this.known.set(count.thread, count);
    return true;
  }

  /** As the socket says; where it has said nothing yet, as it was read. */
  of({ id, messageCount }: { readonly id: string; readonly messageCount: number }): number {
    return this.known.get(id)?.messageCount ?? messageCount;
  }
}

/** Follows the counts of what a page shows, for as long as it shows it. */
export function useThreadCounts(counts: ThreadCounts, threadIds: readonly string[]): void {
  useEffect(() => {
    counts.follow(threadIds);
    return () => counts.follow([]);
  }, [counts, threadIds.join()]);
}
