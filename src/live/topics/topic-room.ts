import { ForumError } from '../../errors/forum-error.js';
import type { From, Subscription } from '../transport/subscription.js';
import { Broadcast } from './broadcast.js';
import { CatchUp, type Ahead, type ReplayAllowance } from './catch-up.js';
import { InOrder } from './in-order.js';
import type { RecentEvents } from './recent-events.js';
import { Replays } from './replays.js';
import type { Conflated, Head, Positioned, TopicFrames, TopicLog } from './topic.js';

/** What makes a topic one of its kind. */
export type TopicKind<E extends Positioned, R extends RecentEvents<E>> = {
  readonly log: TopicLog<E>;
  readonly frames: TopicFrames;
  /** What is kept of the events after a position. */
  readonly recent: (position: number) => R;
  readonly signals?: Conflated;
  /** ms for which an event that is known of may yet come by itself before it is read from the log. */
  readonly patience?: number;
};

const NO_SIGNALS: Conflated = { touched: false, fading: undefined, take: () => [] };

/**
 * Everyone who follows one topic on this process. Events go in by position and come out as one rising row without a gap: encoded
 * once, framed once, and one write a follower for all that came since the last round.
 */
export abstract class TopicRoom<
  E extends Positioned,
  R extends RecentEvents<E> = RecentEvents<E>,
  S extends Subscription = Subscription,
> implements Ahead<E> {
  recent: R;
  epoch = '';
  closed = false;
  protected readonly broadcast: Broadcast<E>;
  protected readonly order: InOrder<E>;
  protected readonly replays: Replays<E>;
  private readonly catchUp: CatchUp<E>;
  private beginning: Promise<void> | undefined;
  /** Who has asked to follow and has not been answered. */
  private joining = 0;

  protected constructor(
    private readonly kind: TopicKind<E, R>,
    counters: { deliveries: number },
  ) {
    const { log, frames, recent, signals = NO_SIGNALS, patience } = kind;
    this.recent = recent(0);
    this.replays = new Replays(frames, (after, epoch) => log.since(after, epoch));
    this.catchUp = new CatchUp(this, frames, this.replays, counters);
    this.broadcast = new Broadcast(frames, this.recent, signals, counters);
    this.order = new InOrder(
      (after) => log.since(after, this.epoch),
      { next: (event) => this.append(event), reset: (to) => this.startAgain(to) },
      patience,
    );
  }

  /** How many follow. */
  get size(): number {
    return this.broadcast.subscriptions.size;
  }

  /** Nobody follows, and nobody is about to. */
  get isEmpty(): boolean {
    return this.size === 0 && this.joining === 0;
  }

  /**
   * Sends what was missed, then `following`, then everything as it happens.
   * @param allows whether it may be sent so much of the past
   * @throws ForumError overloaded where the log cannot be caught up with or the room has been closed, and what the log throws
   */
  async join(subscription: S, from: From, allows: ReplayAllowance = async () => true): Promise<void> {
    this.joining += 1;
    try {
      await this.admit(subscription, from, allows);
    } finally {
      this.joining -= 1;
    }
  }

  leave(subscription: S): void {
    if (this.broadcast.subscriptions.delete(subscription)) this.left();
  }

  close(): void {
    this.closed = true;
    this.recent.release();
    this.order.stop();
    this.broadcast.stop();
  }

  /** The log went another way than this room: everyone has to read the page again. */
  startAgain(to: Head): void {
    this.epoch = to.epoch;
    this.replays.forget();
    this.begin(to.position);
    for (const subscription of this.broadcast.subscriptions) this.catchUp.reset(subscription, to);
  }

  /** Tells somebody who has just been subscribed from where on it hears everything. */
  protected abstract greet(subscription: S): void | Promise<void>;

  protected left(): void {}

  /** The next event; whoever overrides this hands it on. */
  protected append(event: E): void {
    this.recent.append(event);
    this.replays.forget();
    this.broadcast.wake();
  }

  /** Where the topic stands, when the first comes. */
  protected headOfLog(): Promise<Head> {
    return this.kind.log.head();
  }

  /** From when it resolves, the room knows where the topic stands. */
  protected begun(): Promise<void> {
    return (this.beginning ??= this.beginAtHead().catch((error: unknown) => {
      // The next who comes asks again.
      this.beginning = undefined;
      throw error;
    }));
  }

  private async beginAtHead(): Promise<void> {
    const { position, epoch } = await this.headOfLog();
    this.epoch = epoch;
    this.begin(position);
  }

  private async admit(subscription: S, { after, epoch }: From, allows: ReplayAllowance): Promise<void> {
    await this.begun();
    subscription.position = this.recent.position;
    if (after !== undefined) await this.catchUp.run(subscription, after, epoch, allows);
    if (!subscription.line.open) return;
    if (this.closed) throw new ForumError('overloaded');
    this.broadcast.subscriptions.add(subscription);
    await this.greet(subscription);
  }

  private begin(position: number): void {
    this.recent.release();
    this.recent = this.kind.recent(position);
    this.broadcast.begin(this.recent);
    this.order.begin(position);
  }
}
