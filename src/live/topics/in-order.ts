import { setTimeout as delay } from 'node:timers/promises';
import type { Head, LogAnswer, Positioned } from './topic.js';

type Handlers<E> = {
  /** The event with the next position. */
  next(event: E): void;
  /** The log does not hold what is missing: `begin` again at its head. */
  reset(to: Head): void;
};

/** ms for which a missing event may yet come by itself before it is read from the log. */
export const PATIENCE = 50;
/** ms between tries to read what is missing: the first, and up to which it is doubled. */
const RETRY = { first: 100, longest: 5_000 } as const;
/** Events kept that came before an earlier one did; the log has those beyond. */
const AHEAD = 1_000;

/**
 * Makes one rising row without a gap of events that may come twice, out of order or not at all: on PostgreSQL the
 * callbacks of two commits may overtake each other, and a bus between processes may lose what it likes.
 */
export class InOrder<E extends Positioned> {
  private readonly ahead = new Map<number, E>();
  private position: number | undefined;
  /** The highest position that is known of. */
  private expected = 0;
  private filling = false;
  private stopped = false;

  constructor(
    private readonly since: (after: number) => Promise<LogAnswer<E>>,
    private readonly handlers: Handlers<E>,
    /** ms that a missing event is waited for; none where events are read from the log alone. */
    private readonly patience = PATIENCE,
    /** For so many ms; it keeps no process alive. */
    private readonly pause = (ms: number): Promise<unknown> => delay(ms, undefined, { ref: false }),
  ) {}

  /** @param position of the last event that has been sent. What came before this call was kept. */
  begin(position: number): void {
    this.position = position;
    this.expected = Math.max(position, ...this.ahead.keys());
    this.deliverNext();
  }

  take(event: E): void {
    // The next one always has a place, or a gap before a thousand others could never be filled.
    const isNext = this.position !== undefined && event.position === this.position + 1;
    if (isNext || this.ahead.size < AHEAD) this.ahead.set(event.position, event);
    this.expect(event.position);
  }

  /** The log has an event of this position: it will come, or be read. */
  expect(position: number): void {
    this.expected = Math.max(this.expected, position);
    this.deliverNext();
  }

  /** The log is another than the one so far: what it has to say is read from where we stand. */
  resync(): void {
    if (this.position !== undefined) void this.readMissing();
  }

  /**
   * Reads the log to its end.
   * @throws where it cannot be read
   */
  async catchUp(): Promise<void> {
    while (!this.stopped && (await this.readNext()) > (this.position ?? 0));
  }

  stop(): void {
    this.stopped = true;
    this.ahead.clear();
  }

  private get isBehind(): boolean {
    return !this.stopped && this.position !== undefined && this.position < this.expected;
  }

  private deliverNext(): void {
    if (this.position === undefined) return;
    for (const position of this.ahead.keys()) if (position <= this.position) this.ahead.delete(position);
    for (let next = this.ahead.get(this.position + 1); next; next = this.ahead.get(this.position + 1)) {
      this.ahead.delete(next.position);
      this.position = next.position;
      this.handlers.next(next);
    }
    if (this.isBehind && !this.filling) void this.fill();
  }

  private async fill(): Promise<void> {
    this.filling = true;
    if (this.patience > 0) await this.pause(this.patience);
    let wait: number = RETRY.first;
    while (this.isBehind) {
      const before = this.position;
      await this.readMissing();
      // An answer may hold only a part of what is missing.
      if (!this.isBehind || this.position !== before) continue;
      await this.pause(wait);
      wait = Math.min(wait * 2, RETRY.longest);
    }
    this.filling = false;
  }

  private async readMissing(): Promise<void> {
    // A database that is away keeps the events until it is back.
    await this.readNext().catch(() => undefined);
  }

  /** Takes what the log has next; answers where the topic stands. */
  private async readNext(): Promise<number> {
    const answer = await this.since(this.position ?? 0);
    if (this.stopped) return answer.position;
    if ('reset' in answer) this.handlers.reset(answer);
    else for (const event of answer.events) this.take(event);
    return answer.position;
  }
}
