import { setImmediate as turn } from 'node:timers/promises';
import { slice } from '../../http/connections/turns.js';
import type { RecentEvents } from './recent-events.js';
import { RoundFrames } from './round-frames.js';
import { FlushLoop } from './flush-loop.js';
import type { Conflated, Positioned, TopicFrames } from './topic.js';
import type { Subscription } from '../transport/subscription.js';

/** ms of writing after which everything else in this process gets a turn, and followers between looks at the clock. */
const SLICE = 8;
const LOOK = 16;
/** ms between signals: so many a follower, within bounds, so that coming and going is not what a full room is busy with. */
const SIGNALS = { perFollower: 0.2, least: 250, most: 5_000 } as const;

/** Sends everyone in a room what has happened, in rounds: one write a follower for all that came since the last. */
export class Broadcast<E extends Positioned> {
  readonly subscriptions = new Set<Subscription>();
  private readonly rounds = new FlushLoop(
    (now) => this.due(now),
    () => this.flush(),
  );
  /** Up to here every follower has heard everything. */
  private sentUpTo = 0;
  private signalAt = 0;

  constructor(
    private readonly format: TopicFrames,
    private recent: RecentEvents<E>,
    private readonly signals: Conflated,
    private readonly counters: { deliveries: number },
  ) {}

  /** From now on sends these events; what was before has been sent. */
  begin(recent: RecentEvents<E>): void {
    this.recent = recent;
    this.sentUpTo = recent.position;
  }

  stop(): void {
    this.subscriptions.clear();
    this.rounds.stop();
  }

  /** Something happened: sent in the next round, or to nobody. */
  wake(): void {
    if (this.subscriptions.size > 0) return this.rounds.wake();
    this.sentUpTo = this.recent.position;
    this.recent.trim(this.sentUpTo);
  }

  /** ms until there is something to send: at once for events, later for signals alone. */
  private due(now: number): number | undefined {
    if (this.sentUpTo < this.recent.position) return 0;
    if (this.signals.touched) return this.signalAt - now;
    const { fading } = this.signals;
    return fading === undefined ? undefined : Math.max(fading, this.signalAt) - now;
  }

  /**
   * One round: each follower gets all that it has not heard in one write. What comes meanwhile shares the next round.
   * Answers the ms it worked.
   */
  private async flush(): Promise<number> {
    const { recent } = this;
    const upTo = recent.position;
    const signal = this.takeSignal();
    const frames = new Map<number, RoundFrames>();
    let worked = 0;
    let begun = performance.now();
    let sent = 0;
    for (const subscription of this.subscriptions) {
      const from = Math.min(subscription.position, upTo);
      const due = frames.get(from) ?? this.frames(from, upTo, signal);
      frames.set(from, due);
      this.deliver(subscription, due.for(subscription.line), upTo);
      sent += 1;
      if (sent % LOOK > 0 || !this.isOver(begun)) continue;
      worked += performance.now() - begun;
      await turn();
      begun = performance.now();
      if (this.recent !== recent) return worked;
    }
    this.sentUpTo = upTo;
    recent.trim(upTo);
    return worked + performance.now() - begun;
  }

  private isOver(begun: number): boolean {
    const now = performance.now();
    return now - begun >= slice(SLICE, now);
  }

  private frames(from: number, upTo: number, signal: readonly string[]): RoundFrames {
    const events = this.format.events(this.recent.between(from, upTo));
    return new RoundFrames([...events, ...signal], this.subscriptions.size);
  }

  private deliver(subscription: Subscription, frame: Buffer, upTo: number): void {
    if (frame.length === 0) return;
    subscription.position = Math.max(subscription.position, upTo);
    subscription.line.write(frame);
    this.counters.deliveries += 1;
  }

  private takeSignal(): string[] {
    const now = performance.now();
    const signal = this.signals.take(now);
    if (signal.length > 0)
      this.signalAt =
        now + Math.min(SIGNALS.most, Math.max(SIGNALS.least, this.subscriptions.size * SIGNALS.perFollower));
    return signal;
  }
}
