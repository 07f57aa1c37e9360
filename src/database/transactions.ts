import { Inject, Injectable } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { Clock } from '../config/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import type { ForumEvent } from '../events/forum-event.js';
import { CommitOrder } from './writes/commit-order.js';
import { CONNECTIONS } from './opening/connections.js';
import type { Connections } from './opening/data-source.js';
import { enqueueIn, type Enqueue } from './enqueue.js';
import { codeOf, isContention, overloaded, storageError, told } from './failures.js';
import { OutageLog } from './outage-log.js';
import { postgresQueries, sqliteQueries, type Queries } from './sql.js';
import { secondsSince, WriteFigures } from './writes/write-figures.js';

/** One unit of work that commits whole or not at all. */
export interface Tx extends Queries {
  /** For `insert`, `update` and `delete` by entity. `save` and `remove` open transactions of their own and are not used. */
  readonly manager: EntityManager;
  /** The time of everything that this unit writes, in ms. */
  readonly now: number;
  /** Published after commit, in the order of commits; dropped when the unit fails. */
  emit(event: ForumEvent): void;
  /** Work for later, which is done if and only if this unit commits: see src/jobs. */
  readonly enqueue: Enqueue;
}

/** ms by which a unit may be older than what it sees: its time is that of its beginning, and then it waited for somebody's lock. */
export const WAITED = 60_000;

export type Work<T> = (tx: Tx) => Promise<T>;

type Waiting = {
  readonly work: Work<unknown>;
  readonly since: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
};
type Outcome = { readonly unit: Waiting; readonly value: unknown; readonly events: readonly ForumEvent[] };

/** How many units may share one commit, so that the first of them does not wait long for the last. */
const BATCH = 256;
/** ms of a batch after which others have a turn of the event loop. */
const STRETCH = 2;
/** How many asked at the time of a commit, those it answered and those behind them, and the ms that it took. */
const ALONE = { company: 0, ms: 0 };
/** Tries of a PostgreSQL transaction that another one got in the way of. */
const TRIES = 4;
/** ms for which a refusal is remembered where nobody has tried to write since. */
const REMEMBERED = 60_000;

/**
 * The one way to write. What `run` resolved with is durable; what it rejected left nothing.
 *
 * On SQLite every unit waits in one queue for one connection. All that wait go into one transaction, a savepoint each, and share
 * one fsync (group commit). On PostgreSQL each unit is a transaction of its own, tried again after a deadlock or a serialization failure.
 * A unit does nothing but read and write through its `tx`: everything behind it in the queue waits for it, so a `run` inside it would
 * wait for itself, and throws.
 */
@Injectable()
export class Transactions {
  readonly figures = new WriteFigures();
  private readonly queue: Waiting[] = [];
  /** Set while a unit of work runs, for whatever it calls. */
  private readonly inside = new AsyncLocalStorage<{ running: boolean }>();
  /** Units that were asked for and are not done, on PostgreSQL. */
  private underWay = 0;
  private draining = false;
  private lastCommit = ALONE;
  private writer: Queries | undefined;
  /** When the database last would not take a write, on performance's clock; long ago where it has taken one since. */
  private refusedAt = -Infinity;
  private readonly outage = new OutageLog({ well: 'takes writes', ill: 'takes no writes' });
  private readonly commits: CommitOrder;

  constructor(
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly bus: EventBus,
  ) {
    this.commits = new CommitOrder(bus, this.figures);
  }

  /**
   * @throws ForumError overloaded where more units wait than may, or the database is away; and what `work` throws; an Error
   * within the work of another unit
   */
  async run<T>(work: Work<T>): Promise<T> {
    if (this.inside.getStore()?.running) throw new Error('transactions.run inside transactions.run: use its tx');
    if (this.waiting >= this.config.WRITES_WAITING)
      throw new ForumError('overloaded', { limit: 'WRITES_WAITING' }, undefined, 1);
    const since = performance.now();
    try {
      const done = await (this.connections.dialect === 'postgres' ? this.runOnPostgres(work) : this.runOnSqlite(work));
      this.refusedAt = -Infinity;
      this.outage.note();
      this.figures.write.observe(secondsSince(since));
      return done;
    } catch (error) {
      if (error instanceof ForumError && error.code === 'overloaded') this.refusedAt = performance.now();
      this.outage.note(error);
      throw error;
    }
  }

  /** Whether the database lately would not take a write, and has taken none since. */
  get refusing(): boolean {
    return performance.now() - this.refusedAt < REMEMBERED;
  }

