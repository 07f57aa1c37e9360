import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../../events/event-bus.js';
import type { ForumEvent } from '../../events/forum-event.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { RepeatedLook } from '../repeated-look.js';
import { ThreadRooms } from '../threads/thread-rooms.js';

type Voted = Extract<ForumEvent, { name: 'votes.changed' }>;

/** Messages that are looked at in one query; the others in the next. */
const STEP = 1_000;

/**
 * Compares the votes that open pages show with the database. Of two who vote on two processes the event of the first may come last, and
 * nobody would vote again to set it right: what was published lately is read once more, a little later.
 */
@Injectable()
export class LatestVotes implements OnApplicationShutdown {
  private readonly looks = new RepeatedLook(() => this.reconcile());
  /** What was published last of each message, until it has been compared with the database. */
  private readonly unchecked = new Map<string, Voted>();

  constructor(
    private readonly rooms: ThreadRooms,
    private readonly messages: MessagesRepository,
    bus: EventBus,
  ) {
    bus.on('votes.changed', (voted) => {
      if (this.rooms.has(voted.threadId)) this.unchecked.set(voted.messageId, voted);
    });
  }

  onApplicationShutdown(): void {
    this.looks.end();
  }

  private async reconcile(): Promise<void> {
    const some = [...this.unchecked.values()].slice(0, STEP);
    if (some.length === 0) return;
    const totals = await this.messages.votesOf(some.map(({ messageId }) => messageId));
    for (const voted of some) {
      const { threadId, messageId, votes } = voted;
      // Somebody has voted while the database answered: it is read anew in the next round.
      if (this.unchecked.get(messageId) !== voted) continue;
      this.unchecked.delete(messageId);
      const now = totals.get(messageId);
      if (now && (now.up !== votes.up || now.down !== votes.down)) this.rooms.voted(threadId, messageId, now);
    }
  }
}
