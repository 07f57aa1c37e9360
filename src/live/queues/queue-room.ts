import type { QueueEvents, QueuePlace } from '../../moderation/queue/queue-topic.service.js';
import type { QueueCounts } from '../../moderation/queue/queue.schema.js';
import type { Connection } from '../transport/connection.js';
import { encode } from '../transport/frames.js';
import type { From } from '../transport/subscription.js';

/** What a room needs of the rest: where the queue stands, what is written in its log, and how many wait. */
export interface QueueSource {
  head(): Promise<QueuePlace>;
  since(after: number, epoch: string): Promise<QueueEvents>;
  counts(): Promise<QueueCounts>;
}

/**
 * The consoles that follow one site's queue. Whatever tells that the queue has moved on is a bell and no more: what happened is
 * always read from the log, from where the room stands, and everything else waits its turn. So nothing comes twice, out of
 * order or not at all.
 */
export class QueueRoom {
  private readonly followers = new Set<Connection>();
  private joining = 0;
  private place: QueuePlace | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private isDue = false;

  constructor(
    readonly siteId: string,
    private readonly source: QueueSource,
  ) {}

  /** Nobody follows, and nobody is about to. */
  get isEmpty(): boolean {
    return this.followers.size === 0 && this.joining === 0;
  }

  has(connection: Connection): boolean {
    return this.followers.has(connection);
  }

  /**
   * Sends what was missed, or `reset`, then `following`, then everything as it happens.
   * @throws ForumError overloaded where the log cannot be read
   */
  async join(connection: Connection, { after, epoch }: From): Promise<void> {
    this.joining += 1;
    await this.inTurn(async () => {
      const { position, ...place } = await this.catchUp();
      if (after !== undefined) await this.replay(connection, after, { position, epoch: epoch ?? place.epoch });
      const counts = await this.source.counts();
      if (!connection.open) return;
      this.followers.add(connection);
      connection.send({ event: 'following', data: { queue: this.siteId, position, epoch: place.epoch, counts } });
    }).finally(() => (this.joining -= 1));
  }

  leave(connection: Connection): void {
    this.followers.delete(connection);
  }

  /** The queue is told to stand here: by the bus at once, by a look at the database a little later. */
  advance(position: number, epoch = this.place?.epoch): void {
    if (!this.place || epoch === undefined) return;
    if (epoch === this.place.epoch && position <= this.place.position) return;
    if (this.isDue) return;
    this.isDue = true;
    // A database that is away keeps the events: the next look at it is another bell.
    this.inTurn(() => {
      this.isDue = false;
      return this.catchUp();
    }).catch(() => (this.isDue = false));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Tells everyone all that has happened by now. */
  private async catchUp(): Promise<QueuePlace> {
    this.place ??= await this.source.head();
    for (;;) {
      const { position, epoch }: QueuePlace = this.place;
      const answer = await this.source.since(position, epoch);
      this.place = { position: answer.position, epoch: answer.epoch };
      if ('reset' in answer) {
        for (const follower of this.followers) this.reset(follower);
        return this.place;
      }
      for (const change of answer.changes) {
        const frame = encode({ event: 'queue', data: change });
        for (const follower of this.followers) follower.write(frame);
      }
      if (answer.position >= answer.head) return this.place;
    }
  }

  /** Tells one console what it missed up to where the room stands. */
  private async replay(connection: Connection, after: number, { position, epoch }: QueuePlace): Promise<void> {
    if (epoch !== this.place?.epoch || after > position) return this.reset(connection);
    let at = after;
    while (at < position && connection.open) {
      const answer = await this.source.since(at, epoch);
      if ('reset' in answer) return this.reset(connection);
      at = Math.min(answer.position, position);
      for (const change of answer.changes) {
        // What came while this one reads is told to everyone, and to it then.
        if (change.position > position) return;
        await connection.drained();
        connection.send({ event: 'queue', data: change });
      }
    }
  }

  private reset(connection: Connection): void {
    if (!this.place) return;
    const { position, epoch } = this.place;
    connection.send({ event: 'reset', data: { queue: this.siteId, position, epoch } });
  }
}
