import { dirname } from 'node:path';
import type { Client } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { ConfigError } from '../../config/config-error.js';
import { unusable } from '../../config/read-config.js';
import type { Config } from '../../config/config.js';
import { sqlitePath } from '../../config/database-url.js';
import { ENTITIES } from '../entities.js';
import { inspect, objection } from './inspection.js';
import { MIGRATIONS } from '../migrations/index.js';
import type { Dialect } from '../sql.js';
import { checkAccess, makeFolder } from './sqlite-file.js';

export type Connections = {
  readonly dialect: Dialect;
  /** SQLite: the one connection that writes. PostgreSQL: the pool. */
  readonly write: DataSource;
  /** SQLite: a read-only connection that sees only what is committed. PostgreSQL: the same pool. */
  readonly read: DataSource;
  /** PostgreSQL with DATABASE_READ_URL: a copy that follows the other, some moments behind. */
  readonly replica: DataSource | null;
  /** The migrations that were due when it was opened, and are done now. */
  readonly migrated: readonly string[];
};

export const dialectOf = (databaseUrl: string): Dialect => (databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgres');

/**
 * Opens the database, runs the migrations that are due, and gives the connections.
 * @throws ConfigError where there is none that can be used: out of reach, a newer version's, another program's
 */
export async function openDatabase(config: Config): Promise<Connections> {
  const path = sqlitePath(config.DATABASE_URL);
  const connections = await naming(config, 'DATABASE_URL', () =>
    path === null ? openPostgres(config) : openSqlite(config, path),
  );
  const { DATABASE_READ_URL: url } = config;
  if (path !== null || url === null) return connections;
  const replica = await naming(config, 'DATABASE_READ_URL', async () => open(await pooled(config, url)));
  return { ...connections, replica };
}

async function openPostgres(config: Config): Promise<Connections> {
  // A forum on SQLite does without its code.
  const { default: pg } = await import('pg');
  // PostgreSQL sends bigint as text, because JavaScript's numbers end at 2^53; our times and positions end before.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  // A migration takes as long as it takes.
  const migrator = await open({
    ...postgresOptions(config.DATABASE_URL),
    poolSize: 1,
    connectTimeoutMS: config.DATABASE_CONNECT_TIMEOUT,
    extra: NOTICES_AN_END,
  });
  const turn = new pg.Client({ connectionString: config.DATABASE_URL, ...NOTICES_AN_END });
  const migrated = await inTurn(turn, () => migrate(config, migrator)).finally(() => migrator.destroy());
  const pool = await open(await pooled(config, config.DATABASE_URL));
  return { dialect: 'postgres', write: pool, read: pool, replica: null, migrated };
}

async function openSqlite(config: Config, path: string): Promise<Connections> {
  makeFolder(dirname(path));
  checkAccess(path);
  await refuseOthers(config);
  const write = await open(sqliteOptions(path, false));
  const migrated = await migrate(config, write);
  const read = await open(sqliteOptions(path, true));
  return { dialect: 'sqlite', write, read, replica: null, migrated };
}

const open = (options: DataSourceOptions): Promise<DataSource> => new DataSource(options).initialize();

async function migrate(config: Config, database: DataSource): Promise<string[]> {
  await refuseOthers(config);
  return (await database.runMigrations({ transaction: 'all' })).map(({ name }) => name);
}

async function refuseOthers(config: Config): Promise<void> {
  const refused = objection(await inspect(config));
  if (refused !== undefined) throw new Error(refused);
}

/** The number of the advisory lock of whoever migrates; no other program on this database may use it. */
const MIGRATING = 4_702_111_234;

/**
 * Several processes may be started at once: the first migrates, and the others find it done.
 * @param turn a connection of its own: those of the pool give up waiting before a long migration is over
 */
async function inTurn<T>(turn: Client, migrate: () => Promise<T>): Promise<T> {
  turn.on('error', () => undefined);
  await turn.connect();
  try {
    await turn.query('SELECT pg_advisory_lock($1)', [MIGRATING]);
    return await migrate();
  } finally {
    await turn.end();
  }
}

/** @throws ConfigError that names the variable which led to what failed */
async function naming<T>(config: Config, variable: 'DATABASE_URL' | 'DATABASE_READ_URL', work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ConfigError ? error : unusable(config, variable, error);
  }
}

export async function closeDatabase({ write, read, replica }: Connections): Promise<void> {
  await replica?.destroy();
  if (read !== write) await read.destroy();
  await write.destroy();
}

const shared = { entities: ENTITIES, migrations: MIGRATIONS, synchronize: false, logging: false } as const;

/** ms. The driver's lock wait stops the event loop and everyone who reads, so it is short; `transactions.run` waits on without blocking. */
const LOCK_WAIT = 5;

function sqliteOptions(path: string, readonly: boolean): DataSourceOptions {
  return {
    ...shared,
    type: 'better-sqlite3',
    database: path,
    readonly,
    timeout: LOCK_WAIT,
    enableWAL: !readonly,
    statementCacheSize: 500,
    prepareDatabase: (database: { pragma(statement: string): void }) => {
      // enableWAL alone means synchronous=NORMAL, which loses acknowledged rows when the power goes.
      if (!readonly) database.pragma('synchronous = FULL');
      // Pages of 4 KiB: a busy page of an index is then copied into the file once for thousands of posts, not for hundreds.
      if (!readonly) database.pragma('wal_autocheckpoint = 4000');
      database.pragma('foreign_keys = ON');
      database.pragma('cache_size = -16000');
      database.pragma('temp_store = MEMORY');
    },
  };
}

const postgresOptions = (url: string) => ({ ...shared, type: 'postgres', url }) as const;

/** ms that the database has to say itself that a statement took too long, before its silence is taken for its end. */
const SILENCE = 1_000;
/** After these ms of silence the system asks the other end of a connection whether it is there. */
const NOTICES_AN_END = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
/** Seconds after which a connection is replaced by another, which then finds a database that has moved. */
const LIFETIME = 3_600;

/** Nothing that is asked waits for ever: not for a connection, a lock, an answer, or for an end of a transaction that nobody brings. */
async function pooled(config: Config, url: string): Promise<DataSourceOptions> {
  const { PostgresClient } = await import('./postgres-client.js');
  const extra = {
    Client: PostgresClient,
    connectionTimeoutMillis: config.DATABASE_CONNECT_TIMEOUT,
    statement_timeout: config.DATABASE_STATEMENT_TIMEOUT,
    query_timeout: config.DATABASE_STATEMENT_TIMEOUT + SILENCE,
    lock_timeout: config.DATABASE_LOCK_TIMEOUT,
    idle_in_transaction_session_timeout: config.DATABASE_IDLE_TIMEOUT,
    ...NOTICES_AN_END,
    // What is asked together travels together: see together.ts.
    pipeline: true,
    maxLifetimeSeconds: LIFETIME,
  };
  return { ...postgresOptions(url), poolSize: config.DATABASE_POOL, extra };
}
