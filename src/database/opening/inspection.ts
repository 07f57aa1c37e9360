import type { Config } from '../../config/config.js';
import { sqlitePath } from '../../config/database-url.js';
import { t } from '../../i18n/format.js';
import { MIGRATIONS } from '../migrations/index.js';
import { isThere } from './sqlite-file.js';

/** What is found where a database should be, before anything is written there. */
export type Found =
  | { readonly state: 'absent' | 'empty' | 'forum' }
  /** Migrations that this version does not know. */
  | { readonly state: 'newer'; readonly migrations: readonly string[] }
  /** Tables of another program's. */
  | { readonly state: 'foreign'; readonly tables: readonly string[] };

/** The part of an open database that an inspection asks. */
type Asking = (sql: string) => Promise<readonly { readonly name: string }[]>;

const OURS: ReadonlySet<string> = new Set(MIGRATIONS.map((Migration) => new Migration().name));

/** ms to wait for another program that has the file to itself for a moment. */
const PATIENCE = 2_000;

/** Looks, and changes nothing. @throws the driver's error where it cannot be opened */
export async function inspect(config: Config): Promise<Found> {
  const path = sqlitePath(config.DATABASE_URL);
  return path === null ? inspectPostgres(config) : inspectSqlite(path);
}

/** A sentence for whoever may not use what was found; undefined where a forum may be, or is. */
export function objection(found: Found): string | undefined {
  if (found.state === 'newer') {
    return t('database.newer', { what: found.migrations.join(', ') });
  }
  if (found.state === 'foreign') {
    const some = found.tables.slice(0, 3).join(', ');
    const more = found.tables.length > 3 ? ' …' : '';
    return t('database.foreign', { what: some + more });
  }
  return undefined;
}

async function inspectSqlite(path: string): Promise<Found> {
  if (!isThere(path)) return { state: 'absent' };
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path, { readonly: true, fileMustExist: true, timeout: PATIENCE });
  try {
    return await read(
      `SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
      async (sql) => database.prepare(sql).all() as { name: string }[],
    );
  } finally {
    database.close();
  }
}

async function inspectPostgres({ DATABASE_URL, DATABASE_CONNECT_TIMEOUT }: Config): Promise<Found> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: DATABASE_CONNECT_TIMEOUT });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // What an extension brings is nobody's table.
    return await read(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY c.relname`,
      async (sql) => (await client.query(sql)).rows as { name: string }[],
    );
  } finally {
    await client.end();
  }
}

async function read(tablesSql: string, ask: Asking): Promise<Found> {
  const tables = (await ask(tablesSql)).map(({ name }) => name);
  // A table of this name is made before the first migration begins: a start may have been broken off there.
  const noted = tables.includes('migrations')
    ? await ask('SELECT name FROM migrations ORDER BY id').catch(() => null)
    : [];
  const migrations = noted?.map(({ name }) => name) ?? [];
  if (migrations.some((name) => OURS.has(name))) {
    const unknown = migrations.filter((name) => !OURS.has(name));
    return unknown.length > 0 ? { state: 'newer', migrations: unknown } : { state: 'forum' };
  }
  const others = tables.filter((name) => name !== 'migrations' || noted === null || migrations.length > 0);
  return others.length > 0 ? { state: 'foreign', tables: others } : { state: 'empty' };
}
