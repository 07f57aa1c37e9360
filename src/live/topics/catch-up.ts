import { ForumError } from '../../errors/forum-error.js';
import type { RecentEvents } from './recent-events.js';
import type { Replays } from './replays.js';
import type { Head, Positioned, TopicFrames } from './topic.js';
import type { Subscription } from '../transport/subscription.js';

/** A room as it is while somebody catches up with it. */
export interface Ahead<E extends Positioned> {
  readonly closed: boolean;
  readonly epoch: string;
  readonly recent: RecentEvents<E>;
  /** The log went another way than this room. */
  startAgain(to: Head): void;
}

/** Whether a follower may be sent so many bytes of the past; else it reads the page, which costs nothing, and goes on from now. */
export type ReplayAllowance = (bytes: number) => Promise<boolean>;

/** Reads of the log to its end for one follower that comes back, before it has to come back later. */
const READS = 5;

/** Sends followers that come back what they missed, as fast as they take it, until they stand where the room does. */
export class CatchUp<E extends Positioned> {
  constructor(
    private readonly room: Ahead<E>,
    private readonly frames: TopicFrames,
    private readonly replays: Replays<E>,
    private readonly counters: { deliveries: number },
  ) {}

  /** @throws ForumError overloaded where more happens than can be read */
  async run(
    subscription: Subscription,
    after: number,
    from: string | undefined,
    allows: ReplayAllowance,
  ): Promise<void> {
    const { room } = this;
    let epoch = from ?? room.epoch;
    let reads = 0;
    subscription.position = after;
    while (subscription.line.open && !room.closed) {
      if (epoch === room.epoch && subscription.position === room.recent.position) return;
      if (epoch === room.epoch && room.recent.covers(subscription.position)) {
        const { position } = room.recent;
        await this.send(subscription, this.replays.fromRecent(room.recent, subscription.position), position, allows);
        continue;
      }
      if (reads === READS) throw new ForumError('overloaded');
      const replay = await this.replays.fromLog(subscription.position, epoch);
      // A long way is read in parts, and only its end can be overtaken by what happens meanwhile.
      if (replay.position === replay.head) reads += 1;
      if (replay.epoch !== room.epoch) room.startAgain({ position: replay.head, epoch: replay.epoch });
      if (replay.frames) await this.send(subscription, replay.frames, replay.position, allows);
      else this.reset(subscription, replay);
      epoch = room.epoch;
      // The log was ahead of what has reached this room: the room's next events are skipped until it is past it.
      if (subscription.position > room.recent.position) return;
    }
  }

  /** Tells a follower to read the page again, and to go on from a position. */
  reset(subscription: Subscription, { position, epoch }: Head): void {
    subscription.position = position;
    subscription.line.write(this.frames.reset({ position, epoch }));
  }

  private async send(
    subscription: Subscription,
    frames: readonly Buffer[],
    upTo: number,
    allows: ReplayAllowance,
  ): Promise<void> {
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    if (!(await allows(bytes)))
      return this.reset(subscription, { position: this.room.recent.position, epoch: this.room.epoch });
    subscription.position = upTo;
    for (const frame of frames) {
      await subscription.line.drained();
      subscription.line.write(frame);
      this.counters.deliveries += 1;
    }
  }
}
