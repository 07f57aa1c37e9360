import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';
import type { Connection } from '../../src/live/transport/connection.js';
import { Heartbeat } from '../../src/live/transport/heartbeat.js';
import type { Sockets } from '../../src/live/transport/sockets.js';

const HEARTBEAT = 30_000;
/** ms between two looks, of which twenty are a round. */
const LOOK = HEARTBEAT / 20;

/** A server that nobody has told anything since, and what it has done with its sockets so far. */
class Silence {
  readonly gone: string[] = [];
  pings = 0;
  private now = 1_000;
  private readonly sockets = new Set<Connection>();
  private readonly heartbeat: Heartbeat;

  constructor(names: readonly string[]) {
    for (const name of names) this.opens(name);
    const config = readConfig({ HEARTBEAT: String(HEARTBEAT) });
    this.heartbeat = new Heartbeat(config, this.sockets as unknown as Sockets);
  }

  private opens(name: string): void {
    const connection = {
      silence: 0,
      ping: () => (this.pings += 1),
      write: () => undefined,
      terminate: () => {
        this.gone.push(name);
        this.sockets.delete(connection);
      },
    } as unknown as Connection;
    this.sockets.add(connection);
  }

  /** A round of looks, the last of them so many ms late. */
  round({ late = 0 } = {}): this {
    for (let look = 0; look < 20; look += 1) {
      this.now += LOOK + (look === 19 ? late : 0);
      this.heartbeat.step(this.now);
    }
    return this;
  }
}

describe('a heartbeat', () => {
  it('asks everyone once a round, and ends who was silent for two', () => {
    const server = new Silence(['Ana', 'Ben', 'Mia']);
    expect(server.round()).toMatchObject({ pings: 3, gone: [] });
    expect(server.round()).toMatchObject({ pings: 6, gone: [] });
    expect(server.round()).toMatchObject({ pings: 6, gone: ['Ana', 'Ben', 'Mia'] });
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
