import type { ServerFrame } from '../live.schema.js';
import { encode } from '../transport/frames.js';
import { HeldLine } from '../transport/held-line.js';
import type { From, Sink, Subscription } from '../transport/subscription.js';
import type { ReplayAllowance } from './catch-up.js';
import { RecentEvents } from './recent-events.js';
import type { Head, Positioned, TopicFrames, TopicLog } from './topic.js';
import { TopicRoom } from './topic-room.js';

/** Events are read from the log alone: what the bus says of them is a bell and no more. */
const PATIENCE = 0;
/** What is sent changes without an event (a name, a title): whoever comes back gets it as it is now. */
const KEPT = 0;

type LogSubscription = Subscription & { readonly line: HeldLine };

/** Everyone who follows a topic whose events are all read from its log. */
export abstract class LogRoom<E extends Positioned> extends TopicRoom<E, RecentEvents<E>, LogSubscription> {
  private readonly subscriptions = new Map<Sink, LogSubscription>();

  protected constructor(log: TopicLog<E>, frames: TopicFrames, counters: { deliveries: number }) {
    const recent = (position: number) => new RecentEvents<E>(position, KEPT);
    super({ log, frames, recent, patience: PATIENCE }, counters);
  }

  has(connection: Sink): boolean {
    return this.subscriptions.has(connection);
  }

  /** As `join`; who follows already follows anew. */
  async follow(connection: Sink, from: From, allows?: ReplayAllowance): Promise<void> {
    this.unfollow(connection);
    const subscription: LogSubscription = { line: new HeldLine(connection), position: 0 };
    this.subscriptions.set(connection, subscription);
    try {
      await this.join(subscription, from, allows);
    } catch (error) {
      this.leave(subscription);
      if (this.subscriptions.get(connection) === subscription) this.subscriptions.delete(connection);
      throw error;
    }
    // It may have left, or have begun anew, before it had a subscription.
    if (this.subscriptions.get(connection) !== subscription) this.leave(subscription);
  }

  unfollow(connection: Sink): void {
    const subscription = this.subscriptions.get(connection);
    if (!subscription) return;
    this.subscriptions.delete(connection);
    this.leave(subscription);
  }

  /** The topic stands here: by the bus at once, by a look at the database a little later. */
  advance(position: number, epoch = this.epoch): void {
    if (this.epoch === '') return;
    if (epoch === this.epoch) this.order.expect(position);
    else this.order.resync();
  }

  /** Answers whoever follows from now on. */
  protected abstract following(at: Head): ServerFrame | Promise<ServerFrame>;

  /** From when it resolves, the room knows where the topic stands, as `begun`; a bell may still be on its way. */
  protected begunAtHead(): Promise<void> {
    return super.begun();
  }

  /** Up to date before anybody gets its position: a bell may still be on its way. */
  protected override async begun(): Promise<void> {
    await this.begunAtHead();
    await this.order.catchUp();
  }

  /** What happens while the answer is made is sent after it. */
  protected override async greet({ line, position }: LogSubscription): Promise<void> {
    line.hold();
    const { epoch } = this;
    line.release(encode(await this.following({ position, epoch })));
  }
}
