import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ForumError } from '../../errors/forum-error.js';
import { EventBus } from '../../events/event-bus.js';
import { ThreadsService } from '../../threads/threads.service.js';
import type { ThreadCount } from '../../threads/threads.schema.js';
import { FollowQuota } from '../follow-quota.js';
import { LiveCounters } from '../live-counters.js';
import type { Connection } from '../transport/connection.js';
import { encode } from '../transport/frames.js';

/** ms for which changes are gathered: however busy a thread, its count is read and sent four times a second at most. */
const GATHER = 250;
/** ms between looks at all that is followed: what the bus has lost is heard of within two seconds. */
const RECONCILE = 1_000;
/** Counts that are read in one statement. */
const STEP = 500;

/** One thread's count as it was last sent, and who follows it. */
type Counted = { now: ThreadCount; readonly followers: Set<Connection> };

/**
 * How many messages threads have, for pages that list many of them. A count is whole in itself, so what is sent is the latest, at
 * the position of its thread: positions rise, and the answer to whoever comes back holds all that was missed.
 */
@Injectable()
export class ThreadCounts implements OnApplicationShutdown {
  private readonly counted = new Map<string, Counted>();
  /** Which threads each socket follows here. */
  private readonly followed = new Map<Connection, readonly string[]>();
  /** Followed threads in which something may have happened since they were read. */
  private readonly touched = new Set<string>();
  private gathering: NodeJS.Timeout | undefined;
  private readonly reconciling = setInterval(() => this.touch(this.counted.keys()), RECONCILE).unref();

  constructor(
    private readonly threads: ThreadsService,
    private readonly quota: FollowQuota,
    private readonly counters: LiveCounters,
    bus: EventBus,
  ) {
    bus.on('thread.event', ({ threadId }) => this.touch([threadId]));
    bus.on('threads.touched', ({ threadIds }) => this.touch(threadIds));
  }

  /**
   * Follows these threads in the place of those that the socket followed here before. One that there is not is
   * answered by an error, and the others are followed.
   * @throws ForumError too_fast, and what was followed before is followed on
   */
  async follow(connection: Connection, threadIds: readonly string[]): Promise<void> {
    const wanted = [...new Set(threadIds)];
    const { address } = connection.actor;
    this.quota.take(address, 0, wanted.length);
    const read = await this.threads.countsOf(wanted).catch((error: unknown) => {
      this.quota.giveBack(address, wanted.length);
      throw error;
    });
    this.unfollow(connection);
    this.quota.giveBack(address, wanted.length - read.length);
    if (!connection.open) return this.quota.giveBack(address, read.length);
    const counts = this.join(connection, read);
    const found = new Set(counts.map(({ thread }) => thread));
    this.followed.set(connection, [...found]);
    for (const thread of wanted)
      if (!found.has(thread)) connection.refuse(new ForumError('thread_not_found'), 'follow', { thread, counts: true });
    connection.send({ event: 'following', data: { counts } });
    // What happened since they were read, nobody here has listened to.
    this.touch(found);
  }

  unfollow(connection: Connection): void {
    const followed = this.followed.get(connection);
    if (!followed) return;
    this.followed.delete(connection);
    this.quota.giveBack(connection.actor.address, followed.length);
    for (const thread of followed) {
      const counted = this.counted.get(thread);
      counted?.followers.delete(connection);
      if (counted?.followers.size === 0) this.counted.delete(thread);
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.reconciling);
    clearTimeout(this.gathering);
  }

  /** Answers the latest that is known here of each: what was read may be older than what the others were sent, or newer. */
  private join(connection: Connection, counts: readonly ThreadCount[]): ThreadCount[] {
    this.send(counts.filter((count) => this.isNews(count)));
    return counts.map((count) => {
      const counted = this.counted.get(count.thread) ?? { now: count, followers: new Set() };
      counted.followers.add(connection);
      this.counted.set(count.thread, counted);
      return counted.now;
    });
  }

  private touch(threadIds: Iterable<string>): void {
    for (const threadId of threadIds) if (this.counted.has(threadId)) this.touched.add(threadId);
    if (this.touched.size > 0) this.gathering ??= setTimeout(() => void this.look(), GATHER).unref();
  }

  /** Reads what was touched, one reading at a time, and sends what has changed. */
  private async look(): Promise<void> {
    const touched = [...this.touched];
    this.touched.clear();
    for (let at = 0; at < touched.length; at += STEP) {
      // A database that is away answers nothing; all that is followed is read again within a second.
      const counts = await this.threads.countsOf(touched.slice(at, at + STEP)).catch(() => []);
      this.send(counts.filter((count) => this.isNews(count)));
      await turn();
    }
    this.gathering = undefined;
    this.touch([]);
  }

  /** Readings come one after the other: of another epoch is what comes later, whatever its position. */
  private isNews(count: ThreadCount): boolean {
    const counted = this.counted.get(count.thread);
    if (!counted) return false;
    const { now } = counted;
    if (count.epoch === now.epoch && count.position <= now.position) return false;
    counted.now = count;
    return count.messageCount !== now.messageCount || count.epoch !== now.epoch;
  }

  /** Each socket gets what has changed of its own in one frame, made once for all that follow the same. */
  private send(changed: readonly ThreadCount[]): void {
    const due = new Map<Connection, ThreadCount[]>();
    for (const count of changed)
      for (const connection of this.counted.get(count.thread)?.followers ?? [])
        due.set(connection, [...(due.get(connection) ?? []), count]);
    const frames = new Map<string, Buffer>();
    for (const [connection, counts] of due) {
      const same = counts.map(({ thread }) => thread).join();
      const frame = frames.get(same) ?? encode({ event: 'counts', data: { counts } });
      frames.set(same, frame);
      connection.write(frame);
      this.counters.deliveries += 1;
    }
  }
}
