import { Backoff } from './backoff.js';

/** Calls for one round of writes after another: each as soon as it is due and the pace allows, never two at once. */
export class FlushLoop {
  private readonly pace = new Backoff();
  private timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;
  private running = false;
  private stopped = false;

  constructor(
    /** ms from now until there is something to send; undefined while there is not. */
    private readonly due: (now: number) => number | undefined,
    /** Tells it, and answers how many ms of work that was. */
    private readonly round: () => Promise<number>,
  ) {}

  /** Something may be due now, or earlier than it was. */
  wake(): void {
    if (this.running || this.stopped) return;
    const now = performance.now();
    const wait = this.wait(now);
    if (wait === undefined || (this.timer && this.timer.at <= now + wait)) return;
    clearTimeout(this.timer?.handle);
    this.timer = { at: now + wait, handle: setTimeout(() => this.ring(), wait) };
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer?.handle);
  }

  private wait(now: number): number | undefined {
    const due = this.due(now);
    return due === undefined ? undefined : Math.max(due, this.pace.wait(now));
  }

  private ring(): void {
    this.timer = undefined;
    const wait = this.wait(performance.now());
    if (wait !== undefined && wait <= 0) void this.run();
    else this.wake();
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      const worked = await this.round();
      this.pace.worked(worked, performance.now());
    } finally {
      this.running = false;
    }
    this.wake();
  }
}
