import { ForumError } from '../../errors/forum-error.js';
import type { EventsAnswer, ThreadEvent } from '../../events/events.schema.js';
import { UNOPENED } from '../../threads/addresses/thread-names.js';
import type { VoteTotals } from '../../messages/messages.schema.js';
import type { ThreadView } from '../../threads/threads.schema.js';
import { Broadcast } from '../topics/broadcast.js';
import { CatchUp, type Ahead, type Head, type ReplayAllowance } from '../topics/catch-up.js';
import { encode } from '../transport/frames.js';
import { InOrder } from '../topics/in-order.js';
import { RecentEvents } from '../topics/recent-events.js';
import { Replays } from '../topics/replays.js';
import type { From, Subscription } from '../transport/subscription.js';
import { Signals } from '../presence/signals.js';

export type Standing = Pick<ThreadView, 'position' | 'epoch' | 'messageCount'>;

/** What a room needs of the rest: the thread as it stands, and what is written in its log. */
export interface Source {
  stands(): Promise<Pick<ThreadView, 'site' | 'position' | 'epoch' | 'state'>>;
  since(after: number, epoch?: string): Promise<EventsAnswer>;
}

/** How many follow the thread elsewhere, and who wants to know how many do here. */
export interface RoomPresence {
  others(): number;
  count(readers: number): void;
}
const ALONE: RoomPresence = { others: () => 0, count: () => undefined };

/**
 * Everyone who follows one thread. Events go in by position and come out as one rising row without a gap: encoded once,
 * framed once, and one write a follower for all that came since the last round.
 */
export class ThreadRoom implements Ahead {
  private readonly signals = new Signals();
  private readonly broadcast: Broadcast;
  private readonly order: InOrder;
  private readonly replays: Replays;
  private readonly catchUp: CatchUp;
  recent = new RecentEvents(0);
  private standing: Promise<void> | undefined;
  private site = '';
  epoch = '';
  private takesMessages = true;
  /** Who has asked to follow and has not been answered. */
  private joining = 0;
  closed = false;

  constructor(
    readonly threadId: string,
    private readonly source: Source,
    counters: { deliveries: number },
    private readonly presence: RoomPresence = ALONE,
  ) {
    this.replays = new Replays(threadId, (after, epoch) => source.since(after, epoch));
    this.catchUp = new CatchUp(this, this.replays, counters);
    this.broadcast = new Broadcast(threadId, this.recent, this.signals, counters);
    this.order = new InOrder((after) => source.since(after, this.epoch), {
      next: (event) => this.append(event),
      reset: (to) => this.startAgain(to),
    });
  }

  /** Whose thread it is; known once somebody has joined. */
  get siteId(): string {
    return this.site;
  }

  /** How many follow. */
  get size(): number {
    return this.broadcast.seats.size;
  }

  /** Nobody follows, and nobody is about to. */
  get isEmpty(): boolean {
    return this.size === 0 && this.joining === 0;
  }

  /**
   * Sends what was missed, then `following`, then everything as it happens.
   * @param allows whether it may be sent so much of the past
   * @throws ForumError thread_not_found, overloaded where the log cannot be caught up with or the room has been closed
   */
  async join(seat: Subscription, from: From, allows: ReplayAllowance = async () => true): Promise<void> {
    this.joining += 1;
    try {
      await this.admit(seat, from, allows);
    } finally {
      this.joining -= 1;
    }
  }

  leave(seat: Subscription): void {
    if (this.broadcast.seats.delete(seat)) this.peopleChanged();
  }

  /** How many follow the thread, here and elsewhere. */
  get readers(): number {
    return this.size + this.presence.others();
  }

  /** Somebody came or went elsewhere. */
  presenceChanged(): void {
    this.signals.present(this.readers);
    this.broadcast.wake();
  }

  /** How the thread stands in the database: what has not been told here by then is read from the log. */
  compare({ position, epoch, messageCount }: Standing): void {
    if (this.epoch === '') return;
    if (this.epoch === UNOPENED) void this.opened();
    else if (epoch !== this.epoch) return this.order.doubt();
    if (position > this.recent.position) this.signals.counted(messageCount, position);
    this.order.expect(position);
  }

  /** What was committed, with the thread's count of messages after it. */
  take(event: ThreadEvent, messageCount: number): void {
    if (event.type === 'message.posted' && event.data.message.author)
      this.signals.stoppedTyping(event.data.message.author.id);
    if (this.epoch === UNOPENED) void this.opened();
    this.signals.counted(messageCount, event.position);
    this.order.take(event);
    this.broadcast.wake();
  }

  voted(messageId: string, votes: VoteTotals): void {
    this.recent.voted(messageId, votes);
    this.replays.forget();
    this.signals.voted(messageId, votes);
    this.broadcast.wake();
  }

  /** Shows who is writing; where no messages are taken nobody is. */
  typing(member: { readonly id: string; readonly name: string }, parentId: string | null): void {
    if (!this.takesMessages) return;
    this.signals.typing(member, parentId, performance.now());
    this.broadcast.wake();
  }

  stoppedTyping(memberId: string): void {
    this.signals.stoppedTyping(memberId);
    this.broadcast.wake();
  }

  close(): void {
    this.closed = true;
    this.recent.release();
    this.order.stop();
    this.broadcast.stop();
  }

  private peopleChanged(): void {
    this.presence.count(this.size);
    this.presenceChanged();
  }

  private async admit(seat: Subscription, { after, epoch }: From, allows: ReplayAllowance): Promise<void> {
    await (this.standing ??= this.stand().catch((error: unknown) => {
      // The next who comes asks again.
      this.standing = undefined;
      throw error;
    }));
    seat.position = this.recent.position;
    if (after !== undefined) await this.catchUp.run(seat, after, epoch, allows);
    if (!seat.line.open) return;
    if (this.closed) throw new ForumError('overloaded');
    this.broadcast.seats.add(seat);
    const data = { thread: this.threadId, position: seat.position, epoch: this.epoch, readers: this.readers };
    seat.line.write(encode({ event: 'following', data }));
    this.peopleChanged();
  }

  private async stand(): Promise<void> {
    const { site, position, epoch, state } = await this.source.stands();
    this.site = site;
    this.epoch = epoch;
    this.takesMessages = state === 'open';
    this.begin(position);
  }

  /** Somebody has written: from now on the thread has an epoch, in which its first position is the one that everyone here has heard. */
  private async opened(): Promise<void> {
    const head = await this.source.stands().catch(() => undefined);
    if (!head || this.epoch !== UNOPENED) return;
    this.site = head.site;
    this.epoch = head.epoch;
    this.takesMessages = head.state === 'open';
  }

  private begin(position: number): void {
    this.recent.release();
    this.recent = new RecentEvents(position);
    this.broadcast.begin(this.recent);
    this.order.begin(position);
  }

  private append(event: ThreadEvent): void {
    this.recent.append(event);
    this.replays.forget();
    if (event.type === 'message.removed') this.signals.removed(event.data.id);
    if (event.type === 'thread.changed') this.takesMessages = event.data.thread.state === 'open';
    if (!this.takesMessages) this.signals.nobodyTypes();
    this.broadcast.wake();
  }

  /** The log went another way than this room: everyone has to read the page again. */
  startAgain(to: Head): void {
    this.epoch = to.epoch;
    this.replays.forget();
    this.begin(to.position);
    for (const seat of this.broadcast.seats) this.catchUp.reset(seat, to);
  }
}
