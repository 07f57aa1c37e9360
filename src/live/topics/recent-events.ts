import { MEMORY } from '../../config/memory.js';
import type { ThreadEvent } from '../../events/events.schema.js';
import type { MessageView, VoteTotals } from '../../messages/messages.schema.js';

/** How much a room keeps for followers that come back: events, and characters of their JSON. */
const KEPT = { events: 256, length: 1_048_576 };
/** Bytes that a character of an event's JSON takes: two there, and as many as an object that is kept beside it. */
const BYTES = 4;
/** Characters that all rooms of this process keep. */
let held = 0;

type Entry = { event: ThreadEvent; json: string };

/**
 * The last events of one thread, each as the JSON that followers get, encoded once. Its end is where the room stands;
 * whoever is not further behind than its beginning needs no read of the database.
 */
export class RecentEvents {
  private entries: Entry[] = [];
  private length = 0;
  /** Everything up to this position has to go: it tells of a message as it is no more. */
  private stale = 0;

  /** @param position where the thread stands now */
  constructor(private end: number) {}

  /** Characters of all rooms' recent events. */
  static get held(): number {
    return held;
  }

  /** Lets go of everything: its room is over, or begins anew. */
  release(): void {
    held -= this.length;
    this.length = 0;
    this.entries = [];
  }

  /** The last event's. */
  get position(): number {
    return this.end;
  }

  /** @param event the one with the next position */
  append(event: ThreadEvent): void {
    this.outdate(event);
    const json = JSON.stringify(event);
    this.entries.push({ event, json });
    this.weigh(json.length);
    this.end = event.position;
  }

  /** True when every event after this position is here. Of a position that is yet to come nothing is known. */
  covers(after: number): boolean {
    return after >= this.end - this.entries.length && after <= this.end;
  }

  /** The JSON of the events after one position up to another. */
  between(after: number, upTo: number): string[] {
    const first = this.end - this.entries.length + 1;
    return this.entries.slice(Math.max(0, after + 1 - first), Math.max(0, upTo + 1 - first)).map(({ json }) => json);
  }

  /** Keeps the totals of a message that somebody may yet hear of for the first time. */
  voted(messageId: string, votes: VoteTotals): void {
    for (const entry of this.entries) {
      const { data } = entry.event;
      if (!('message' in data) || data.message.id !== messageId || !data.message.author) continue;
      this.retell(entry, { ...data.message, votes });
    }
  }

  /** Lets go of what is too much or out of date, but of nothing after a position that some follower still waits to hear. */
  trim(heard: number): void {
    let gone = 0;
    for (const { event, json } of this.entries) {
      const tooMuch =
        this.entries.length - gone > KEPT.events || this.length > KEPT.length || held * BYTES > MEMORY.recentEvents;
      if (event.position > heard || (event.position > this.stale && !tooMuch)) break;
      this.weigh(-json.length);
      gone += 1;
    }
    this.entries.splice(0, gone);
  }

  /**
   * A text that was changed or taken away leaves the past as well: what told it is read from the database from now on. Until
   * that has gone, whoever has not heard it yet hears it as it is now.
   */
  private outdate(event: ThreadEvent): void {
    if (event.type === 'thread.changed' && event.data.thread.gone) return this.leave(event.data.thread.gone.movedTo);
    if (event.type !== 'message.edited' && event.type !== 'message.removed') return;
    const id = event.type === 'message.edited' ? event.data.message.id : event.data.id;
    for (const entry of this.entries) {
      const { data } = entry.event;
      if (!('message' in data) || data.message.id !== id) continue;
      this.stale = Math.max(this.stale, entry.event.position);
      this.retell(entry, event.type === 'message.edited' ? event.data.message : emptied(data.message, event.data.why));
    }
  }

  /**
   * The thread is gone: what becomes of its messages from now on is told elsewhere, so nothing of them stays here. Of one that
   * was deleted nobody hears them any more.
   */
  private leave(movedTo: string | null): void {
    this.stale = this.end;
    if (movedTo !== null) return;
    for (const entry of this.entries) {
      const { data } = entry.event;
      if ('message' in data) this.retell(entry, emptied(data.message, 'moderated'));
    }
  }

  private retell(entry: Entry, message: MessageView): void {
    this.weigh(-entry.json.length);
    entry.event = { ...entry.event, data: { ...entry.event.data, message } } as ThreadEvent;
    entry.json = JSON.stringify(entry.event);
    this.weigh(entry.json.length);
  }

  private weigh(characters: number): void {
    this.length += characters;
    held += characters;
  }
}

/** What is left of a message that is not on the page: see message.view.ts. */
const emptied = (message: MessageView, why: 'deleted' | 'moderated'): MessageView => ({
  ...message,
  author: null,
  html: '',
  state: why === 'deleted' ? 'deleted' : 'rejected',
  editedAt: null,
  votes: { up: 0, down: 0 },
});
