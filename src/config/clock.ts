/** Where time comes from. A test sets its own. */
export abstract class Clock {
  /** Milliseconds since 1970, UTC. */
  abstract now(): number;
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

let last = { ms: NaN, text: '' };

/** A time as the contract writes it: ISO 8601, UTC, milliseconds. What is written together has one time, so that the last is at hand. */
export function iso(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() };
  return last.text;
}
