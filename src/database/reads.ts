import { Inject, Injectable } from '@nestjs/common';
import { CONNECTIONS } from './connections.js';
import type { Connections } from './data-source.js';
import { postgresQueries, sqliteQueries, type Dialect, type Queries, type Value } from './sql.js';

/** Where everything that only reads asks: it never sees what is not committed. */
@Injectable()
export class Reads implements Queries {
  readonly dialect: Dialect;
  private readonly source: Queries;

  constructor(@Inject(CONNECTIONS) connections: Connections) {
    this.dialect = connections.dialect;
    this.source =
      connections.dialect === 'sqlite' ? sqliteQueries(connections.read) : postgresQueries(connections.read);
  }

  query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]> {
    return this.source.query<Row>(sql, values);
  }
}
