import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import { EventBus } from '../../events/event-bus.js';
import { Relay } from '../../events/relay.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import type { VoteTotals } from '../../messages/messages.schema.js';
import { StreamService } from '../../messages/stream/stream.service.js';
import { ThreadsService } from '../../threads/threads.service.js';
import type { Connection, ThreadSubscription } from '../transport/connection.js';
import { FollowQuota } from '../follow-quota.js';
import { LiveCounters } from '../live-counters.js';
import { Presence } from '../presence/presence.js';
import { ThreadRoom } from './thread-room.js';
import type { From } from '../transport/subscription.js';

/** ms for which a room outlives its last follower: after a break everyone comes back, and it still knows what they missed. */
const LINGER = 30_000;

/** ms between comparisons of all rooms with the database. */
const RECONCILE = 2_000;
/** Rooms that are looked at, or closed, in one turn; and ms until more of very many are closed. */
const STEP = 500;
const SOON = 50;

type Typist = { readonly id: string; readonly name: string };

/** Who follows which thread, in this process. */
@Injectable()
export class ThreadRooms implements OnApplicationShutdown {
  private readonly rooms = new Map<string, ThreadRoom>();
  private empty = new Map<string, number>();
  private isReconciling = false;
  private readonly reconciling = setInterval(() => void this.reconcile(), RECONCILE).unref();
  private readonly tidying = setInterval(() => this.tidy(), LINGER / 3).unref();

  constructor(
    private readonly quota: FollowQuota,
    private readonly threads: ThreadsService,
    private readonly stream: StreamService,
    private readonly sanctions: SanctionsRepository,
    private readonly reads: PrimaryReads,
    private readonly clock: Clock,
    private readonly counters: LiveCounters,
    private readonly presence: Presence,
    private readonly relay: Relay,
    private readonly bus: EventBus,
  ) {
    bus.on('thread.event', ({ threadId, event, messageCount }) => this.rooms.get(threadId)?.take(event, messageCount));
    bus.on('votes.changed', ({ threadId, messageId, votes }) => this.voted(threadId, messageId, votes));
    bus.on('member.typing', ({ threadId, member, parentId, stopped }) => {
      if (stopped) this.rooms.get(threadId)?.stoppedTyping(member.id);
      else this.rooms.get(threadId)?.typing(member, parentId);
    });
    presence.watch((threadId) => this.rooms.get(threadId)?.presenceChanged());
  }

  get followers(): number {
    return [...this.rooms.values()].reduce((sum, room) => sum + room.size, 0);
  }

  /** Threads that somebody follows here, or did a moment ago. */
  get ids(): string[] {
    return [...this.rooms.keys()];
  }

  /** True for a thread that somebody follows here, or did a moment ago. */
  has(threadId: string): boolean {
    return this.rooms.has(threadId);
  }

  /** Shows everyone who follows the thread what a message's votes are. */
  voted(threadId: string, messageId: string, votes: VoteTotals): void {
    this.rooms.get(threadId)?.voted(messageId, votes);
  }

  /**
   * Follows a thread, or follows it again from elsewhere.
   * @throws ForumError thread_not_found, too_fast when the socket follows as many as it may
   */
  async follow(connection: Connection, threadId: string, from: From): Promise<void> {
    this.unfollow(connection, threadId);
    this.quota.take(connection.actor.address, connection.subscriptions.length);
    const room = this.rooms.get(threadId) ?? this.open(threadId);
    const subscription: ThreadSubscription = { threadId: room.threadId, line: connection, position: 0 };
    connection.subscriptions = connection.subscriptions.concat(subscription);
    try {
      await room.join(subscription, from, (bytes) => this.stream.allows(connection.actor.address, bytes));
      // It may have left before it was heard that it wanted to follow.
      if (!connection.open) this.giveBack(connection, threadId);
    } catch (error) {
      this.giveBack(connection, threadId);
      if (room.isEmpty) this.shut(threadId, room);
      throw error;
    }
  }

  unfollow(connection: Connection, threadId: string): void {
    const subscription = subscriptionIn(connection, threadId);
    if (!subscription) return;
    this.giveBack(connection, threadId);
    const room = this.rooms.get(threadId);
    room?.leave(subscription);
    const { member } = connection.actor;
    if (member) this.publishTyping(threadId, member, null, true);
  }

