import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../events/event-bus.js';
import { MineService } from '../messages/mine/mine.service.js';
import { RepeatedLook } from './repeated-look.js';
import { Sockets } from './transport/sockets.js';
import type { Connection } from './transport/connection.js';

/** Tells readers when what keeps them from writing has begun or ended, on every socket of theirs that follows a thread. */
@Injectable()
export class OwnSanctions implements OnApplicationShutdown {
  private readonly looks = new RepeatedLook(() => this.sendNew());
  /** What held when a socket was last told, and against whom. */
  private readonly sent = new WeakMap<Connection, { readonly memberId: string; readonly held: string }>();

  constructor(
    private readonly mine: MineService,
    private readonly sockets: Sockets,
    bus: EventBus,
  ) {
    bus.on('member.changed', () => this.looks.take());
  }

  onApplicationShutdown(): void {
    this.looks.end();
  }

  /** One question for all who follow under a name. */
  private async sendNew(): Promise<void> {
    const followers = [...this.sockets].flatMap((connection) => {
      const { member } = connection.actor;
      return member && connection.subscriptions.length > 0 ? [{ connection, memberId: member.id }] : [];
    });
    if (followers.length === 0) return;
    const held = await this.mine.sanctionsOf([...new Set(followers.map(({ memberId }) => memberId))]);
    for (const { connection, memberId } of followers) {
      const before = this.sent.get(connection);
      const now = (held.get(memberId) ?? []).join(' ');
      this.sent.set(connection, { memberId, held: now });
      if (now === (before?.memberId === memberId ? before.held : '')) continue;
      for (const { threadId } of connection.subscriptions)
        connection.send({ event: 'mine', data: { thread: threadId } });
    }
  }
}
