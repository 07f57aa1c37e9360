import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../config/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import type { ForumEvent } from '../events/forum-event.js';
import { asUnitOf, isWithinUnit } from './running-unit.js';
import { CONNECTIONS } from './opening/connections.js';
import type { Connections } from './opening/data-source.js';
import { enqueueIn, type Enqueue } from './enqueue.js';
import { OutageLog } from './outage-log.js';
import type { Queries } from './sql.js';
import { BatchedWrites, type BatchedWork } from './writes/batched-writes.js';
import { PostgresCommits } from './writes/postgres-commits.js';
import { SqliteCommits } from './writes/sqlite-commits.js';
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

/** Does one unit of work on a connection; what it emits is added to `events`. */
export type Working = <T>(work: Work<T>, on: Queries, manager: EntityManager, events: ForumEvent[]) => Promise<T>;

/** ms for which a refusal is remembered where nobody has tried to write since. */
const REMEMBERED = 60_000;

/**
 * The one way to write. What `run` resolved with is durable; what it rejected left nothing.
 *
 * On SQLite units share commits (writes/sqlite-commits.ts); on PostgreSQL each is a transaction of its own (writes/postgres-commits.ts).
 * A unit does nothing but read and write through its `tx`: everything behind it in the queue waits for it, so a `run` inside it would
 * wait for itself, and throws.
 */
@Injectable()
export class Transactions {
  readonly figures = new WriteFigures();
  /** When the database last would not take a write, on performance's clock; long ago where it has taken one since. */
  private refusedAt = -Infinity;
  private readonly outage = new OutageLog({ well: 'takes writes', ill: 'takes no writes' });
  private readonly batches: { readonly waiting: number }[] = [];
  /** Batches of one kind that are written at once, at most. */
  private readonly lanes: number;
  private readonly commits: SqliteCommits | PostgresCommits;

  constructor(
    @Inject(CONNECTIONS) connections: Connections,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    bus: EventBus,
  ) {
    // SQLite has one writer; of PostgreSQL's connections one is left to whoever writes something else.
    this.lanes = connections.dialect === 'postgres' ? Math.max(1, config.DATABASE_POOL - 1) : 1;
    const Commits = connections.dialect === 'postgres' ? PostgresCommits : SqliteCommits;
    this.commits = new Commits(this.working, connections.write, config, bus, this.figures);
  }

  /**
   * @throws ForumError overloaded where more units wait than may, or the database is away; and what `work` throws; an Error
   * within the work of another unit
   */
  async run<T>(work: Work<T>): Promise<T> {
    if (isWithinUnit(this)) throw new Error('transactions.run inside transactions.run: use its tx');
    this.refuseMoreThan(this.commits.waiting);
    const since = performance.now();
    try {
      const done = await this.commits.run(work);
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

  /** A way to write many of one kind together: see BatchedWrites. What waits there counts as waiting. */
  batched<Item, Result>(work: BatchedWork<Item, Result>): (item: Item) => Promise<Result> {
    const batches = new BatchedWrites<Item, Result>(
      (unit) => this.run(unit),
      { lanes: this.lanes, sizes: this.figures.batch },
      work,
    );
    this.batches.push(batches);
    return (item) => {
      this.refuseMoreThan(this.waiting);
      return batches.run(item);
    };
  }

  /** Whether the database lately would not take a write, and has taken none since. */
  get refusing(): boolean {
    return performance.now() - this.refusedAt < REMEMBERED;
  }

  /** Units that wait for the database now: what an operator alarms on. */
  get waiting(): number {
    return this.batches.reduce((sum, { waiting }) => sum + waiting, this.commits.waiting);
  }

  private refuseMoreThan(waiting: number): void {
    if (waiting >= this.config.WRITES_WAITING)
      throw new ForumError('overloaded', { limit: 'WRITES_WAITING' }, undefined, 1);
  }

  private readonly working: Working = async (work, queries, manager, events) => {
    const now = this.clock.now();
    const enqueue = enqueueIn(queries, now, () => events.push({ name: 'job.enqueued' }));
    return asUnitOf(this, () => work({ ...queries, manager, now, emit: (event) => events.push(event), enqueue }));
  };
}
