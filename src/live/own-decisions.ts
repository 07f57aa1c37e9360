import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../events/event-bus.js';
import { MineService } from '../messages/mine/mine.service.js';
import { RepeatedLook } from './repeated-look.js';
import type { Connection } from './transport/connection.js';
import { encode } from './transport/frames.js';
import { Sockets } from './transport/sockets.js';

/** Decisions that are read at a time, and how far back somebody who has just come is told of. */
const STEP = 200;

/**
 * Tells authors what a moderator decided on their messages, on every socket of theirs that follows the thread. The bus is a bell
 * and no more: decisions are read in the order of the log, each once.
 */
@Injectable()
export class OwnDecisions implements OnApplicationShutdown {
  private readonly looks = new RepeatedLook(() => this.sendNew());
  private last: number | undefined;

  constructor(
    private readonly mine: MineService,
    private readonly sockets: Sockets,
    bus: EventBus,
  ) {
    bus.on('message.decided', () => this.looks.take());
  }

  onApplicationShutdown(): void {
    this.looks.end();
  }

  private async sendNew(): Promise<void> {
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
          if (connection.subscriptions.some((subscription) => subscription.threadId === threadId))
            connection.write(frame);
      }
      if (decided.length < STEP) return;
    }
  }

  /** Who is signed in and follows a thread here. */
  private followingAuthors(): ReadonlyMap<string, readonly Connection[]> {
    const authors = new Map<string, Connection[]>();
    for (const connection of this.sockets) {
      const { member } = connection.actor;
      if (!member || connection.subscriptions.length === 0) continue;
      authors.set(member.id, [...(authors.get(member.id) ?? []), connection]);
    }
    return authors;
  }
}
