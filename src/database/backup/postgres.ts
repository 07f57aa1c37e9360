import { spawn } from 'node:child_process';
import { TABLES } from './epochs.js';

/** An address for PostgreSQL's own programs: the password goes beside it, because anybody may read what a program was started with. */
function login(url: string): { readonly url: string; readonly env: Record<string, string | undefined> } {
  const bare = new URL(url);
  const password = decodeURIComponent(bare.password);
  bare.password = '';
  return { url: bare.href, env: { ...(password === '' ? {} : { PGPASSWORD: password }) } };
}

/** @throws an error that says what is missing, where the program is not there or is older than the server */
export async function requireProgram(program: 'pg_dump' | 'pg_restore', environment: Environment, server: number) {
  const answer = await run(program, ['--version'], environment).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(
      `${program} is not on the PATH: install PostgreSQL's client programs, of version ${server} or newer`,
    );
  });
  const version = Number(/\)\s+(\d+)/.exec(answer)?.[1] ?? 0);
  if (version < server) {
    throw new Error(
      `${program} on the PATH is of version ${version} and the server of ${server}: it must not be older than the server`,
    );
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The server's version, its first number. */
export const serverVersion = (url: string): Promise<number> =>
  asking(url, async (query) =>
    Math.floor(Number((await query('SHOW server_version_num'))[0]?.['server_version_num']) / 10_000),
  );

export async function dump(url: string, file: string, environment: Environment): Promise<void> {
  const at = login(url);
  const options = ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`, `--dbname=${at.url}`];
  await run('pg_dump', options, { ...environment, ...at.env });
}

/** Reads a dump from end to end. Answers the names of its tables. @throws where it is none, or not whole */
export async function tablesOf(file: string, environment: Environment): Promise<string[]> {
  const list = await run('pg_restore', ['--list', file], environment);
  await run('pg_restore', ['--file=/dev/null', file], environment);
  return [...list.matchAll(/^\d+; \d+ \d+ TABLE \S+ (\S+)/gm)].map(([, name = '']) => name);
}

/** Everything in one transaction: the database is what the dump holds, or as it was. */
export async function restoreDump(url: string, file: string, environment: Environment): Promise<void> {
  const at = login(url);
  const whole = ['--single-transaction', '--exit-on-error', '--clean', '--if-exists', '--no-owner', '--no-privileges'];
  await run('pg_restore', [...whole, `--dbname=${at.url}`, file], { ...environment, ...at.env });
}

/** Tables of a newer forum that an older dump knows nothing of: they would keep it from being put in their place. */
export const dropTablesBeside = (url: string, kept: readonly string[]): Promise<void> =>
  asking(url, async (query) => {
    const ours = (await query('SELECT tablename FROM pg_tables WHERE schemaname = current_schema()')).map(
      ({ tablename }) => String(tablename),
    );
    const known = new Set([...TABLES, 'migrations']);
    for (const name of ours.filter((one) => known.has(one) && !kept.includes(one)))
      await query(`DROP TABLE "${name}" CASCADE`);
  });

/** How many others are connected to the database. */
export const companyOn = (url: string): Promise<number> =>
  asking(url, async (query) => {
    const others = `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;
    return Number((await query(others))[0]?.['n'] ?? 0);
  });

/** Which migrations the database in a dump has had. */
export async function migrationsOf(file: string, environment: Environment): Promise<string[]> {
  const copied = await run('pg_restore', ['--data-only', '--table=migrations', '--file=-', file], environment);
  const rows = /^COPY [^\n]*migrations[^\n]*\n(.*?)^\\\.$/ms.exec(copied)?.[1] ?? '';
  return rows
    .split('\n')
    .map((row) => row.split('\t').at(-1) ?? '')
    .filter(Boolean);
}

type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>;

async function asking<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(async (sql) => (await client.query(sql)).rows as Record<string, unknown>[]);
  } finally {
    await client.end();
  }
}

function run(program: string, words: readonly string[], env: Environment): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, said] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-2_000)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${program}: ${said.trim() || code}`))));
  });
}
