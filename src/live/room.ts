import { setImmediate as turn } from 'node:timers/promises';
import { ForumError } from '../errors/forum-error.js';
import type { EventsAnswer, ThreadEvent } from '../events/events.schema.js';
import type { VoteTotals } from '../messages/messages.schema.js';
import type { ThreadView } from '../threads/threads.schema.js';
import { encode, eventMessages } from './frames.js';
import { InOrder } from './in-order.js';
import type { ServerFrame } from './live.schema.js';
import { RecentEvents } from './recent-events.js';
import { Replays } from './replays.js';
import { RoundFrames } from './round-frames.js';
import { Rounds } from './rounds.js';
import type { From, Seat } from './seat.js';
import { Signals } from './signals.js';

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

/** ms of writing after which everything else in this process gets a turn, and seats between looks at the clock. */
const SLICE = 8;
const LOOK = 64;
/** ms between signals: so many a seat, within bounds, so that coming and going is not what a full room is busy with. */
const SIGNALS = { perSeat: 0.2, least: 250, most: 5_000 } as const;
/** Reads of the log for one follower that comes back, before it has to come back later. */
const READS = 5;

/**
 * Everyone who follows one thread. Events go in by position and come out as one rising row without a gap: encoded once,
 * framed once, and one write a follower for all that came since the last round.
 */
export class Room {
  private readonly seats = new Set<Seat>();
  private readonly signals = new Signals();
  private readonly rounds = new Rounds(
    (now) => this.due(now),
    () => this.tellAll(),
  );
  private readonly order: InOrder;
  private readonly replays: Replays;
  private recent = new RecentEvents(0);
  private standing: Promise<void> | undefined;
  private site = '';
  private epoch = '';
  private takesMessages = true;
  /** Up to here every seat has heard everything. */
  private heard = 0;
  private signalAt = 0;
  private closed = false;

  constructor(
    readonly threadId: string,
    private readonly source: Source,
    private readonly counters: { deliveries: number },
    private readonly presence: RoomPresence = ALONE,
  ) {
    this.replays = new Replays(threadId, (after, epoch) => source.since(after, epoch));
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
    return this.seats.size;
  }

  /**
   * Sends what was missed, then `following`, then everything as it happens.
   * @throws ForumError thread_not_found, overloaded where the log cannot be caught up with
   */
  async join(seat: Seat, { after, epoch }: From): Promise<void> {
    await (this.standing ??= this.stand());
    seat.position = after ?? this.recent.position;
    if (after !== undefined) await this.catchUp(seat, epoch);
    if (!seat.line.open || this.closed) return;
    this.seats.add(seat);
    const data = { thread: this.threadId, position: seat.position, epoch: this.epoch, readers: this.readers };
    seat.line.write(encode({ event: 'following', data }));
    this.peopleChanged();
  }

  leave(seat: Seat): void {
    if (this.seats.delete(seat)) this.peopleChanged();
  }

  /** How many follow the thread, here and elsewhere. */
  get readers(): number {
    return this.size + this.presence.others();
  }

  /** Somebody came or went elsewhere. */
  presenceChanged(): void {
    this.signals.present(this.readers);
    this.wake();
  }

  /** How the thread stands in the database: what has not been told here by then is read from the log. */
  compare({ position, epoch, messageCount }: Standing): void {
    if (this.epoch === '') return;
    if (epoch !== this.epoch) return this.order.doubt();
    if (position > this.recent.position) this.signals.counted(messageCount, position);
    this.order.expect(position);
  }

  /** What was committed, with the thread's count of messages after it. */
  take(event: ThreadEvent, messageCount: number): void {
    if (event.type === 'message.posted' && event.data.message.author)
      this.signals.stoppedTyping(event.data.message.author.id);
    this.signals.counted(messageCount, event.position);
    this.order.take(event);
    this.wake();
  }

  voted(messageId: string, votes: VoteTotals): void {
    this.recent.voted(messageId, votes);
    this.replays.forget();
    this.signals.voted(messageId, votes);
    this.wake();
  }

  /** Shows who is writing; where no messages are taken nobody is. */
  typing(member: { readonly id: string; readonly name: string }, parentId: string | null): void {
    if (!this.takesMessages) return;
    this.signals.typing(member, parentId, performance.now());
    this.wake();
  }

  stoppedTyping(memberId: string): void {
    this.signals.stoppedTyping(memberId);
    this.wake();
  }

  close(): void {
    this.closed = true;
    this.order.stop();
    this.seats.clear();
    this.rounds.stop();
  }

  private peopleChanged(): void {
    this.presence.count(this.size);
    this.presenceChanged();
  }

