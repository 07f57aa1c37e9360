import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../events/event-bus.js';
import { MineService } from '../messages/mine/mine.service.js';
import type { Connection } from './transport/connection.js';
import { encode } from './transport/frames.js';
import { Sockets } from './transport/sockets.js';

/** ms between looks at the database: what the bus has lost, or where there is none, is heard within two seconds. */
const RECONCILE = 1_000;
/** Decisions that are read at a time, and how far back somebody who has just come is told of. */
const STEP = 200;

/**
 * Tells authors what a moderator decided on their messages, on every socket of theirs that follows the thread. The bus is a bell
 * and no more: decisions are read in the order of the log, each once.
 */
@Injectable()
export class OwnDecisions implements OnApplicationShutdown {
  private readonly reconciling = setInterval(() => void this.tell(), RECONCILE).unref();
  private last: number | undefined;
  private telling = false;
  private again = false;

  constructor(
    private readonly mine: MineService,
    private readonly sockets: Sockets,
    bus: EventBus,
  ) {
    bus.on('message.decided', () => this.tell());
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
      // A database that is away keeps them until the next look.
    } finally {
      this.telling = false;
    }
  }

  private async tellNew(): Promise<void> {
    const authors = this.followingAuthors();
    if (authors.size === 0) {
      this.last = undefined;
      return;
    }
    this.last ??= Math.max(0, (await this.mine.lastDecided()) - STEP);
    for (;;) {
      const decided = await this.mine.decidedAfter(this.last, STEP);
      for (const { seq, authorId, threadId, own } of decided) {
        this.last = seq;
        const frame = encode({ event: 'own', data: { thread: threadId, ...own } });
        for (const connection of authors.get(authorId) ?? [])
          if (connection.seats.some((seat) => seat.threadId === threadId)) connection.write(frame);
      }
      if (decided.length < STEP) return;
    }
  }

  /** Who is signed in and follows a thread here. */
  private followingAuthors(): ReadonlyMap<string, readonly Connection[]> {
    const authors = new Map<string, Connection[]>();
    for (const connection of this.sockets) {
      const { member } = connection.actor;
      if (!member || connection.seats.length === 0) continue;
      authors.set(member.id, [...(authors.get(member.id) ?? []), connection]);
    }
    return authors;
  }
}
