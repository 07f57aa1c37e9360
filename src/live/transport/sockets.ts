import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { CLOSE } from '../live.schema.js';

/** ms between the closings of a shutdown, and after the last until those that did not answer are ended by force. */
const STEP = 50;
const LAST_WAIT = 500;

/** Every open socket of this process. */
@Injectable()
export class Sockets {
  private readonly open = new Set<Connection>();
  private peak = 0;
  private peakBefore = 0;

  get size(): number {
    return this.open.size;
  }

  /** As many as there were at once of late: those whom a break has just dropped are among them. */
  get most(): number {
    return Math.max(this.peak, this.peakBefore);
  }

  /** Of what was before the last call `most` knows nothing any more. */
  forgetPeak(): void {
    this.peakBefore = this.peak;
    this.peak = this.open.size;
  }

  add(connection: Connection): void {
    this.open.add(connection);
    this.peak = Math.max(this.peak, this.open.size);
  }

  remove(connection: Connection): void {
    this.open.delete(connection);
  }

  [Symbol.iterator](): IterableIterator<Connection> {
    return this.open.values();
  }

  /** Tells everyone to go and come back, evenly over so many ms, so that they do not all return at once to whoever is next. */
  async drain(ms: number): Promise<void> {
    const leaving = [...this.open];
    const steps = Math.max(1, Math.ceil(ms / STEP));
    for (let step = 0; step < steps && leaving.length > 0; step += 1) {
      const share = Math.ceil(leaving.length / (steps - step));
      for (const connection of leaving.splice(0, share)) connection.close(CLOSE.goingAway);
      if (leaving.length > 0) await delay(STEP);
    }
    const end = performance.now() + LAST_WAIT;
    while (this.open.size > 0 && performance.now() < end) await delay(10);
    for (const connection of this.open) connection.terminate();
  }
}
