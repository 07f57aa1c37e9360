import { Injectable } from '@nestjs/common';
import { ActorsService } from '../auth/actors.service.js';
import { memberView } from '../members/members.service.js';
import type { Connection } from './transport/connection.js';
import type { ClientFrame } from './live.schema.js';
import { ThreadCounts } from './counts/thread-counts.js';
import { Inboxes } from './inboxes/inboxes.js';
import { Queues } from './queues/queues.js';
import { ThreadRooms } from './threads/thread-rooms.js';
import { ReturnWindow } from './transport/return-window.js';
import { Sockets } from './transport/sockets.js';
import type { From } from './transport/subscription.js';

type Said<E extends ClientFrame['event']> = Extract<ClientFrame, { event: E }>['data'];

/** What can be done over a socket. What is done is answered there as well; errors are the gateway's to answer. */
@Injectable()
export class LiveService {
  constructor(
    private readonly actors: ActorsService,
    private readonly sockets: Sockets,
    private readonly rooms: ThreadRooms,
    private readonly queues: Queues,
    private readonly inboxes: Inboxes,
    private readonly counts: ThreadCounts,
    private readonly window: ReturnWindow,
  ) {}

  arrive(connection: Connection): void {
    this.sockets.add(connection);
  }

  leave(connection: Connection): void {
    connection.stop();
    this.sockets.remove(connection);
    this.rooms.leaveAll(connection);
    this.queues.leaveAll(connection);
    this.inboxes.leaveAll(connection);
    this.counts.unfollow(connection);
  }

  /**
   * From now on the socket speaks for whoever the token is.
   * @throws ForumError sign_in_required; the socket stays what it was
   */
  async authenticate(connection: Connection, token: string): Promise<void> {
    const actor = await this.actors.known(token, connection.actor.address);
    connection.actor = actor;
    this.queues.review(connection);
    this.inboxes.review(connection);
    if (connection.subscriptions.length > 0) await this.inboxes.watch(connection);
    if (actor.member) connection.send({ event: 'authenticated', data: { member: memberView(actor.member) } });
    await this.inboxes.greet(connection);
  }

  /** @throws ForumError thread_not_found, too_fast, overloaded; site_not_found, not_allowed */
  async follow(connection: Connection, wanted: Said<'follow'>): Promise<void> {
    connection.hold();
    try {
      if ('queue' in wanted) await this.queues.follow(connection, wanted.queue, wanted);
      else if ('inbox' in wanted) await this.inboxes.follow(connection, wanted);
      else if ('counts' in wanted) await this.counts.follow(connection, wanted.counts);
      else await this.followThread(connection, wanted);
      connection.write(this.window.beat);
    } finally {
      connection.release();
    }
  }

  unfollow(connection: Connection, wanted: Said<'unfollow'>): void {
    if ('queue' in wanted) this.queues.unfollow(connection, wanted.queue);
    else if ('inbox' in wanted) this.inboxes.unfollow(connection);
    else if ('counts' in wanted) this.counts.unfollow(connection);
    else this.unfollowThread(connection, wanted.thread);
  }

  /** @throws ForumError sign_in_required, not_allowed when the thread is not followed, banned, suspended */
  typing(connection: Connection, threadId: string, parentId: string | null): Promise<void> {
    return this.rooms.typing(connection, threadId, parentId);
  }

  /** What is decided from `following` on the author is told: so it is heard of before. */
  private async followThread(connection: Connection, wanted: { readonly thread: string } & From): Promise<void> {
    await this.inboxes.watch(connection);
    try {
      await this.rooms.follow(connection, wanted.thread, wanted);
      await this.inboxes.greet(connection);
    } finally {
      this.hearNothingOfOwn(connection);
    }
  }

  private unfollowThread(connection: Connection, threadId: string): void {
    this.rooms.unfollow(connection, threadId);
    this.hearNothingOfOwn(connection);
  }

  private hearNothingOfOwn(connection: Connection): void {
    if (connection.subscriptions.length === 0) this.inboxes.unwatch(connection);
  }
}
