import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../events/event-bus.js';
import { MineService } from '../messages/mine/mine.service.js';
import { Sockets } from './transport/sockets.js';
import type { Connection } from './transport/connection.js';

/** ms between looks at the database: what another process did, and what ends by itself, is heard within two seconds. */
const RECONCILE = 1_000;

/** Tells readers when what keeps them from writing has begun or ended, on every socket of theirs that follows a thread. */
@Injectable()
export class OwnSanctions implements OnApplicationShutdown {
  private readonly reconciling = setInterval(() => void this.tell(), RECONCILE).unref();
  /** What held when a socket was last told, and against whom. */
  private readonly told = new WeakMap<Connection, { readonly memberId: string; readonly held: string }>();
  private telling = false;
  private again = false;

  constructor(
    private readonly mine: MineService,
    private readonly sockets: Sockets,
    bus: EventBus,
  ) {
    bus.on('member.changed', () => this.tell());
  }

  onApplicationShutdown(): void {
    clearInterval(this.reconciling);
  }

  private async tell(): Promise<void> {
    this.again = true;
    if (this.telling) return;
    this.telling = true;
    try {
      while (this.again) {
        this.again = false;
        await this.tellNew();
      }
    } catch {
      // A database that is away is asked again at the next look.
    } finally {
      this.telling = false;
    }
  }

  /** One question for all who follow under a name. */
  private async tellNew(): Promise<void> {
    const followers = [...this.sockets].flatMap((connection) => {
      const { member } = connection.actor;
      return member && connection.seats.length > 0 ? [{ connection, memberId: member.id }] : [];
    });
    if (followers.length === 0) return;
    const held = await this.mine.sanctionsOf([...new Set(followers.map(({ memberId }) => memberId))]);
    for (const { connection, memberId } of followers) {
      const before = this.told.get(connection);
      const now = (held.get(memberId) ?? []).join(' ');
      this.told.set(connection, { memberId, held: now });
      if (now === (before?.memberId === memberId ? before.held : '')) continue;
      for (const { threadId } of connection.seats) connection.send({ event: 'mine', data: { thread: threadId } });
    }
  }
}
