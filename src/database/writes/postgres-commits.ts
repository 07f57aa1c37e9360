import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Config } from '../../config/config.js';
import type { EventBus } from '../../events/event-bus.js';
import type { ForumEvent } from '../../events/forum-event.js';
import { isContention, overloaded, toForumError } from '../failures.js';
import { postgresQueries } from '../sql.js';
import type { Work, Working } from '../transactions.js';
import { CommitOrder } from './commit-order.js';
import type { WriteFigures } from './write-figures.js';

/** Tries of a PostgreSQL transaction that another one got in the way of. */
const TRIES = 4;
/** Each unit is a transaction of its own, tried again after a deadlock or a serialization failure. */
export class PostgresCommits {
  private readonly order: CommitOrder;
  /** Units that were asked for and are not done. */
  private underWay = 0;

  constructor(
    private readonly working: Working,
    private readonly connection: DataSource,
    private readonly config: Pick<Config, 'DATABASE_POOL'>,
    bus: EventBus,
    figures: WriteFigures,
  ) {
    this.order = new CommitOrder(bus, figures);
  }

  get waiting(): number {
    return Math.max(0, this.underWay - this.config.DATABASE_POOL);
  }

  async run<T>(work: Work<T>): Promise<T> {
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
        if (!isContention(error)) throw toForumError(error);
        if (attempt === TRIES) throw overloaded(error);
        await delay(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  private async runOnceOnPostgres<T>(work: Work<T>): Promise<T> {
    const runner = this.connection.createQueryRunner();
    const events: ForumEvent[] = [];
    try {
      await runner.startTransaction('READ COMMITTED');
      const value = await this.working(work, postgresQueries(runner), runner.manager, events);
      await this.order.commit(runner, events);
      return value;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}
