/** ms over which is looked back. */
const LATELY = 200;
/** ms without anybody to count after which it is begun anew: until then it tells how fast they can be served, and not how fast they come. */
const PAUSE = 5;

/** How many came, or were served, of late: a sliding window of two halves, of which the older counts for as much as is still in view. */
export class SlidingRate {
  private begun = -Infinity;
  private count = 0;
  private before = 0;
  private busySince = -Infinity;
  private lastAt = -Infinity;

  /** Somebody comes, and nobody waits. */
  goesOn(now: number): void {
    if (now - this.lastAt <= PAUSE) return;
    this.busySince = this.begun = now;
    this.count = this.before = 0;
  }

  one(now: number): void {
    this.look(now);
    this.count += 1;
  }

  done(now: number): void {
    this.lastAt = now;
  }

  /** ms for which there has been somebody to count. */
  busy(now: number): number {
    return now - this.busySince;
  }

  perMs(now: number): number {
    this.look(now);
    if (this.busy(now) < LATELY) return this.count / this.busy(now);
    const inView = 1 - (now - this.begun) / LATELY;
    return (this.count + this.before * inView) / LATELY;
  }

  private look(now: number): void {
    const age = now - this.begun;
    if (age < LATELY) return;
    this.before = age < 2 * LATELY ? this.count : 0;
    this.begun = age < 2 * LATELY ? this.begun + LATELY : now;
    this.count = 0;
  }
}
