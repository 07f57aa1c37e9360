import { Inject, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { MEMORY } from '../config/memory.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import { CONNECTIONS } from './connections.js';
import type { Connections } from './data-source.js';
import { Reads } from './reads.js';
import { postgresQueries, type Queries } from './sql.js';

/** Threads whose latest change is remembered: half of what all threads may take, at about 250 bytes each. */
const MOST = Math.floor(MEMORY.threads / 2 / 250);

/**
 * Where public pages are read. With DATABASE_READ_URL that is a replica, but not for a thread that has changed so lately
 * that the replica may not know of it: whoever has just posted finds the message on the page.
 */
@Injectable()
export class Snapshots {
  private readonly logger = new Logger(Snapshots.name);
  private readonly changed: LRUCache<string, true>;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    private readonly reads: Reads,
    bus: EventBus,
  ) {
    this.changed = new LRUCache({ max: MOST, ttl: config.DATABASE_READ_LAG });
    bus.on('thread.event', ({ threadId }) => void this.changed.set(threadId, true));
    bus.on('votes.changed', ({ threadId }) => void this.changed.set(threadId, true));
    bus.on('threads.touched', ({ threadIds }) => threadIds.forEach((threadId) => this.changed.set(threadId, true)));
  }

  /** Reads a thread; from the database itself where the replica cannot. */
  async ofThread<T>(threadId: string, read: (on: Queries) => Promise<T>): Promise<T> {
    const { replica } = this.connections;
    if (!replica || this.changed.has(threadId)) return read(this.reads);
    try {
      return await atOneMoment(replica, read);
    } catch (error) {
      if (error instanceof ForumError) throw error;
      this.logger.warn(`The replica could not be read: ${String(error)}`);
      return read(this.reads);
    }
  }
}

/**
 * Everything on a replica is read as it was at one moment: a page that names a position and lacks a message of before it
 * would lose that message to every follower.
 */
async function atOneMoment<T>(replica: DataSource, read: (on: Queries) => Promise<T>): Promise<T> {
  const runner = replica.createQueryRunner();
  try {
    await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const answer = await read(postgresQueries(runner));
    await runner.query('COMMIT');
    return answer;
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}
