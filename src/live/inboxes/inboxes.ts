import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ForumError } from '../../errors/forum-error.js';
import { EventBus } from '../../events/event-bus.js';
import { InboxTopicService } from '../../messages/inbox/inbox-topic.service.js';
import { MineService } from '../../messages/mine/mine.service.js';
import { StreamService } from '../../messages/stream/stream.service.js';
import { LiveCounters } from '../live-counters.js';
import { RepeatedLook } from '../repeated-look.js';
import type { Connection } from '../transport/connection.js';
import type { From } from '../transport/subscription.js';
import { InboxRoom, sayMine } from './inbox-room.js';

/** Inboxes that are compared with the database in one turn. */
const STEP = 500;

/** Whose sockets follow their member's inbox, and who hears of what is its own in a thread, in this process. */
@Injectable()
export class Inboxes implements OnApplicationShutdown {
  private readonly rooms = new Map<string, InboxRoom>();
  /** Whose inbox a socket follows. */
  private readonly followed = new Map<Connection, string>();
  /** Of whose own things a socket is told that follows threads. */
  private readonly watched = new Map<Connection, string>();
  private readonly looks = new RepeatedLook(() => this.reconcile());

  constructor(
    private readonly topics: InboxTopicService,
    private readonly mine: MineService,
    private readonly stream: StreamService,
    private readonly counters: LiveCounters,
    bus: EventBus,
  ) {
    bus.on('inbox.advanced', ({ memberId, position }) => this.rooms.get(memberId)?.advance(position));
  }

  /**
   * Follows the inbox of whoever the socket speaks for.
   * @throws ForumError sign_in_required, overloaded
   */
  async follow(connection: Connection, from: From): Promise<void> {
    const { member, address } = connection.actor;
    if (!member) throw new ForumError('sign_in_required');
    const room = this.roomOf(member.id);
    this.followed.set(connection, member.id);
    try {
      await room.follow(connection, from, (bytes) => this.stream.allows(address, bytes));
    } catch (error) {
      this.unfollow(connection);
      throw error;
    }
    // It may have gone before it was heard that it wanted to follow.
    if (!connection.open) this.leaveAll(connection);
  }

  unfollow(connection: Connection): void {
    const memberId = this.followed.get(connection);
    if (memberId === undefined) return;
    this.followed.delete(connection);
    const room = this.rooms.get(memberId);
    room?.unfollow(connection);
    this.closeIfEmpty(room);
  }

  /** From when it resolves, a socket that follows threads hears of whatever is its member's own there. */
  async watch(connection: Connection): Promise<void> {
    const memberId = connection.actor.member?.id;
    if (this.watched.get(connection) === memberId) return;
    this.unwatch(connection);
    if (memberId === undefined) return;
    this.watched.set(connection, memberId);
    await this.roomOf(memberId).watch(connection);
    if (!connection.open) this.unwatch(connection);
  }

  /** It follows no thread any more, or for somebody else. */
  unwatch(connection: Connection): void {
    const memberId = this.watched.get(connection);
    if (memberId === undefined) return;
    this.watched.delete(connection);
    const room = this.rooms.get(memberId);
    room?.unwatch(connection);
    this.closeIfEmpty(room);
  }

  /** Where something keeps the member from writing, a socket that has just come to its threads is told so. */
  async greet(connection: Connection): Promise<void> {
    const { member } = connection.actor;
    if (!member || this.followed.has(connection)) return;
    // A database that is away tells nothing; the page asks by itself, too.
    if (await this.mine.isSanctioned(member.id).catch(() => false)) sayMine(connection);
  }

  /** Takes the inbox away from a socket that speaks for somebody else by now. */
  review(connection: Connection): void {
    const memberId = this.followed.get(connection);
    if (memberId === undefined || memberId === connection.actor.member?.id) return;
    this.unfollow(connection);
    connection.refuse(new ForumError('not_allowed'), 'follow', { inbox: true });
  }

  leaveAll(connection: Connection): void {
    this.unfollow(connection);
    this.unwatch(connection);
  }

  onApplicationShutdown(): void {
    this.looks.end();
  }

  private roomOf(memberId: string): InboxRoom {
    const known = this.rooms.get(memberId);
    if (known) return known;
    const log = {
      head: () => this.topics.head(memberId),
      since: (after: number, epoch: string) => this.topics.since(memberId, after, epoch),
    };
    const room = new InboxRoom(memberId, log, this.counters);
    this.rooms.set(memberId, room);
    return room;
  }

  private closeIfEmpty(room: InboxRoom | undefined): void {
    if (!room?.isEmpty) return;
    if (this.rooms.get(room.memberId) === room) this.rooms.delete(room.memberId);
    room.close();
  }

  /** Holds every inbox that is followed here to the database: one query for all of them, or for some at a time of very many. */
  private async reconcile(): Promise<void> {
    for (const room of this.rooms.values()) await room.beginLate();
    const all = [...this.rooms.keys()];
    for (let at = 0; at < all.length; at += STEP) {
      const heads = await this.topics.heads(all.slice(at, at + STEP));
      for (const [memberId, { position, epoch }] of heads) this.rooms.get(memberId)?.advance(position, epoch);
      await turn();
    }
  }
}
