import type { QueueChange, QueueCounts } from '../../moderation/queue/queue.schema.js';
import type { ServerFrame } from '../live.schema.js';
import { LogRoom } from '../topics/log-room.js';
import type { Head, TopicLog } from '../topics/topic.js';
import { queueFrames } from '../transport/frames.js';

/** What a room needs of the rest: where the queue stands, what is written in its log, and how many wait. */
export interface QueueSource extends TopicLog<QueueChange> {
  counts(): Promise<QueueCounts>;
}

/** The consoles that follow one site's queue. */
export class QueueRoom extends LogRoom<QueueChange> {
  constructor(
    readonly siteId: string,
    private readonly source: QueueSource,
    counters: { deliveries: number },
  ) {
    super(source, queueFrames(siteId), counters);
  }

  /** Counted once the console is subscribed: what happens from then on is told after this, with the counts of then. */
  protected override async following(at: Head): Promise<ServerFrame> {
    const counts = await this.source.counts();
    return { event: 'following', data: { queue: this.siteId, ...at, counts } };
  }
}
