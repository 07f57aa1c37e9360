import Database from 'better-sqlite3';
import pg from 'pg';
import { orphans, soundness } from '../../src/database/backup/recounts.js';
import type { Dialect } from '../../src/database/sql.js';

/** One state of a forum's database, read from outside while the forum runs or after it has died. */
export interface Store {
  all<Row>(sql: string): Promise<Row[]>;
  /** What the database itself finds wrong with its file; empty for nothing. */
  soundness(): Promise<string[]>;
}

/** Opens the database beside the forum, and reads one state of it. */
export function inStore<T>(url: string, look: (store: Store) => Promise<T>): Promise<T> {
  return url.startsWith('sqlite:') ? inSqlite(url.slice('sqlite:'.length), look) : inPostgres(url, look);
}

async function inSqlite<T>(file: string, look: (store: Store) => Promise<T>): Promise<T> {
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    database.exec('BEGIN');
    return await look(storeOf('sqlite', async (sql) => database.prepare(sql).all()));
  } finally {
    database.close();
  }
}

async function inPostgres<T>(url: string, look: (store: Store) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await look(storeOf('postgres', async (sql) => (await client.query(sql)).rows));
  } finally {
    await client.end();
  }
}

function storeOf(dialect: Dialect, ask: (sql: string) => Promise<unknown[]>): Store {
  const all = async <Row>(sql: string) => (await ask(sql)) as Row[];
  const on = { dialect, query: all };
  return { all, soundness: async () => [...(await soundness(on)), ...(await orphans(on))] };
}
