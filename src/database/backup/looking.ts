import type { Config } from '../../config/config.js';
import { sqlitePath } from '../../config/database-url.js';
import type { Dialect, Queries, Value } from '../sql.js';

/** A database that is only looked at: nothing is migrated, nothing is written, and it stands still at one moment. */
export async function look<T>(config: Config, work: (on: Queries, dialect: Dialect) => Promise<T>): Promise<T> {
  const path = sqlitePath(config.DATABASE_URL);
  return path === null ? lookAtPostgres(config.DATABASE_URL, work) : lookAtSqlite(path, work);
}

export async function lookAtSqlite<T>(path: string, work: (on: Queries, dialect: Dialect) => Promise<T>): Promise<T> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    database.exec('BEGIN');
    const query = async <Row>(sql: string, values: readonly Value[] = []) =>
      database.prepare(sql.replace(/\$\d+/g, '?')).all(...values) as Row[];
    return await work({ dialect: 'sqlite', query }, 'sqlite');
  } finally {
    database.close();
  }
}

async function lookAtPostgres<T>(url: string, work: (on: Queries, dialect: Dialect) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg');
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const query = async <Row>(sql: string, values: readonly Value[] = []) =>
      (await client.query(sql, [...values])).rows as Row[];
    return await work({ dialect: 'postgres', query }, 'postgres');
  } finally {
    await client.end();
  }
}
