import { isAccepting, slice } from '../connections/turns.js';
import { SlidingRate } from './sliding-rate.js';

/** ms of each turn of the event loop in which those who wait are served; then whoever has just come is looked at. */
const SLICE = 2;
/** Served in one turn at most; fewer while connections wait to be accepted. */
const STEPS = 64;
const FEW = 4;
/** ms after which those who wait for room look again. */
const LOOK = 2;
/** ms without a moment in which nobody waited, after which it is no burst that waits but a queue that stands, unless it gets shorter. */
const STANDING = 500;
/** ms that anybody who comes may have to wait in a burst. */
const BURST = 2_000;
/** ms after a refusal for which a queue is taken to be standing still: one that was just turned away is short. */
const MEMORY = 1_000;

type Waiting<T> = { readonly item: T; readonly since: number };
type Fate<T> = {
  serve(item: T): void;
  refuse(item: T): void;
  /** Whether what is served goes on at once, and does not wait again for something that is behind. */
  readonly hasRoom?: () => boolean;
};

/**
 * Those who wait for their turn at this process. Whoever comes while there is time is served at once; then one after
 * another, a slice of each turn of the event loop, so that a refusal never waits behind what was admitted.
 *
 * How long one may wait is controlled delay (B. Maurer, "Fail at Scale", ACM Queue 13 (8), 2015, after CoDel, RFC 8289): a
 * burst passes, so it may wait; in a queue that neither empties nor is clearly getting shorter waiting helps nobody, so
 * there whoever would wait longer than `patience` ms, at the pace at which others were served of late, is refused at once;
 * and so is, later, who was hoped for.
 */
export class AdmissionQueue<T> {
  private readonly line: Waiting<T>[] = [];
  private readonly came = new SlidingRate();
  private readonly served = new SlidingRate();
  private emptyAt = -Infinity;
  private refusedAt = -Infinity;
  private sliceBegan: number | undefined;
  private scheduled = false;

  constructor(
    private readonly patience: number,
    private readonly fate: Fate<T>,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  get length(): number {
    return this.line.length;
  }

  take(item: T): void {
    const now = this.clock();
    const [first] = this.line;
    if (!first) this.goesOn(now);
    this.came.one(now);
    this.came.done(now);
    if (!first && this.hasTime(now) && this.hasRoom()) return this.serve(item, now);
    if (!first) this.emptyAt = now;
    if (first && this.isStanding(now) && this.waitOf(first, now) > this.patience / 2) return this.refuse(item, now);
    // Of those who wait already nobody is sent away for that: the burst passes.
    if (first && this.lasts(now) && this.ahead(now) > Math.max(this.patience / 2, BURST)) return this.fate.refuse(item);
    this.line.push({ item, since: now });
    this.schedule();
  }

  private goesOn(now: number): void {
    this.came.goesOn(now);
    this.served.goesOn(now);
  }

  /** Where less than half as many come as are served, it is a burst that passes, and it may take its time. */
  private isStanding(now: number): boolean {
    if (now - this.refusedAt < MEMORY) return true;
    return this.lasts(now) && this.came.perMs(now) >= this.served.perMs(now) / 2;
  }

  private lasts(now: number): boolean {
    return now - this.emptyAt > STANDING;
  }

  /** ms that whoever comes now would wait: what the line takes, but no less than the first has waited already. */
  private waitOf(first: Waiting<T>, now: number): number {
    return Math.max(now - first.since, this.ahead(now));
  }

  /** ms that the line takes, once its pace shows. */
  private ahead(now: number): number {
    const shows = this.served.busy(now) > this.patience / 2;
    return shows ? this.line.length / this.served.perMs(now) : 0;
  }

  private serve(item: T, now: number): void {
    this.served.one(now);
    this.fate.serve(item);
    this.served.done(this.clock());
  }

  private refuse(item: T, now: number): void {
    this.refusedAt = now;
    this.fate.refuse(item);
  }

  private hasRoom(): boolean {
    return this.fate.hasRoom?.() ?? true;
  }

  private hasTime(now: number): boolean {
    if (this.sliceBegan !== undefined) return now - this.sliceBegan < slice(SLICE, now);
    this.sliceBegan = now;
    setImmediate(() => (this.sliceBegan = undefined));
    return true;
  }

  /** A step of its own for each: what one sets going (promises, streams) goes as far as it can before the next begins. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => (this.sliceBegan = this.clock()));
    const most = isAccepting(this.clock()) ? FEW : STEPS;
    for (let step = Math.min(most, this.line.length); step > 0; step -= 1) setImmediate(() => this.step());
    setImmediate(() => {
      this.scheduled = false;
      this.sliceBegan = undefined;
      if (this.line.length > 0) this.goOn();
    });
  }

  /** Where there is no room, without keeping a processor busy. */
  private goOn(): void {
    if (this.hasRoom()) return this.schedule();
    this.scheduled = true;
    setTimeout(() => {
      this.scheduled = false;
      this.schedule();
    }, LOOK);
  }

  private step(): void {
    const now = this.clock();
    if (now - (this.sliceBegan ?? 0) >= slice(SLICE, now)) return;
    for (let [next] = this.line; next; [next] = this.line) {
      const late = now - next.since > this.patience && this.isStanding(now);
      if (!late && !this.hasRoom()) return;
      this.line.shift();
      if (!late) return this.serve(next.item, now);
      this.refuse(next.item, now);
    }
  }
}
