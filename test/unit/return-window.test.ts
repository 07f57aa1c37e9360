import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';
import type { Connection } from '../../src/live/transport/connection.js';
import { ReturnWindow } from '../../src/live/transport/return-window.js';
import { Sockets } from '../../src/live/transport/sockets.js';

/** A process that lets so many readers a second in again, and those it holds. */
class Held {
  readonly sockets = new Sockets();
  private readonly window: ReturnWindow;

  constructor(returnsPerSecond: number) {
    const config = readConfig({ RETURNS_PER_SECOND: String(returnsPerSecond) });
    this.window = new ReturnWindow(config, this.sockets);
  }

  come(count: number): Connection[] {
    const some = Array.from({ length: count }, () => ({}) as Connection);
    for (const connection of some) this.sockets.add(connection);
    return some;
  }

  go(connections: readonly Connection[]): void {
    for (const connection of connections) this.sockets.remove(connection);
  }

  /** What a reader is told now. */
  get spread(): number {
    const frame = this.window.beat.toString('utf8').replace(/^[^{]*/, '');
    return (JSON.parse(frame) as { data: { spread: number } }).data.spread;
  }
}

describe('over how long readers are told to spread their return', () => {
  it('is as long as letting all of them in again takes, within bounds', () => {
    const held = new Held(100);
    expect(held.spread).toBe(2_000);
    held.come(500);
    expect(held.spread).toBe(5_000);
    held.come(10_000);
    expect(held.spread).toBe(30_000);
  });

  it('counts those whom a break has just dropped, for whoever is the first to come back', () => {
    const held = new Held(100);
    const all = held.come(1_000);
    held.go(all);
    held.come(1);
    expect(held.spread).toBe(10_000);
    held.sockets.forgetPeak();
    expect(held.spread).toBe(10_000);
    held.sockets.forgetPeak();
    expect(held.spread).toBe(2_000);
  });
});
