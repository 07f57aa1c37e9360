import type { VoteTotals } from '../../messages/messages.schema.js';
import type { ServerFrame, Signal } from '../live.schema.js';
import type { Conflated } from '../topics/topic.js';

type Typist = { readonly name: string; readonly parentId: string | null; readonly until: number };

/** ms for which a name stands after the last `typing`. */
const TYPING = 6_000;
/** ms after which the same names are sent once more: readers forget them otherwise. */
const TYPING_AGAIN = 4_000;
const NAMES = 5;
/** Messages whose totals go into one signal; the others wait for the next. */
const TOTALS = 200;

/** What a room sends besides its events: latest values only, so what changes often is sent as seldom as you like. */
export class Signals implements Conflated {
  private readonly typists = new Map<string, Typist>();
  private readonly votes = new Map<string, VoteTotals>();
  private messageCount: { readonly value: number; readonly position: number } | undefined;
  private readers: number | undefined;
  private readonly sent = { typing: '[]', typingAt: -Infinity, messageCount: -1 };

  touched = false;

  constructor(private readonly threadId: string) {}

  /** Sent even where it is what was sent last: whoever came in between was sent another number. */
  present(readers: number): void {
    this.readers = readers;
    this.touched = true;
  }

  typing(member: { readonly id: string; readonly name: string }, parentId: string | null, now: number): void {
    this.typists.set(member.id, { name: member.name, parentId, until: now + TYPING });
    this.touched = true;
  }

  stoppedTyping(memberId: string): void {
    if (this.typists.delete(memberId)) this.touched = true;
  }

  nobodyTypes(): void {
    if (this.typists.size > 0) this.touched = true;
    this.typists.clear();
  }

  voted(messageId: string, totals: VoteTotals): void {
    this.votes.set(messageId, totals);
    this.touched = true;
  }

  /** Its totals are nobody's business any more. */
  removed(messageId: string): void {
    this.votes.delete(messageId);
  }

  /** @param position the event's that it is true of: callbacks may come out of order */
  counted(value: number, position: number): void {
    if (this.messageCount && this.messageCount.position > position) return;
    this.messageCount = { value, position };
    this.touched = true;
  }

  /** When the first name fades. */
  get fading(): number | undefined {
    const ends = [...this.typists.values()].map(({ until }) => until);
    return ends.length > 0 ? Math.min(...ends) : undefined;
  }

  /** A `signal` of what has changed since it was last sent. */
  take(now: number): string[] {
    const data = this.changes(now);
    return data ? [JSON.stringify({ event: 'signal', data } satisfies ServerFrame)] : [];
  }

  private changes(now: number): Signal | undefined {
    this.touched = false;
    for (const [id, { until }] of this.typists) if (until <= now) this.typists.delete(id);
    const changes = {
      ...this.readersChange(),
      ...this.typingChange(now),
      ...this.votesChange(),
      ...this.countChange(),
    };
    return Object.keys(changes).length > 0 ? { thread: this.threadId, ...changes } : undefined;
  }

  private readersChange(): Partial<Signal> {
    const { readers } = this;
    this.readers = undefined;
    return readers === undefined ? {} : { readers };
  }

  private typingChange(now: number): Partial<Signal> {
    const typing = [...this.typists.values()].slice(0, NAMES).map(({ name, parentId }) => ({ name, parentId }));
    const text = JSON.stringify(typing);
    const again = typing.length > 0 && now - this.sent.typingAt >= TYPING_AGAIN;
    if (text === this.sent.typing && !again) return {};
    this.sent.typing = text;
    this.sent.typingAt = now;
    return { typing };
  }

  private votesChange(): Partial<Signal> {
    if (this.votes.size === 0) return {};
    const votes = Object.fromEntries([...this.votes].slice(0, TOTALS));
    for (const id of Object.keys(votes)) this.votes.delete(id);
    if (this.votes.size > 0) this.touched = true;
    return { votes };
  }

  private countChange(): Partial<Signal> {
    const value = this.messageCount?.value;
    if (value === undefined || value === this.sent.messageCount) return {};
    this.sent.messageCount = value;
    return { messageCount: value };
  }
}
