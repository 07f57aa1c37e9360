import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';
import type { Connection } from '../../src/live/transport/connection.js';
import { Heartbeat } from '../../src/live/transport/heartbeat.js';
import { ReturnWindow } from '../../src/live/transport/return-window.js';
import { Sockets } from '../../src/live/transport/sockets.js';

const HEARTBEAT = 30_000;
/** ms between two looks, and how many of them are a round. */
const LOOK = 50;
const LOOKS = HEARTBEAT / LOOK;

/** First byte of a ping (RFC 6455, 5.2). */
const PING = 0x89;

/** A server that nobody has told anything since, and what it has done with its sockets so far. */
class Silence {
  readonly gone: string[] = [];
  pings = 0;
  writes = 0;
  private now = 1_000;
  private readonly sockets = new Sockets();
  private readonly heartbeat: Heartbeat;

  constructor(names: readonly string[]) {
    for (const name of names) this.opens(name);
    const config = readConfig({ HEARTBEAT: String(HEARTBEAT) });
    this.heartbeat = new Heartbeat(config, this.sockets, new ReturnWindow(config, this.sockets));
  }

  private opens(name: string): void {
    const connection = {
      silence: 0,
      write: (frames: Buffer) => {
        this.writes += 1;
        if (frames[0] === PING) this.pings += 1;
      },
      terminate: () => {
        this.gone.push(name);
        this.sockets.remove(connection);
      },
    } as unknown as Connection;
    this.sockets.add(connection);
  }

  /** A round of looks, the last of them so many ms late. */
  round({ late = 0 } = {}): this {
    for (let look = 0; look < LOOKS; look += 1) this.look(look === LOOKS - 1 ? late : 0);
    return this;
  }

  look(late = 0): void {
    this.now += LOOK + late;
    this.heartbeat.step(this.now);
  }
}

describe('a heartbeat', () => {
  it('asks everyone once a round, and ends who was silent for two', () => {
    const server = new Silence(['Ana', 'Ben', 'Mia']);
    expect(server.round()).toMatchObject({ pings: 3, gone: [] });
    expect(server.round()).toMatchObject({ pings: 6, gone: [] });
    expect(server.round()).toMatchObject({ pings: 6, gone: ['Ana', 'Ben', 'Mia'] });
  });

  it('asks nobody twice, and few at a time', () => {
    const server = new Silence(Array.from({ length: 3 * LOOKS }, (_, n) => `Reader ${n}`));
    for (let look = 1; look <= LOOKS; look += 1) {
      server.look();
      expect(server.writes).toBe(3 * look);
    }
    expect(server.pings).toBe(3 * LOOKS);
  });

  it('blames nobody for a stall of its own', () => {
    const server = new Silence(['Ana', 'Ben', 'Mia']);
    for (let rounds = 0; rounds < 10; rounds += 1) server.round({ late: 2_500 });
    expect(server).toMatchObject({ pings: 30, gone: [] });
    server.round().round().round();
    expect(server.gone).toEqual(['Ana', 'Ben', 'Mia']);
  });

  it('takes no small delay for one', () => {
    const server = new Silence(['Ana']);
    for (let rounds = 0; rounds < 3; rounds += 1) server.round({ late: 900 });
    expect(server.gone).toEqual(['Ana']);
  });
});
