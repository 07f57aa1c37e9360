import type { DataSource } from 'typeorm';

export type Dialect = 'sqlite' | 'postgres';
export type Value = string | number | boolean | null | readonly string[];

/** Something that answers SQL: rows for SELECT and RETURNING, written with `$1` placeholders for both databases. */
export interface Queries {
  readonly dialect: Dialect;
  query<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>;
}

/** PostgreSQL numbers its placeholders as we do. TypeORM answers `[rows, count]` for UPDATE and DELETE. */
export function postgresQueries(source: { query(sql: string, values?: unknown[]): Promise<unknown> }): Queries {
  return {
    dialect: 'postgres',
    async query<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
      const answer: unknown = await source.query(sql, [...values]);
      if (!Array.isArray(answer)) return [];
      const counted = answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
      return (counted ? answer[0] : answer) as Row[];
    },
  };
}

/** The part of better-sqlite3 that is used below. */
type Statement = { readonly reader: boolean; all(...values: unknown[]): unknown[]; run(...values: unknown[]): unknown };
type SqliteHandle = { prepare(sql: string): Statement };
type Prepared = { readonly statement: Statement; readonly order: readonly number[] };

/**
 * Prepares each statement once and runs it on the handle that TypeORM opened: a query costs a fifth of what it costs through
 * TypeORM's query runner, and a post makes a dozen. The driver binds `?` in order of appearance, ours are numbered: translated once.
 */
export function sqliteQueries(source: DataSource): Queries {
  const handle = (source.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
  const known = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const order: number[] = [];
    const text = sql.replace(/\$(\d+)/g, (_, digits: string) => {
      order.push(Number(digits) - 1);
      return '?';
    });
    const prepared = { statement: handle.prepare(text), order };
    known.set(sql, prepared);
    return prepared;
  };
  return {
    dialect: 'sqlite',
    async query<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
      const { statement, order } = known.get(sql) ?? prepare(sql);
      const bound = order.map((index) => bind(values[index] ?? null));
      if (statement.reader) return statement.all(...bound) as Row[];
      statement.run(...bound);
      return [];
    },
  };
}

/** SQLite has no booleans, and lists travel as JSON: see `eachOf`. */
function bind(value: Value): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** A list parameter as a table of one column `value`. */
export function eachOf(dialect: Dialect, placeholder: string): string {
  return dialect === 'sqlite'
    ? `(SELECT value FROM json_each(${placeholder}))`
    : `(SELECT unnest(${placeholder}::text[]) AS value)`;
}
