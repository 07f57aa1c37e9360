import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Relay } from '../../events/relay.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import type { VoteTotals } from '../../messages/messages.schema.js';
import { RepeatedLook } from '../repeated-look.js';
import { ThreadRooms } from '../threads/thread-rooms.js';

/** Threads that are looked at in one go; the others in the next. */
const STEP = 50;
/** Looks in a row that find the relay away before it is taken to be: a process that stood still has not read yet what was said. */
const LOOKS = 2;
/** ms for which is remembered what was shown: a relay that comes and goes has the same sent once. */
const REMEMBERED = 600_000;

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
  private looksAway = 0;
  private backAt = -Infinity;

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
    this.looksAway = isAway ? this.looksAway + 1 : 0;
    const now = performance.now();
    if (!this.wasAway && this.looksAway < LOOKS) {
      if (now - this.backAt > REMEMBERED) this.shown.clear();
      return false;
    }
    this.wasAway = isAway;
    if (!isAway) this.backAt = now;
    this.due = this.rooms.ids;
    for (const threadId of this.shown.keys()) if (!this.rooms.has(threadId)) this.shown.delete(threadId);
    return true;
  }
}
