import Database from 'better-sqlite3';
import pg from 'pg';

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
    return await look({
      all: async <Row>(sql: string) => database.prepare(sql).all() as Row[],
      async soundness() {
        const integrity = database.pragma('integrity_check') as { integrity_check: string }[];
        const foreign = database.pragma('foreign_key_check') as unknown[];
        const lines = integrity.map((row) => row.integrity_check).filter((line) => line !== 'ok');
        return [...lines, ...foreign.map((row) => `foreign key ${JSON.stringify(row)}`)];
      },
    });
  } finally {
    database.close();
  }
}

async function inPostgres<T>(url: string, look: (store: Store) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await look({
      all: async <Row>(sql: string) => (await client.query(sql)).rows as Row[],
      // Its constraints are checked at every write and its pages by checksum at every read: there is nothing to ask.
      soundness: async () => [],
    });
  } finally {
    await client.end();
  }
}
