/** The head of a topic: its position and epoch. */
export type Head = { readonly position: number; readonly epoch: string };

/** What happened, by its place in its topic: positions rise by one. */
export type Positioned = { readonly position: number };

/**
 * What the log of a topic tells of what came after a position: the next events, as many as one answer holds, beside where the
 * topic stands; or nothing but to begin anew from there.
 */
export type LogAnswer<E> = Head & ({ readonly events: readonly E[] } | { readonly reset: true });

/** The log of one topic. It is the truth: whatever else tells of an event may lose, double or delay it. */
export interface TopicLog<E> {
  head(): Promise<Head>;
  /** @throws where the log cannot be read */
  since(after: number, epoch: string): Promise<LogAnswer<E>>;
}

/** How frames for followers of one topic are made. */
export interface TopicFrames {
  /** Text messages of events that are JSON already: as few as fit. */
  events(events: readonly string[]): string[];
  reset(to: Head): Buffer;
}

/** What need not survive, sent beside the events: the latest values only. */
export interface Conflated {
  /** True when `take` may have something to send. */
  readonly touched: boolean;
  /** When (as `performance.now`) something ends by itself that has to be sent; undefined while nothing does. */
  readonly fading: number | undefined;
  /** Text messages of what has changed since it was last sent. */
  take(now: number): string[];
}
