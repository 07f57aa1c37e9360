/** ms without a refusal after which the overload is over. */
const OVER = 2_000;

/** For how long this process has been asked for more than it can. */
export class OverloadTracker {
  private since = 0;
  private last = -Infinity;

  /** Somebody was refused for want of capacity. */
  note(now: number): void {
    if (now - this.last > OVER) this.since = now;
    this.last = now;
  }

  /** ms over which refusals have followed one another; 0 when none came lately. */
  lasting(now: number): number {
    return now - this.last > OVER ? 0 : now - this.since;
  }
}
