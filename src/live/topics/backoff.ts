import { performance } from 'node:perf_hooks';

/**
 * A round of writes is followed by a rest of so many times its own length, at most SHORT ms. A round that is longer than that itself,
 * to ten thousand followers, would leave next to nothing to everything else: what it is longer rests as many times, up to LONGEST.
 */
const REST = 3;
const SHORT = 80;
const LONGEST = 1_000;
/** ms of idleness that show that nothing else in this process waits for its turn. */
const SPARE = 1;
/** ms after which a rest is looked at again: it ends when the process becomes idle. */
const AGAIN = 4;

/**
 * When the next round of writes may begin. In a process that has more to do than it can, rounds to thousands of followers
 * leave the larger part of the time to everything else (posts, pages), and events that come meanwhile share the next
 * round; in one that has not, there is no rest.
 */
export class Backoff {
  private restUntil = 0;
  private idleBefore = 0;

  /** @param busy ms that the round just done took */
  worked(busy: number, now: number): void {
    this.restUntil = now + Math.min(busy * REST, Math.max(SHORT, Math.min(LONGEST, (busy - SHORT) * REST)));
    this.idleBefore = idle();
  }

  /** ms from now until it may begin; or until that should be asked again, where a rest may end early. */
  wait(now: number): number {
    const rest = this.restUntil - now;
    if (rest <= 0 || idle() - this.idleBefore > SPARE) return 0;
    return Math.min(rest, AGAIN);
  }
}

/** ms for which the event loop of this process has had nothing to do. */
const idle = (): number => performance.eventLoopUtilization().idle;