  /** Units that wait for the database now: what an operator alarms on. */
  get waiting(): number {
    return this.queue.length + Math.max(0, this.underWay - this.config.DATABASE_POOL);
  }

  private runOnSqlite<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ work, since: performance.now(), resolve: resolve as (value: unknown) => void, reject });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    try {
      await this.gather();
      while (this.queue.length > 0) {
        if (await this.begin()) await this.commitBatch(this.queue.splice(0, BATCH));
        if (this.queue.length > 0) await this.gather();
      }
    } finally {
      this.draining = false;
    }
  }

  /**
   * Turns of the event loop, in which whatever has arrived joins the batch: one, and where the last commit answered some who
   * are likely to ask again, for as long as they are missing and no longer than half of what that commit took.
   */
  private async gather(): Promise<void> {
    const end = performance.now() + this.lastCommit.ms / 2;
    do await new Promise(setImmediate);
    while (this.queue.length < Math.min(this.lastCommit.company, BATCH) && performance.now() < end);
    this.lastCommit = ALONE;
  }

  /** False after a wait in which another process kept the database locked. Units that waited too long are refused. */
  private async begin(): Promise<boolean> {
    this.writer ??= sqliteQueries(this.connections.write);
    try {
      await this.writer.query('BEGIN IMMEDIATE');
      return true;
    } catch (error) {
      const locked = codeOf(error).startsWith('SQLITE_BUSY');
      const impatient = performance.now() - this.config.WRITE_PATIENCE;
      const given = locked ? this.queue.filter((unit) => unit.since <= impatient) : this.queue.slice();
      for (const unit of given) {
        this.queue.splice(this.queue.indexOf(unit), 1);
        unit.reject(overloaded(error));
      }
      if (locked) await delay(20);
      return false;
    }
  }

  private async commitBatch(batch: readonly Waiting[]): Promise<void> {
    const writer = this.writer as Queries;
    const { manager } = this.connections.write;
    const done: Outcome[] = [];
    try {
      let rested = performance.now();
      for (const unit of batch) {
        if (performance.now() - rested > STRETCH) {
          await new Promise(setImmediate);
          rested = performance.now();
        }
        const events: ForumEvent[] = [];
        await writer.query('SAVEPOINT unit');
        try {
          const value = await this.working(unit.work, writer, manager, events);
          await writer.query('RELEASE unit');
          done.push({ unit, value, events });
        } catch (error) {
          // Fails where the database itself gave up the whole transaction (disk full, I/O error): then all of the batch is undone.
          await writer.query('ROLLBACK TO unit');
          await writer.query('RELEASE unit');
          unit.reject(storageError(error));
        }
      }
      const begun = performance.now();
      await writer.query('COMMIT');
      this.lastCommit = { company: batch.length + this.queue.length, ms: performance.now() - begun };
      this.figures.commit.observe(secondsSince(begun));
      this.figures.units.observe(batch.length);
    } catch (error) {
      await writer.query('ROLLBACK').catch(() => undefined);
      for (const unit of batch) unit.reject(overloaded(error));
      return;
    }
    for (const { events } of done) this.bus.publish(events);
    for (const { unit, value } of done) unit.resolve(value);
  }

  private async working<T>(work: Work<T>, queries: Queries, manager: EntityManager, events: ForumEvent[]): Promise<T> {
    const now = this.clock.now();
    const enqueue = enqueueIn(queries, now, () => events.push({ name: 'job.enqueued' }));
    const unit = { running: true };
    try {
      return await this.inside.run(unit, work, {
        ...queries,
        manager,
        now,
        emit: (event) => events.push(event),
        enqueue,
      });
    } finally {
      unit.running = false;
    }
  }

  private async runOnPostgres<T>(work: Work<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await this.runAgainAndAgain(work);
    } finally {
      this.underWay -= 1;
    }
  }

  private async runAgainAndAgain<T>(work: Work<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.runOnceOnPostgres(work);
      } catch (error) {
        if (!isContention(error)) throw told(error);
        if (attempt === TRIES) throw overloaded(error);
        await delay(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  private async runOnceOnPostgres<T>(work: Work<T>): Promise<T> {
    const runner = this.connections.write.createQueryRunner();
    const events: ForumEvent[] = [];
    try {
      await runner.startTransaction('READ COMMITTED');
      const value = await this.working(work, postgresQueries(runner), runner.manager, events);
      await this.commits.commit(runner, events);
      return value;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}
