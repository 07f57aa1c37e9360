import { MEMORY } from '../../config/memory.js';
import type { Positioned } from './topic.js';

/** How much a topic keeps for followers that come back: events, and characters of their JSON. */
const KEPT = { events: 256, length: 1_048_576 };
/** Bytes that a character of an event's JSON takes: two there, and as many as an object that is kept beside it. */
const BYTES = 4;
/** Characters that all topics of this process keep. */
let held = 0;

type Entry<E> = { event: E; json: string };

/**
 * The last events of one topic, each as the JSON that followers get, encoded once. Its end is where the topic stands; whoever is
 * not further behind than its beginning needs no read of the database.
 */
export class RecentEvents<E extends Positioned> {
  private entries: Entry<E>[] = [];
  private length = 0;
  /** Everything up to this position has to go: it shows something as it is no more. */
  private stale = 0;

  /**
   * @param end where the topic stands now
   * @param kept events at most, once everyone has heard them
   */
  constructor(
    private end: number,
    private readonly kept = KEPT.events,
  ) {}

  /** Characters of all topics' recent events. */
  static get held(): number {
    return held;
  }

  /** Lets go of everything: its topic is over, or begins anew. */
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
  append(event: E): void {
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

  /** Lets go of what is too much or out of date, but of nothing after a position that some follower still waits to hear. */
  trim(sentUpTo: number): void {
    let gone = 0;
    for (const { event, json } of this.entries) {
      const tooMuch =
        this.entries.length - gone > this.kept || this.length > KEPT.length || held * BYTES > MEMORY.recentEvents;
      if (event.position > sentUpTo || (event.position > this.stale && !tooMuch)) break;
      this.weigh(-json.length);
      gone += 1;
    }
    this.entries.splice(0, gone);
  }

  /** Whoever has yet to hear of these events hears of them as they are now. */
  protected retell(now: (event: E) => E | undefined): void {
    for (const entry of this.entries) {
      const event = now(entry.event);
      if (!event) continue;
      this.weigh(-entry.json.length);
      entry.event = event;
      entry.json = JSON.stringify(event);
      this.weigh(entry.json.length);
    }
  }

  /** What was sent up to a position is read from the database from now on; it goes once everyone has heard it. */
  protected expire(upTo = this.end): void {
    this.stale = Math.max(this.stale, upTo);
  }

  private weigh(characters: number): void {
    this.length += characters;
    held += characters;
  }
}
