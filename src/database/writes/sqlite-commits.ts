import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Config } from '../../config/config.js';
import type { EventBus } from '../../events/event-bus.js';
import type { ForumEvent } from '../../events/forum-event.js';
import { codeOf, overloaded, storageError } from '../failures.js';
import { sqliteQueries, type Queries } from '../sql.js';
import type { Work, Working } from '../transactions.js';
import { secondsSince, type WriteFigures } from './write-figures.js';

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
/**
 * Every unit waits in one queue for one connection. All that wait go into one transaction, a savepoint each, and share one
 * fsync (group commit).
 */
export class SqliteCommits {
  private readonly queue: Waiting[] = [];
  private readonly writer: Queries;
  private draining = false;
  private lastCommit = ALONE;

  constructor(
    private readonly working: Working,
    private readonly connection: DataSource,
    private readonly config: Pick<Config, 'WRITE_PATIENCE'>,
    private readonly bus: EventBus,
    private readonly figures: WriteFigures,
  ) {
    this.writer = sqliteQueries(connection);
  }

  get waiting(): number {
    return this.queue.length;
  }

  run<T>(work: Work<T>): Promise<T> {
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
    const { writer } = this;
    const { manager } = this.connection;
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
}
