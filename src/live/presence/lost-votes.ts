import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Relay } from '../../events/relay.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import type { VoteTotals } from '../../messages/messages.schema.js';
import { RepeatedLook } from '../repeated-look.js';
import { ThreadRooms } from '../threads/thread-rooms.js';

/** Threads that are looked at in one go; the others in the next. */
const STEP = 50;

/**
 * Reads from the database what the relay does not bring: while it is away, and once more when it is back, the votes of other
 * processes on what a page of a followed thread shows first, and on what came last. Further down they are right again with the
 * next vote there, or when the page is read anew; so is the last vote of all that was taken back in the moment when the relay went.
 */
@Injectable()
export class LostVotes implements OnApplicationShutdown {
  private readonly looks = new RepeatedLook(() => this.look());
  /** What followers of each thread were shown since the relay went. */
  private readonly shown = new Map<string, ReadonlyMap<string, VoteTotals>>();
  /** Threads that this round has still to look at. */
  private due: string[] = [];
  /** Whether the relay was away when this round began. */
  private wasAway = false;

  constructor(
    private readonly rooms: ThreadRooms,
    private readonly messages: MessagesRepository,
    private readonly relay: Relay,
  ) {}

  onApplicationShutdown(): void {
    this.looks.end();
  }

  private async look(): Promise<void> {
    if (this.due.length === 0 && !this.beginRound()) return;
    for (const threadId of this.due.splice(0, STEP)) {
      const totals = await this.messages.votesIn(threadId);
      const before = this.shown.get(threadId);
      this.shown.set(threadId, totals);
      for (const [messageId, votes] of totals) {
        const { up = 0, down = 0 } = before?.get(messageId) ?? {};
        if (up !== votes.up || down !== votes.down) this.rooms.voted(threadId, messageId, votes);
      }
    }
  }

  /** False where there is nothing to look for. */
  private beginRound(): boolean {
    const isAway = !this.relay.up;
    if (!isAway && !this.wasAway) this.shown.clear();
    if (!isAway && !this.wasAway) return false;
    this.wasAway = isAway;
    this.due = this.rooms.ids;
    return true;
  }
}