  private async stand(): Promise<void> {
    const { site, position, epoch, state } = await this.source.stands();
    this.site = site;
    this.epoch = epoch;
    this.takesMessages = state === 'open';
    this.recent = new RecentEvents(position);
    this.heard = position;
    this.order.begin(position);
  }

  private append(event: ThreadEvent): void {
    this.recent.append(event);
    this.replays.forget();
    if (event.type === 'message.removed') this.signals.removed(event.data.id);
    if (event.type === 'thread.changed') this.takesMessages = event.data.thread.state === 'open';
    if (!this.takesMessages) this.signals.nobodyTypes();
    this.wake();
  }

  /** The log went another way than this room: everyone has to read the page again. */
  private startAgain(to: { readonly position: number; readonly epoch: string }): void {
    this.epoch = to.epoch;
    this.recent = new RecentEvents(to.position);
    this.replays.forget();
    this.heard = to.position;
    this.order.begin(to.position);
    for (const seat of this.seats) this.reset(seat, to);
  }

  private reset(seat: Seat, { position, epoch }: { readonly position: number; readonly epoch: string }): void {
    seat.position = position;
    seat.line.write(encode({ event: 'reset', data: { thread: this.threadId, position, epoch } }));
  }

  /** Sends a follower what it missed, as fast as it takes it, until it stands where the room does. */
  private async catchUp(seat: Seat, epoch = this.epoch): Promise<void> {
    let reads = 0;
    while (seat.line.open && !this.closed) {
      if (epoch === this.epoch && seat.position === this.recent.position) return;
      if (epoch === this.epoch && this.recent.covers(seat.position)) {
        await this.send(seat, this.replays.fromRecent(this.recent, seat.position), this.recent.position);
        continue;
      }
      reads += 1;
      if (reads > READS) throw new ForumError('overloaded');
      const replay = await this.replays.fromLog(seat.position, epoch);
      if (replay.epoch !== this.epoch) this.startAgain(replay);
      if (replay.frames) await this.send(seat, replay.frames, replay.position);
      else this.reset(seat, replay);
      epoch = this.epoch;
      // The log was ahead of what this room has been told: the room's next events are skipped until it is past it.
      if (seat.position > this.recent.position) return;
    }
  }

  private async send(seat: Seat, frames: readonly Buffer[], upTo: number): Promise<void> {
    seat.position = upTo;
    for (const frame of frames) {
      await seat.line.drained();
      seat.line.write(frame);
      this.counters.deliveries += 1;
    }
  }

  /** Something happened: told in the next round, or to nobody. */
  private wake(): void {
    if (this.size > 0) return this.rounds.wake();
    this.heard = this.recent.position;
    this.recent.trim(this.heard);
  }

  /** ms until there is something to tell: at once for events, later for signals alone. */
  private due(now: number): number | undefined {
    if (this.heard < this.recent.position) return 0;
    if (this.signals.touched) return this.signalAt - now;
    const { fading } = this.signals;
    return fading === undefined ? undefined : Math.max(fading, this.signalAt) - now;
  }

  /**
   * One round: each follower gets all that it has not heard in one write. What comes meanwhile shares the next round.
   * Answers the ms it worked.
   */
  private async tellAll(): Promise<number> {
    const { recent } = this;
    const upTo = recent.position;
    const signal = this.takeSignal();
    const frames = new Map<number, RoundFrames>();
    let worked = 0;
    let begun = performance.now();
    let told = 0;
    for (const seat of this.seats) {
      const from = Math.min(seat.position, upTo);
      const due = frames.get(from) ?? this.frames(from, upTo, signal);
      frames.set(from, due);
      this.tell(seat, due.for(seat.line), upTo);
      told += 1;
      if (told % LOOK > 0 || performance.now() - begun < SLICE) continue;
      worked += performance.now() - begun;
      await turn();
      begun = performance.now();
      if (this.recent !== recent) return worked;
    }
    this.heard = upTo;
    recent.trim(upTo);
    return worked + performance.now() - begun;
  }

  private frames(from: number, upTo: number, signal: readonly string[]): RoundFrames {
    const events = eventMessages(this.threadId, this.recent.between(from, upTo));
    return new RoundFrames([...events, ...signal], this.size);
  }

  private tell(seat: Seat, frame: Buffer, upTo: number): void {
    if (frame.length === 0) return;
    seat.position = Math.max(seat.position, upTo);
    seat.line.write(frame);
    this.counters.deliveries += 1;
  }

  private takeSignal(): string[] {
    const now = performance.now();
    const signal = this.signals.take(this.threadId, now);
    if (!signal) return [];
    this.signalAt = now + Math.min(SIGNALS.most, Math.max(SIGNALS.least, this.size * SIGNALS.perSeat));
    return [JSON.stringify({ event: 'signal', data: signal } satisfies ServerFrame)];
  }
}
