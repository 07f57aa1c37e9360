import { Inject, Injectable } from '@nestjs/common';
import { ActorsService } from '../auth/actors.service.js';
import { CONFIG, type Config } from '../config/config.js';
import { memberView } from '../members/members.service.js';
import type { Connection } from './transport/connection.js';
import { beat } from './transport/heartbeat.js';
import type { ClientFrame } from './live.schema.js';
import { Queues } from './queues/queues.js';
import { ThreadRooms } from './threads/thread-rooms.js';
import { Sockets } from './transport/sockets.js';

type Said<E extends ClientFrame['event']> = Extract<ClientFrame, { event: E }>['data'];

/** What can be done over a socket. What is done is answered there as well; errors are the gateway's to answer. */
@Injectable()
export class LiveService {
  private readonly beat: Buffer;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly actors: ActorsService,
    private readonly sockets: Sockets,
    private readonly rooms: ThreadRooms,
    private readonly queues: Queues,
  ) {
    this.beat = beat(config);
  }

  arrive(connection: Connection): void {
    this.sockets.add(connection);
  }

  leave(connection: Connection): void {
    connection.stop();
    this.sockets.remove(connection);
    this.rooms.leaveAll(connection);
    this.queues.leaveAll(connection);
  }

  /**
   * From now on the socket speaks for whoever the token is.
   * @throws ForumError sign_in_required; the socket stays what it was
   */
  async authenticate(connection: Connection, token: string): Promise<void> {
    const actor = await this.actors.known(token, connection.actor.address);
    connection.actor = actor;
    this.queues.review(connection);
    if (actor.member) connection.send({ event: 'authenticated', data: { member: memberView(actor.member) } });
  }

  /** @throws ForumError thread_not_found, too_fast, overloaded; site_not_found, not_allowed */
  async follow(connection: Connection, wanted: Said<'follow'>): Promise<void> {
    if ('queue' in wanted) await this.queues.follow(connection, wanted.queue, wanted);
    else await this.rooms.follow(connection, wanted.thread, wanted);
    connection.write(this.beat);
  }

  unfollow(connection: Connection, wanted: Said<'unfollow'>): void {
    if ('queue' in wanted) this.queues.unfollow(connection, wanted.queue);
    else this.rooms.unfollow(connection, wanted.thread);
  }

  /** @throws ForumError sign_in_required, not_allowed when the thread is not followed, banned, suspended */
  typing(connection: Connection, threadId: string, parentId: string | null): Promise<void> {
    return this.rooms.typing(connection, threadId, parentId);
  }
}
