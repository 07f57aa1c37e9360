import { afterAll, describe } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../src/config/read-config.js';
import { closeDatabase, openDatabase } from '../../src/database/opening/data-source.js';
import { isThere } from '../../src/database/opening/sqlite-file.js';
import { scratch } from './scratch.mjs';

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
  await Promise.all(made.splice(0).map((database) => database.drop()));
});

/** An empty database of this test file's own; gone when the file ends. */
export async function freshDatabase(database: Database): Promise<FreshDatabase> {
  const fresh = await (database === 'sqlite' ? freshSqlite() : freshPostgres());
  made.push(fresh);
  return fresh;
}

/** One with every migration run, as the first start of a forum leaves it: for whatever begins after that start. */
export async function migratedDatabase(database: Database): Promise<FreshDatabase> {
  const migrated = await (database === 'sqlite' ? migratedSqlite() : migratedPostgres());
  made.push(migrated);
  return migrated;
}

async function freshSqlite(): Promise<FreshDatabase> {
  const folder = await mkdtemp(join(scratch(), 'rejoinder-test-'));
  return {
    url: `sqlite:${join(folder, 'forum.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The run's template is a file: whichever test file needs it first makes it, and it appears whole. */
async function migratedSqlite(): Promise<FreshDatabase> {
  const template = join(ofRun('TEST_FOLDER'), 'migrated.db');
  if (!isThere(template)) {
    const first = await freshSqlite();
    await migrate(first.url);
    await rename(sqliteFile(first), template);
    await first.drop();
  }
  const fresh = await freshSqlite();
  await copyFile(template, sqliteFile(fresh));
  return fresh;
}

const sqliteFile = ({ url }: FreshDatabase): string => url.slice('sqlite:'.length);

/** What is the same for all files of a run: see run.setup.mjs. */
function ofRun(variable: 'TEST_FOLDER' | 'TEST_POSTGRES' | 'TEST_POSTGRES_TEMPLATE'): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run these tests through Jest`);
  return value;
}

async function migrate(url: string): Promise<void> {
  await closeDatabase(await openDatabase(readConfig({ DATABASE_URL: url })));
}

/** A copy of a PostgreSQL database as it is now, which nobody may be connected to; gone when the file ends. */
export async function copyOf(database: string): Promise<FreshDatabase> {
  const copy = await freshPostgres(nameOf({ url: database }));
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

const ALREADY_THERE = '42P04';
const NOT_THERE = '3D000';

/** The run's template is a database that nobody connects to: whichever test file needs it first makes it, and it appears whole. */
async function migratedPostgres(): Promise<FreshDatabase> {
  const template = ofRun('TEST_POSTGRES_TEMPLATE');
  try {
    return await freshPostgres(template);
  } catch (error) {
    if ((error as { code?: string }).code !== NOT_THERE) throw error;
  }
  const first = await freshPostgres();
  await migrate(first.url);
  try {
    await askPostgres(await postgresServer(), `ALTER DATABASE ${nameOf(first)} RENAME TO ${template}`);
  } catch (error) {
    if ((error as { code?: string }).code !== ALREADY_THERE) throw error;
    await first.drop();
  }
  return freshPostgres(template);
}

const nameOf = ({ url }: { readonly url: string }): string => new URL(url).pathname.slice(1);

/** The run's one server, started by the first file that asks: see postgres-server.setup.mjs. */
async function postgresServer(): Promise<string> {
  const answer = await fetch(ofRun('TEST_POSTGRES'));
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
