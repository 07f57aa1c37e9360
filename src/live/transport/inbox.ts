/** Nothing waits, as nearly always: one list for all of them, and none that keeps room for what it once held. */
const NOTHING: readonly never[] = [];

/** ms in which FRAMES_PER_10_SECONDS are counted. */
const WINDOW = 10_000;

/** Whoever works off what waits. An object that is there anyway: a function of its own for each socket would cost a follower 100 bytes. */
export interface FrameWorker<T> {
  work(frame: T): Promise<void>;
}

/**
 * What came over one socket and waits its turn: one frame after another, however long each takes, so that an
 * `authenticate` is done before the `follow` behind it begins.
 */
export class Inbox<T> {
  private waiting: readonly T[] = NOTHING;
  private busy = false;
  private closed = false;
  private windowStart = 0;
  private counted = 0;
  private countedBefore = 0;

  constructor(
    private readonly limit: number,
    private readonly worker: FrameWorker<T>,
  ) {}

  /** False when there were more in the last 10 seconds, or are more waiting, than one socket may send. */
  take(frame: T, now: number): boolean {
    if (!this.count(now) || this.waiting.length >= this.limit) return false;
    this.waiting = this.waiting.concat([frame]);
    if (!this.busy) void this.drain();
    return true;
  }

  /**
   * Counts a frame that needs no turn (a ping). The last 10 seconds are this window's frames and so much of the window
   * before as they still cover, as if it had been filled evenly.
   */
  count(now: number): boolean {
    const windows = Math.floor((now - this.windowStart) / WINDOW);
    if (windows > 0) {
      this.countedBefore = windows === 1 ? this.counted : 0;
      this.counted = 0;
      this.windowStart += windows * WINDOW;
    }
    this.counted += 1;
    const covered = 1 - (now - this.windowStart) / WINDOW;
    return this.counted + this.countedBefore * covered <= this.limit;
  }

  close(): void {
    this.closed = true;
    this.waiting = NOTHING;
  }

  private async drain(): Promise<void> {
    this.busy = true;
    while (!this.closed) {
      const [frame, ...behind] = this.waiting;
      if (frame === undefined) break;
      this.waiting = behind.length > 0 ? behind : NOTHING;
      await this.worker.work(frame);
    }
    this.busy = false;
  }
}
