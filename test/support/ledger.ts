import { Logger } from '@nestjs/common';
import { readConfig } from '../../src/config/read-config.js';
import { SystemClock } from '../../src/config/clock.js';
import { closeDatabase, openDatabase, type Connections } from '../../src/database/opening/data-source.js';
import { IdempotentWrites } from '../../src/database/writes/idempotency.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { Transactions } from '../../src/database/transactions.js';
import { EventBus } from '../../src/events/event-bus.js';
import { migratedDatabase, type Database } from './databases.js';

/**
 * A database with one table of the test's own beside the forum's, and the parts of the forum that read and write it.
 * `entries.id` counts up in the order of inserts; two entries of one unit share its `unit`.
 */
export class Ledger {
  readonly bus = new EventBus();
  readonly reads: PrimaryReads;
  readonly transactions: Transactions;
  readonly writes: IdempotentWrites;

  private constructor(
    readonly connections: Connections,
    /** The file of SQLite. */
    readonly path: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.reads = new PrimaryReads(connections);
    this.transactions = new Transactions(connections, readConfig(env), new SystemClock(), this.bus);
    this.writes = new IdempotentWrites(this.transactions);
  }

  static async open(database: Database, env: Readonly<Record<string, string>> = {}): Promise<Ledger> {
    Logger.overrideLogger(false);
    const { url } = await migratedDatabase(database);
    const connections = await openDatabase(readConfig({ ...env, DATABASE_URL: url }));
    const id = database === 'sqlite' ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'SERIAL PRIMARY KEY';
    await connections.write.query(`CREATE TABLE entries (id ${id}, unit INTEGER NOT NULL)`);
    await connections.write.query('CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)');
    await connections.write.query('INSERT INTO counter VALUES (1, 0), (2, 0)');
    return new Ledger(connections, url.replace('sqlite:', ''), env);
  }

  /** The unit of each entry that readers see. */
  async units(): Promise<number[]> {
    return (await this.reads.query<{ unit: number }>('SELECT unit FROM entries ORDER BY id')).map(({ unit }) => unit);
  }

  close(): Promise<void> {
    return closeDatabase(this.connections);
  }
}
