import { Clock } from '../../src/config/clock.js';

export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;

/** Real time, until a test lets some pass or stops it. */
export class TestClock extends Clock {
  private ahead = 0;
  private stopped: number | undefined;

  now(): number {
    return this.stopped ?? Date.now() + this.ahead;
  }

  /** @param ms as `minutes(20)` */
  pass(ms: number): void {
    if (this.stopped !== undefined) this.stopped += ms;
    this.ahead += ms;
  }

  /** From now on it is this time, until some is let pass. */
  stopAt(ms: number): void {
    this.stopped = ms;
  }

  /** Real time again, and what has passed. */
  goOn(): void {
    this.stopped = undefined;
  }
}
