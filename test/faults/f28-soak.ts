import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { checkDatabase, checkJournal } from './checker.js';
import { guest, openThread, Poster, words } from './clients.js';
import type { Fault, Run } from './fault.js';
import { Journal } from './journal.js';
import { openFiles, residentMemory } from './memory.js';
import { preload, type Server } from './server.js';
import { percentile } from './statistics.js';
import { times } from './times.js';
import { Visitors } from './visitors.js';

const MINUTE = 60_000;
/** An ordinary half load: few who write, some who read, many who come and go. */
const POSTERS = 4;
const READERS = 4;
const FOLLOWERS = 120;
const THREADS = 50;
/** Longest time that a poster thinks between two posts, in ms. */
const THINK = 400;
/** How much there may be at the end of what there was after the warm-up. */
const MOST = 1.1;
/** MiB by which caches that have a bound (src/config/memory.ts) may still fill after the warm-up. */
const FILL = 40;
/** MiB that the write-ahead log of SQLite may take. */
const LOG = 64;
/** ms between two looks. */
const EVERY = 1_000;

type Soaking = {
  /** ms in which it is not held to anything yet. */
  readonly warm: number;
  readonly lasts: number;
  /** How long what is compared is looked at, in ms. */
  readonly looks: number;
  readonly nodeArgs?: readonly string[];
};

/** What is seen of a process while it runs. */
type Look = { readonly at: number; readonly memory: number; readonly files: number; readonly log: number };

async function soak(run: Run, { warm, lasts, looks, nodeArgs = [] }: Soaking): Promise<void> {
  const server = await run.server({ nodeArgs: [...preload('collects'), ...nodeArgs] });
  await server.start();
  const threads = await Promise.all(times(THREADS, async () => (await openThread(server.url)).id));
  const journal = new Journal();
  const visitors = new Visitors(server.url, threads);
  const posters = await Promise.all(
    times(POSTERS, async (n) => new Poster(server.url, await guest(server.url, `Poster ${n}`), journal, { say })),
  );
  run.afterwards(() => posters.forEach((poster) => poster.stop()));
  run.afterwards(() => visitors.leave());
  const posting = posters.map((poster) => poster.postOnAny(threads, THINK));
  visitors.come(FOLLOWERS, READERS);

  const seen: Look[] = [];
  await watch(run, server, warm, seen);
  const keptBefore = await server.kept();
  await watch(run, server, lasts, seen);
  const keptAfter = await server.kept();

  for (const poster of posters) poster.stop();
  await Promise.all(posting);
  await visitors.leave();
  const end = seen.at(-1)?.at ?? 0;
  // What a collection on demand has emptied fills again: not looked at in the first while after it.
  const early = seen.filter(({ at }) => at >= warm + looks / 2 && at < warm + 1.5 * looks);
  const late = seen.filter(({ at }) => at >= end - looks);
  run.measured('posts', journal.acknowledged.length, { least: 1 });
  run.measured('pages read', visitors.pages, { least: 1 });
  run.measured('of them refused, per cent', (100 * visitors.refused) / visitors.pages, { most: 1 });
  run.measured('visits of followers', visitors.visits, { least: 1 });
  compare(run, 'memory', 'MiB', typical(early, 'memory') / 1_024, typical(late, 'memory') / 1_024);
  compare(run, 'kept once all is collected', 'MiB', keptBefore / 1_048_576, keptAfter / 1_048_576, FILL);
  compare(run, 'open files', '', typical(early, 'files'), typical(late, 'files'));
  const log = Math.max(...seen.map((look) => look.log)) / 1_048_576;
  run.measured('log of SQLite, at most', log, { unit: 'MiB' });
  if (log > LOG) run.found('grown', [`The log of SQLite took ${Math.round(log)} MiB, ${LOG} at most`]);
  run.found('wrong', visitors.wrong);
  run.found('gap', visitors.flaws);
  await checkDatabase(run, server.database);
  await checkJournal(run, server.database, journal);
}

/** Mostly short; some messages are as long as people write them. */
function say(): string {
  return words() + ' I was there, and I saw it.'.repeat(Math.floor(Math.random() ** 4 * 40));
}

async function watch(run: Run, server: Server, lasts: number, seen: Look[]): Promise<void> {
  const begun = performance.now() - (seen.at(-1)?.at ?? 0);
  const end = performance.now() + lasts;
  while (performance.now() < end) {
    await delay(EVERY);
    const [memory, files, log] = await Promise.all([
      residentMemory(server.pid),
      openFiles(server.pid),
      stat(`${server.file}-wal`).then(
        ({ size }) => size,
        () => 0,
      ),
    ]);
    const at = performance.now() - begun;
    if (Math.floor(at / MINUTE) > Math.floor((seen.at(-1)?.at ?? 0) / MINUTE))
      run.log(`minute ${Math.floor(at / MINUTE)}: ${Math.round(memory / 1_024)} MiB, ${files} files`);
    seen.push({ at, memory, files, log });
  }
}

const typical = (seen: readonly Look[], what: 'memory' | 'files'): number =>
  percentile(
    seen.map((look) => look[what]),
    0.5,
  );

function compare(run: Run, name: string, unit: string, before: number, after: number, room = 0): void {
  run.measured(`${name}, after the warm-up`, before, { unit });
  run.measured(`${name}, at the end`, after, { unit });
  if (!(after <= Math.max(MOST * before, before + room)))
    run.found('grown', [`${name}: ${Math.round(before)} → ${Math.round(after)} ${unit}`]);
}

export const soaking: Fault = {
  id: 'F28',
  name: 'an ordinary load for long',
  what: 'Four who post, four who read pages and 120 who follow for a while, on fifty threads, for eight hours (in short: 20 minutes). After the fifth minute memory and open files stay within a tenth of what they are.',
  on: ['sqlite'],
  run: (run) => soak(run, { warm: 5 * MINUTE, lasts: (run.short ? 15 : 475) * MINUTE, looks: 3 * MINUTE }),
  controls: [
    {
      name: 'a cache without a bound',
      shows: 'grown',
      run: (run) =>
        soak(run, { warm: MINUTE, lasts: 2 * MINUTE, looks: MINUTE, nodeArgs: preload('keeps-every-page') }),
    },
  ],
};
