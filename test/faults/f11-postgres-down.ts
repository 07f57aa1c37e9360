import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresServer } from '../support/postgres-server.mjs';
import { ask, type Answer } from './clients.js';
import { Crowd } from './crowd.js';
import { every } from './every.js';
import type { Fault, Run } from './fault.js';
import { preload } from './server.js';
import { times } from './times.js';

type Outage = {
  /** How often PostgreSQL crashes. */
  readonly crashes: number;
  /** How often all of its connections are ended while it goes on. */
  readonly endings: number;
  /** How long a thread is kept locked until every connection waits for it, in ms; 0 for not at all. */
  readonly locked: number;
  readonly nodeArgs?: readonly string[];
};
/** One answer, or none (null), and when it came. */
type Heard = { readonly at: number; readonly ms: number; readonly answer: Answer | null };

const POOL = 5;
const ENV = {
  DATABASE_POOL: String(POOL),
  DATABASE_CONNECT_TIMEOUT: '1500',
  DATABASE_STATEMENT_TIMEOUT: '3000',
  // What waits for the database is the subject here, and not how many cores there are.
  QUEUE_DELAY: '60000',
};
/** ms for which PostgreSQL is away, and between two troubles. */
const AWAY = 1_500;
const PEACE = 3_000;
/** ms after the end of a trouble in which refusals may still come. */
const GRACE = 2_000;
/** ms that nothing may take, answered or not. */
const HUNG = 10_000;
const READ_EVERY = 20;
const AT_ONCE = 10;

/** PostgreSQL crashes, ends its connections and keeps them waiting while everyone posts, reads and follows. */
async function outages(run: Run, { crashes, endings, locked, nodeArgs = [] }: Outage): Promise<void> {
  const postgres = await run.ownPostgres();
  const server = await run.server({ database: postgres.url, env: ENV, nodeArgs });
  await server.start();
  const heard: Heard[] = [];
  const note = (answer: Answer | null, ms: number) => void heard.push({ at: performance.now(), ms, answer });
  const crowd = await Crowd.gather(run, server, { posters: 20, followers: 10, think: 50, manner: { heard: note } });
  const reading = new AbortController();
  run.afterwards(() => reading.abort());
  let turn = 0;
  const reads = every(READ_EVERY, AT_ONCE, reading.signal, async () => {
    const begun = performance.now();
    const page = `/threads/${crowd.thread}/messages?sort=newest&limit=${1 + ((turn += 1) % 100)}`;
    note(await ask(server.url, 'GET', page, { patience: HUNG }).catch(() => null), performance.now() - begun);
  });
  crowd.begin();
  const troubles: { readonly from: number; readonly to: number }[] = [];
  const suffer = async (what: () => Promise<unknown>) => {
    await delay(PEACE);
    const from = performance.now();
    await what();
    troubles.push({ from, to: performance.now() });
  };
  for (const _ of times(crashes, Number)) await suffer(() => crash(postgres));
  for (const _ of times(endings, Number)) await suffer(() => endAll(postgres.url));
  if (locked > 0) await suffer(() => lock(postgres.url, crowd.thread, locked));
  await delay(PEACE);
  reading.abort();
  await reads;
  await crowd.settle(run);
  await crowd.check(run);
  judge(run, heard, troubles);
  run.measured('crashes of PostgreSQL', crashes);
  run.measured('times that all connections were ended', endings);
}

async function crash(postgres: PostgresServer): Promise<void> {
  await postgres.crash();
  await delay(AWAY);
  await postgres.start();
}

function endAll(url: string): Promise<void> {
  const others = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()';
  return asOther(url, async (client) => void (await client.query(`${others} AND backend_type = 'client backend'`)));
}

/** Every post waits for this thread, and soon every connection for a post. */
function lock(url: string, thread: string, ms: number): Promise<void> {
  return asOther(url, async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT id FROM threads WHERE id = $1 FOR UPDATE', [thread]);
    await delay(ms);
    await client.query('ROLLBACK');
  });
}

async function asOther(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await work(client);
  await client.end();
}

/** While something is wrong, and a moment longer, anyone may be told to come back; nobody may be told anything else, or nothing. */
function judge(run: Run, heard: readonly Heard[], troubles: readonly { from: number; to: number }[]): void {
  const refused = heard.filter(({ answer }) => answer === null || answer.status >= 300);
  const odd = refused.filter(({ answer }) => answer?.status !== 503 || !answer.headers.has('retry-after'));
  const excused = ({ at }: Heard) => troubles.some(({ from, to }) => at >= from && at <= to + GRACE);
  const late = refused.filter((one) => !odd.includes(one) && !excused(one));
  run.found('wrong', [
    ...odd.map(
      ({ answer, ms }) =>
        `Answered ${answer?.status} ${JSON.stringify(answer?.body)?.slice(0, 200)} after ${Math.round(ms)} ms`,
    ),
    ...late.map(({ ms }) => `Refused after ${Math.round(ms)} ms when nothing was wrong any more`),
  ]);
  run.measured('answers', heard.length, { least: 1 });
  run.measured('of which refused', refused.length, { least: 1 });
  run.measured('the longest that anybody waited', Math.max(...heard.map(({ ms }) => ms)), { unit: 'ms', most: HUNG });
}

const SHORT: Outage = { crashes: 2, endings: 3, locked: 5_000 };
const FULL: Outage = { crashes: 10, endings: 10, locked: 10_000 };

export const postgresDown: Fault = {
  id: 'F11',
  name: 'PostgreSQL crashes and comes back',
  what: 'PostgreSQL crashes, ends all connections, and keeps every connection of a pool of five waiting. Meanwhile and for 2 s longer anyone may be told to come back; nobody waits for 10 s, and nothing is lost.',
  on: ['postgres'],
  run: (run) => outages(run, run.short ? SHORT : FULL),
  controls: [
    {
      name: 'answers before the commit',
      shows: 'lost',
      run: (run) => outages(run, { crashes: 3, endings: 5, locked: 0, nodeArgs: preload('answers-before-commit') }),
    },
  ],
};
