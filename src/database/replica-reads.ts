import { Inject, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { MEMORY } from '../config/memory.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import { CONNECTIONS } from './opening/connections.js';
import type { Connections } from './opening/data-source.js';
import { toForumError } from './failures.js';
import { PrimaryReads } from './primary-reads.js';
import { postgresQueries, type Queries } from './sql.js';

/** What is read of a thread names it, and the position at which it was read. */
type Placed = { readonly thread: { readonly id: string; readonly position: number } };

/** How often a thread that moves on while it is read is read again. */
const ATTEMPTS = 2;

/** Threads whose latest change is remembered: half of what all threads may take, at about 250 bytes each. */
const MOST = Math.floor(MEMORY.threads / 2 / 250);

/**
 * Where public pages are read. With DATABASE_READ_URL that is a replica, but not for a thread that has changed so lately
 * that the replica may not know of it: whoever has just posted finds the message on the page.
 */
@Injectable()
export class ReplicaReads {
  private readonly logger = new Logger(ReplicaReads.name);
  private readonly changed: LRUCache<string, true>;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    private readonly reads: PrimaryReads,
    bus: EventBus,
  ) {
    this.changed = new LRUCache({ max: MOST, ttl: config.DATABASE_READ_LAG });
    bus.on('thread.event', ({ threadId }) => void this.changed.set(threadId, true));
    bus.on('votes.changed', ({ threadId }) => void this.changed.set(threadId, true));
    bus.on('threads.touched', ({ threadIds }) => threadIds.forEach((threadId) => this.changed.set(threadId, true)));
  }

  /**
   * Reads a thread as it was at one moment: at the position that the answer names, nothing of later is in it and nothing of
   * before is missing. From the database itself where the replica cannot.
   */
  async ofThread<T extends Placed>(threadId: string, read: (on: Queries) => Promise<T>): Promise<T> {
    const { replica } = this.connections;
    if (!replica || this.changed.has(threadId)) return this.ofPrimary(read);
    try {
      const answer = await atOneMoment(replica, read);
      // By another id than its own: it was merged into that one, and what changed there is known under that.
      return this.changed.has(answer.thread.id) ? await this.ofPrimary(read) : answer;
    } catch (error) {
      if (error instanceof ForumError) throw error;
      this.logger.warn(`The replica could not be read: ${String(error)}`);
      return this.ofPrimary(read);
    }
  }

  /**
   * Every change of what is visible takes a position in the same transaction: where the thread has not moved on meanwhile,
   * all was read at one moment, without a transaction for it.
   * @throws ForumError overloaded where the database is away
   */
  async ofPrimary<T extends Placed>(read: (on: Queries) => Promise<T>): Promise<T> {
    for (let left = ATTEMPTS; ; left--) {
      const answer = await read(this.reads);
      const [thread] = await this.reads.query<{ position: number }>('SELECT position FROM threads WHERE id = $1', [
        answer.thread.id,
      ]);
      if (!thread || thread.position === answer.thread.position) return answer;
      if (left > 0) continue;
      // SQLite's one reading connection is shared; there a question is answered before another can come in between.
      if (this.connections.dialect === 'sqlite') return read(this.reads);
      return atOneMoment(this.connections.read, read).catch((error: unknown) => {
        throw toForumError(error);
      });
    }
  }
}

/**
 * Everything is read as it was at one moment: a page that names a position and lacks a message of before it
 * would lose that message to every follower.
 */
async function atOneMoment<T>(source: DataSource, read: (on: Queries) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
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
