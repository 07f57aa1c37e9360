import { setTimeout as delay } from 'node:timers/promises';
import type { PageAnswer } from '../../src/messages/messages.schema.js';
import { Bustle } from './bustle.js';
import { checkKnown } from './check-known.js';
import { checkDatabase, checkStreams } from './checker.js';
import { askUntilServed, guest, openThread } from './clients.js';
import { times } from './times.js';
import { BOTH, type Fault, type Run } from './fault.js';
import { Follower } from './followers.js';
import { outOfOrder } from './order.js';
import { preload } from './server.js';
import { until } from '../support/until.js';

type Storm = {
  /** Waves of so many writes at once. */
  readonly waves: readonly number[];
  /** Files of breaks/ beside rough.mjs. */
  readonly broken?: readonly string[];
  /** Has a look at the database when everyone is done. */
  readonly look?: (database: string) => Promise<void>;
};
const THREADS = 3;
const MEMBERS = 40;
/** What meets at the database is the subject here, and not how many cores there are. */
const ENV = { QUEUE_DELAY: '60000' };
/** One unit of work in so many is undone at its end. */
const UNDO_EVERY = 5;

/** Everyone does everything at once while some read; then what everyone was told is compared with what is there. */
export async function storm(run: Run, { waves, broken = [], look }: Storm): Promise<void> {
  const server = await run.server({ nodeArgs: preload(...broken, 'rough'), env: ENV });
  await server.start();
  const { url } = server;
  const moderators = [await server.moderator('Mia'), await server.moderator('Max')];
  const members = await Promise.all(times(MEMBERS, (n) => guest(url, `Member ${n}`)));
  const threads = (await Promise.all(times(THREADS, () => openThread(url)))).map(({ id }) => id);
  const followers = new Map(threads.map((thread) => [thread, times(3, () => new Follower(url, thread))]));
  const everyone = [...followers.values()].flat();
  run.afterwards(() => everyone.forEach((follower) => follower.end()));
  for (const follower of everyone) void follower.follow();
  await until('everyone follows', () => everyone.every(({ position }) => position !== null));

  const bustle = new Bustle(url, threads, { members, moderators });
  const seen = new Set<string>();
  const reading = new AbortController();
  const readers = Promise.all(threads.map((thread) => readOn(url, thread, seen, reading.signal))).catch((error) =>
    run.found('wrong', [`A page could not be read: ${error}`]),
  );
  await bustle.wave(100);
  server.tell({ undoEvery: UNDO_EVERY });
  for (const size of waves) await bustle.wave(size);
  server.tell({ undoEvery: null });
  await bustle.wave(50);
  reading.abort();
  await readers;

  for (const [thread, ears] of followers) await heardAll(run, url, thread, ears);
  for (const { told } of everyone) for (const id of told.values()) seen.add(id);
  await checkDatabase(run, server.database);
  await checkKnown(run, server.database, bustle, seen);
  for (const [thread, ears] of followers) await checkStreams(run, server.database, thread, ears);
  for (const placed of bustle.placed.values()) run.found('gap', outOfOrder(placed));
  run.found('wrong', bustle.unfair);
  const log = await server.commandLine('log', 'verify').catch(String);
  if (!log.startsWith('The log is whole')) run.found('lost', [`The moderators' log: ${log}`]);
  run.measured('writes', bustle.done);
  run.measured('of which undone at their end', bustle.undoings, { least: 1 });
  run.measured('of which refused', bustle.refusals);
  run.measured('of which turned away, 503', bustle.turnedAway);
  run.measured('messages acknowledged', bustle.known.size, { least: 1 });
  await look?.(server.database);
}

/** Somebody reads the page again and again: nothing that it shows may turn out never to have been. */
async function readOn(url: string, thread: string, seen: Set<string>, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const page = `/threads/${thread}/messages?sort=newest&limit=100`;
    const { body } = await askUntilServed(url, 'GET', page, { patience: 60_000 });
    for (const { id, replies } of (body as PageAnswer).messages) {
      seen.add(id);
      for (const reply of replies?.messages ?? []) seen.add(reply.id);
    }
    await delay(5);
  }
}

async function heardAll(run: Run, url: string, thread: string, ears: readonly Follower[]): Promise<void> {
  const { body } = await askUntilServed(url, 'GET', `/threads/${thread}`);
  const { position } = body as { position: number };
  await until(`everyone has heard of ${position}`, () => ears.every((one) => one.position === position)).catch(() =>
    run.found('gap', [`Followers of ${thread} stand at ${ears.map((one) => one.position).join(', ')} of ${position}`]),
  );
}

const FULL = [1_000, 1_000, 1_000];
const SHORT = [500];

export const concurrency: Fault = {
  id: 'F8',
  name: 'everyone does everything at once',
  what: 'Posts, replies, votes, edits, reports, deletions and decisions at once, every fifth unit of work undone at its end.',
  on: BOTH,
  inShort: BOTH,
  run: (run) => storm(run, { waves: run.short ? SHORT : FULL }),
  controls: [
    {
      name: 'transactions as plain TypeORM has them',
      shows: 'lost',
      on: ['sqlite'],
      run: (run) => storm(run, { waves: SHORT, broken: ['plain-typeorm'] }),
    },
    {
      name: 'no transactions',
      shows: 'undone',
      on: ['postgres'],
      run: (run) => storm(run, { waves: SHORT, broken: ['no-transactions'] }),
    },
  ],
};
