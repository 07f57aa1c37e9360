import { wire } from '../transport/frames.js';
import type { RecentEvents } from './recent-events.js';
import type { LogAnswer, Positioned, TopicFrames } from './topic.js';

/**
 * What the log had to tell, ready to be sent, up to a position that may come before that of the topic; `null` where it can
 * tell nothing but to read the page again.
 */
export type Replay = {
  readonly frames: readonly Buffer[] | null;
  readonly position: number;
  /** Where the topic stands. */
  readonly head: number;
  readonly epoch: string;
};

/** Positions whose frames are kept until the next event. */
const KEPT = 8;

/**
 * What those who come back have missed. After a break many come at once, most from the same position: one read of the log
 * and one encoding answers them all.
 */
export class Replays<E extends Positioned> {
  private readonly reading = new Map<string, Promise<Replay>>();
  private readonly kept = new Map<number, readonly Buffer[]>();

  constructor(
    private readonly frames: TopicFrames,
    private readonly since: (after: number, epoch: string) => Promise<LogAnswer<E>>,
  ) {}

  fromLog(after: number, epoch: string): Promise<Replay> {
    const key = `${after} ${epoch}`;
    const running = this.reading.get(key);
    if (running) return running;
    const reading = this.read(after, epoch).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  /** @param recent must cover the position */
  fromRecent(recent: RecentEvents<E>, after: number): readonly Buffer[] {
    const known = this.kept.get(after);
    if (known) return known;
    if (this.kept.size === KEPT) this.kept.clear();
    const frames = this.frames.events(recent.between(after, recent.position)).map(wire);
    this.kept.set(after, frames);
    return frames;
  }

  /** The recent events are others now. */
  forget(): void {
    this.kept.clear();
  }

  private async read(after: number, epoch: string): Promise<Replay> {
    const answer = await this.since(after, epoch);
    const { position: head, epoch: now } = answer;
    if ('reset' in answer) return { frames: null, position: head, head, epoch: now };
    const events = answer.events.map((event) => JSON.stringify(event));
    const position = answer.events.at(-1)?.position ?? head;
    return { frames: this.frames.events(events).map(wire), position, head, epoch: now };
  }
}
