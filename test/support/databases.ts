import { afterAll, describe } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type Database = 'sqlite' | 'postgres';

/** Both, unless TEST_DATABASES names one; a run that others rely on (CI) always takes both. */
const DATABASES: readonly Database[] = ['sqlite', 'postgres'];
const asked = process.env['TEST_DATABASES'];
if (asked !== undefined && process.env['CI'] === 'true') throw new Error('TEST_DATABASES is not for CI: it tests both');
const chosen = DATABASES.filter((database) => asked === undefined || asked === database);
if (chosen.length === 0) throw new Error(`TEST_DATABASES=${asked}: must be sqlite or postgres`);

/** The same tests on SQLite and on PostgreSQL. */
export function eachDatabase(name: string, tests: (database: Database) => void): void {
  for (const database of chosen)
    describe(`${name} (${database})`, () => {
      tests(database);
    });
}

/** For what only one of them has. */
export const onlyOn = (database: Database): typeof describe | typeof describe.skip =>
  chosen.includes(database) ? describe : describe.skip;

export type FreshDatabase = {
  /** What DATABASE_URL is set to. */
  readonly url: string;
  drop(): Promise<void>;
};

const made: FreshDatabase[] = [];
afterAll(async () => {
  for (const database of made.splice(0)) await database.drop();
});

/** An empty database of this test file's own; gone when the file ends. */
export async function freshDatabase(database: Database): Promise<FreshDatabase> {
  const fresh = await (database === 'sqlite' ? freshSqlite() : freshPostgres());
  made.push(fresh);
  return fresh;
}

async function freshSqlite(): Promise<FreshDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'rejoinder-test-'));
  return {
    url: `sqlite:${join(folder, 'forum.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A copy of a PostgreSQL database as it is now, which nobody may be connected to; gone when the file ends. */
export async function copyOf(database: string): Promise<FreshDatabase> {
  const copy = await freshPostgres(new URL(database).pathname.slice(1));
  made.push(copy);
  return copy;
}

async function freshPostgres(template = 'template0'): Promise<FreshDatabase> {
  const server = await postgresServer();
  const name = `forum_${randomBytes(8).toString('hex')}`;
  await askPostgres(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => askPostgres(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** The run's one server, started by the first file that asks: see postgres-server.setup.mjs. */
async function postgresServer(): Promise<string> {
  const desk = process.env['TEST_POSTGRES'];
  if (!desk) throw new Error('TEST_POSTGRES is not set: run these tests through Jest');
  const answer = await fetch(desk);
  if (!answer.ok) throw new Error(`No PostgreSQL: ${await answer.text()}`);
  return answer.text();
}

async function askPostgres(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
