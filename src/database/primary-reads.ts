import { Inject, Injectable } from '@nestjs/common';
import { CONNECTIONS } from './opening/connections.js';
import type { Connections } from './opening/data-source.js';
import { toForumError } from './failures.js';
import { OutageLog } from './outage-log.js';
import { isWithinUnit } from './running-unit.js';
import { postgresQueries, sqliteQueries, type Dialect, type Queries, type Value } from './sql.js';

/** Where everything that only reads asks: it never sees what is not committed. */
@Injectable()
export class PrimaryReads implements Queries {
  readonly dialect: Dialect;
  private readonly source: Queries;
  private readonly outage = new OutageLog({ well: 'answers', ill: 'does not answer' });

  constructor(@Inject(CONNECTIONS) connections: Connections) {
    this.dialect = connections.dialect;
    this.source =
      connections.dialect === 'sqlite' ? sqliteQueries(connections.read) : postgresQueries(connections.read);
  }

  /** @throws ForumError overloaded where the database is away */
  async query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]> {
    // As many units as there are connections, each of which waits for another one, would wait for ever.
    if (isWithinUnit()) throw new Error('A read of its own inside transactions.run: use its tx');
    try {
      const rows = await this.source.query<Row>(sql, values);
      this.outage.note();
      return rows;
    } catch (error) {
      const refusal = toForumError(error);
      this.outage.note(refusal);
      throw refusal;
    }
  }

  /** Resolves when the database answers. */
  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }
}
