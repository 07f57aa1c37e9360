import type { Sink } from './subscription.js';

/** A reader's line that can be held: what is written meanwhile waits, in its order, for what has to be said first. */
export class HeldLine implements Sink {
  private waiting: Buffer[] | undefined;

  constructor(private readonly line: Sink) {}

  get open(): boolean {
    return this.line.open;
  }

  get unpacks(): boolean {
    return this.line.unpacks;
  }

  hold(): void {
    this.waiting = [];
  }

  /** Says this first, then what has waited. */
  release(first: Buffer): void {
    const frames = [first, ...(this.waiting ?? [])];
    this.waiting = undefined;
    for (const frame of frames) this.line.write(frame);
  }

  write(frames: Buffer): void {
    if (this.waiting) this.waiting.push(frames);
    else this.line.write(frames);
  }

  drained(): Promise<void> {
    return this.line.drained();
  }
}
