import { copyFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '../support/postgres-server.mjs';
import { checkDatabase } from './checker.js';
import { ask, guest, words, type Guest } from './clients.js';
import { Crowd } from './crowd.js';
import { BOTH, type Fault, type Run } from './fault.js';
import type { Server } from './server.js';
import { percentile } from './statistics.js';
import { inStore } from './store.js';

const CROWD = { posters: 20, followers: 5, think: 50 } as const;
/** ms of posting without a backup, and between two of them. */
const CALM = 3_000;
const PAUSE = 300;

/** A server of PostgreSQL that the machine's own pg_dump can read. */
const BIN = '/usr/lib/postgresql/15/bin';

type Make = (server: Server, file: string) => Promise<unknown>;
const byCommand: Make = (server, file) => server.commandLine('backup', file);
/** What an operator may do who knows nothing of the log beside the file. */
const byCopy: Make = (server, file) => copyFile(server.file, file);
/** The first backup again and again: one that is made no more, and nobody has noticed. */
const byHabit: Make = async (server, file) => {
  const first = join(server.folder, 'first.backup');
  if (!existsSync(first)) await byCommand(server, first);
  await copyFile(first, file);
};

/** Gives each forum an empty database: SQLite in its own folder, or one of many on a server of PostgreSQL. */
async function emptyPlaces(run: Run): Promise<() => Promise<Server>> {
  if (run.database === 'sqlite') return () => run.server();
  const postgres = await startPostgres(BIN);
  run.afterwards(() => postgres.stop());
  let count = 0;
  return async () => {
    const url = new URL(postgres.url);
    url.pathname = `/place_${(count += 1)}`;
    const client = new pg.Client(postgres.url);
    await client.connect();
    await client.query(`CREATE DATABASE place_${count}`);
    await client.end();
    return run.server({ database: url.href });
  };
}

/** Backups are made one after another under posts; each goes into an empty place, and is held against what was acknowledged. */
async function backUp(run: Run, count: number, make: Make = byCommand): Promise<void> {
  const emptyPlace = await emptyPlaces(run);
  const server = await emptyPlace();
  await server.start();
  const zoe = await guest(server.url, 'Zoe');
  let taken: number[] = [];
  const heard = (_: unknown, ms: number) => void taken.push(ms);
  const crowd = await Crowd.gather(run, server, { ...CROWD, manner: { heard } });
  const theirs = await speak(server, crowd.thread, zoe);
  crowd.begin();
  await delay(CALM);
  const before = percentile(taken, 0.99);
  taken = [];
  let last = '';
  for (let n = 0; n < count; n += 1) {
    const known = crowd.journal.acknowledged.map(({ id }) => id);
    last = join(server.folder, `${n}.backup`);
    await make(server, last);
    await restored(run, last, [...known, theirs], { live: server, place: await emptyPlace() });
    await delay(PAUSE);
  }
  const meanwhile = percentile(taken, 0.99);
  await crowd.settle(run);
  await crowd.check(run);
  await erasedAgain(run, server, zoe, last);
  run.measured('backups', count);
  run.measured('posting, p99 before', before, { unit: 'ms' });
  run.measured('posting, p99 meanwhile', meanwhile, { unit: 'ms', most: 2 * before });
}

async function speak(server: Server, thread: string, { token }: Guest): Promise<string> {
  const asked = { token, key: 'the-words-of-zoe', body: { text: `I am Zoe. ${words()}` } };
  const { body } = await ask(server.url, 'POST', `/threads/${thread}/messages`, asked);
  return (body as { message: { id: string } }).message.id;
}

/** One backup in a place of its own: sound, all that was acknowledged before it, and of every thread the beginning without a gap. */
async function restored(
  run: Run,
  file: string,
  known: readonly string[],
  { live, place }: { readonly live: Server; readonly place: Server },
): Promise<void> {
  try {
    await place.commandLine('restore', file);
    await place.commandLine('verify');
  } catch (error) {
    return run.found('corrupt', [`${file}: ${(error as Error).message}`]);
  }
  await checkDatabase(run, place.database);
  const there = new Map((await placesIn(place)).map(({ id, position }) => [id, position]));
  run.found(
    'lost',
    known.filter((id) => !there.has(id)).map((id) => `${id} was acknowledged before ${file} and is not in it`),
  );
  const last = Math.max(...there.values());
  const missing = (await placesIn(live)).filter(({ id, position }) => position <= last && there.get(id) !== position);
  run.found(
    'gap',
    missing.map(({ id, position }) => `${id} at ${position} is not in ${file}, which goes on to ${last}`),
  );
  await place.remove();
}

const placesIn = async ({ database }: Server) => {
  type Placed = { readonly id: string; readonly position: number | string };
  const rows = await inStore(database, (store) =>
    store.all<Placed>('SELECT id, position FROM messages WHERE position IS NOT NULL'),
  );
  // PostgreSQL sends its bigint as text.
  return rows.map(({ id, position }) => ({ id, position: Number(position) }));
};

/** Who was erased after a backup was made is erased again where it is put in the place of what there is. */
async function erasedAgain(run: Run, server: Server, { id }: Guest, file: string): Promise<void> {
  await server.commandLine('member', 'erase', id);
  await server.stop();
  await server.commandLine('restore', file, '--replace');
  const left = await inStore(server.database, (store) =>
    store.all<{ text: string }>(`SELECT text FROM messages WHERE author_id = '${id}' AND text <> ''`),
  );
  run.found(
    'undone',
    left.map(({ text }) => `An erased member said again: ${text}`),
  );
}

const lacksPostgres = () => (existsSync(BIN) ? null : `there is no PostgreSQL in ${BIN}`);

export const backups: Fault = {
  id: 'F20',
  name: 'backups are made while everyone posts, and restored',
  what: 'Every backup goes into an empty place and is sound there; it holds all that was acknowledged before it began, and of what came later the beginning, without a gap. Who was erased since is erased again.',
  on: BOTH,
  lacks: async (database) => (database === 'postgres' ? lacksPostgres() : null),
  run: (run) => backUp(run, run.short ? 5 : 50),
  controls: [
    {
      name: 'a copy of the file without the log beside it',
      shows: 'lost',
      on: ['sqlite'],
      run: (run) => backUp(run, 3, byCopy),
    },
    {
      name: 'the same backup three times',
      shows: 'lost',
      run: (run) => backUp(run, 3, byHabit),
    },
  ],
};
