import type { QueueChange, QueueCounts } from '../../moderation/queue/queue.schema.js';
import { RecentEvents } from '../topics/recent-events.js';
import type { TopicLog } from '../topics/topic.js';
import { TopicRoom } from '../topics/topic-room.js';
import { encode, queueFrames } from '../transport/frames.js';
import { HeldLine } from '../transport/held-line.js';
import type { From, Sink, Subscription } from '../transport/subscription.js';

/** What a room needs of the rest: where the queue stands, what is written in its log, and how many wait. */
export interface QueueSource extends TopicLog<QueueChange> {
  counts(): Promise<QueueCounts>;
}

/** Events are read from the log alone: what tells that there is one is a bell and no more. */
const PATIENCE = 0;
/** Items change without a word here (a name, a title): whoever comes back is told of them as they are now. */
const KEPT = 0;

type QueueSubscription = Subscription & { readonly line: HeldLine };

/** The consoles that follow one site's queue. */
export class QueueRoom extends TopicRoom<QueueChange, RecentEvents<QueueChange>, QueueSubscription> {
  private readonly subscriptions = new Map<Sink, QueueSubscription>();

  constructor(
    readonly siteId: string,
    private readonly source: QueueSource,
    counters: { deliveries: number },
  ) {
    const recent = (position: number) => new RecentEvents<QueueChange>(position, KEPT);
    super({ log: source, frames: queueFrames(siteId), recent, patience: PATIENCE }, counters);
  }

  has(connection: Sink): boolean {
    return this.subscriptions.has(connection);
  }

  /** As `join`; who follows already follows anew. */
  async follow(connection: Sink, from: From): Promise<void> {
    this.unfollow(connection);
    const subscription: QueueSubscription = { line: new HeldLine(connection), position: 0 };
    this.subscriptions.set(connection, subscription);
    try {
      await this.join(subscription, from);
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

  /** The queue is told to stand here: by the bus at once, by a look at the database a little later. */
  advance(position: number, epoch = this.epoch): void {
    if (this.epoch === '') return;
    if (epoch === this.epoch) this.order.expect(position);
    else this.order.resync();
  }

  /** Up to date before anybody is told where it stands: a bell may still be on its way. */
  protected override async begun(): Promise<void> {
    await super.begun();
    await this.order.catchUp();
  }

  /** Counted once it is subscribed: what happens from then on is told after this, with the counts of then. */
  protected override async greet({ line, position }: QueueSubscription): Promise<void> {
    line.hold();
    const { epoch } = this;
    const counts = await this.source.counts();
    line.release(encode({ event: 'following', data: { queue: this.siteId, position, epoch, counts } }));
  }
}