  leaveAll(connection: Connection): void {
    for (const { threadId } of connection.subscriptions) this.unfollow(connection, threadId);
  }

  /**
   * Shows the others who is writing. Of somebody who may not write here nothing is shown.
   * @throws ForumError sign_in_required, not_allowed when the thread is not followed, banned, suspended
   */
  async typing(connection: Connection, threadId: string, parentId: string | null): Promise<void> {
    const { member } = connection.actor;
    if (!member) throw new ForumError('sign_in_required');
    const room = subscriptionIn(connection, threadId) ? this.rooms.get(threadId) : undefined;
    if (!room) throw new ForumError('not_allowed', undefined, say('refused.followFirst'));
    const sanction = await this.sanctions.active(this.reads, member.id, room.siteId, this.clock.now());
    if (sanction) throw new ForumError(sanction.kind === 'ban' ? 'banned' : 'suspended');
    this.publishTyping(threadId, member, parentId, false);
  }

  onApplicationShutdown(): void {
    clearInterval(this.tidying);
    clearInterval(this.reconciling);
  }

  /** Gives its place back, once. */
  private giveBack(connection: Connection, threadId: string): void {
    if (!subscriptionIn(connection, threadId)) return;
    connection.subscriptions = without(connection.subscriptions, threadId);
    this.quota.giveBack(connection.actor.address);
  }

  private open(threadId: string): ThreadRoom {
    const source = {
      head: async () => {
        // First the relay, then the position: what happens in between is told, and nothing falls between the two.
        await this.relay.follow(threadId);
        this.presence.ask(threadId);
        return this.threads.head(threadId);
      },
      since: (after: number, epoch?: string) => this.stream.since(threadId, after, epoch),
    };
    const presence = {
      others: () => this.presence.others(threadId),
      count: (readers: number) => this.presence.count(threadId, readers),
    };
    const room = new ThreadRoom(threadId, source, this.counters, presence);
    this.rooms.set(threadId, room);
    return room;
  }

  private publishTyping(threadId: string, { id, name }: Typist, parentId: string | null, stopped: boolean): void {
    this.bus.publish([{ name: 'member.typing', threadId, member: { id, name }, parentId, stopped }]);
  }

  /**
   * Holds every room to the database: an event that the relay lost is found by the next round, however quiet the thread. Some
   * rooms at a time, or everybody would wait for all of them.
   */
  private async reconcile(): Promise<void> {
    if (this.isReconciling) return;
    this.isReconciling = true;
    const all = [...this.rooms.keys()];
    for (let at = 0; at < all.length; at += STEP) {
      // A database that is away has nothing to tell; what it has is told when it is back.
      const heads = await this.threads.headsOf(all.slice(at, at + STEP)).catch(() => []);
      for (const { id, ...head } of heads) this.rooms.get(id)?.reconcile(head);
      await turn();
    }
    this.isReconciling = false;
  }

  /** Closes what has been empty since the last round but one; of very many some, and the others in the next. */
  private tidy(): void {
    const now = performance.now();
    const empty = new Map<string, number>();
    let shut = 0;
    for (const [threadId, room] of this.rooms) {
      if (!room.isEmpty) continue;
      const since = this.empty.get(threadId) ?? now;
      if (now - since < LINGER || shut === STEP) empty.set(threadId, since);
      else {
        this.shut(threadId, room);
        shut += 1;
      }
    }
    this.empty = empty;
    if (shut === STEP) setTimeout(() => this.tidy(), SOON).unref();
  }

  private shut(threadId: string, room: ThreadRoom): void {
    if (this.rooms.get(threadId) === room) {
      this.rooms.delete(threadId);
      this.relay.unfollow(threadId);
      this.presence.forget(threadId);
    }
    room.close();
  }
}

const subscriptionIn = ({ subscriptions }: Connection, threadId: string) =>
  subscriptions.find((subscription) => subscription.threadId === threadId);
const without = (subscriptions: readonly ThreadSubscription[], threadId: string) =>
  subscriptions.filter((subscription) => subscription.threadId !== threadId);
