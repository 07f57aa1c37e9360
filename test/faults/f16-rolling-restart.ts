import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './clients.js';
import { Crowd, type Plan } from './crowd.js';
import type { Fault, Run } from './fault.js';
import { Fleet, lacksRedis } from './fleet.js';
import type { Follower } from './followers.js';
import { preload, type Server } from './server.js';
import { percentile } from './statistics.js';
import { times } from './times.js';
import { until } from '../support/until.js';

export type Rolling = Plan & {
  /** How often a process is restarted, one after the other. */
  readonly restarts: number;
  /** DRAIN, in ms. */
  readonly drain: number;
  readonly nodeArgs?: readonly string[];
  /** Folder of the build that all begin with; each comes back with this one. */
  readonly before?: string;
  /** Ends a process; answers its exit code. */
  readonly end?: (server: Server) => Promise<number | null>;
};

const PAGE_READERS = 5;
/** ms until one who was told nothing, or to come back, tries once more. */
const PAUSE = 250;
const GOING_AWAY = 1001;

/** One process after the other goes and comes back while everyone posts, reads and follows. */
export async function roll(run: Run, { restarts, drain, nodeArgs, before, end, ...plan }: Rolling): Promise<void> {
  const fleet = await Fleet.start(run, {
    env: { DRAIN: String(drain) },
    ...(nodeArgs ? { nodeArgs } : {}),
    ...(before === undefined ? {} : { dist: before }),
  });
  const crowd = await Crowd.gather(run, fleet, plan);
  const reading = new AbortController();
  run.afterwards(() => reading.abort());
  const read = Promise.all(times(PAGE_READERS, () => readOn(run, fleet.url, crowd.thread, reading.signal)));
  crowd.begin();
  const drains: number[] = [];
  const presences: number[] = [];
  for (let n = 1; n <= restarts; n += 1) {
    const server = fleet.servers[n % fleet.servers.length] as Server;
    const begun = performance.now();
    const code = await (end ?? stop)(server);
    drains.push(performance.now() - begun);
    if (code !== 0) run.found('wrong', [`A process that was asked to go ended with ${code}`]);
    server.update();
    await server.start();
    presences.push(await countedRight(run, crowd.followers));
    // Only now: a process may be gone before its followers have noticed.
    judgeFarewell(run, crowd.followers, begun, drain);
    if (n % 3 === 0) run.log(`${n} restarts, ${crowd.journal.acknowledged.length} acknowledged`);
  }
  reading.abort();
  const pages = (await read).reduce((sum, count) => sum + count, 0);
  await crowd.settle(run);
  await crowd.check(run);
  const twiceFailed = crowd.journal.entries.filter(({ tries }) => tries > 2);
  run.found(
    'wrong',
    twiceFailed.map(({ key, tries }) => `${key} was stored at try ${tries} only`),
  );
  run.measured('restarts', restarts);
  run.measured('pages read', pages, { least: 1 });
  run.measured('until a process is gone, longest', Math.max(...drains), { unit: 'ms', most: 10_000 });
  run.measured('until readers are counted right again, longest', Math.max(...presences), { unit: 'ms' });
  run.measured(
    'ready again, p95',
    percentile(
      fleet.servers.flatMap(({ starts }) => starts.slice(1)),
      0.95,
    ),
    { unit: 'ms' },
  );
}

const stop = (server: Server): Promise<number | null> => server.stop();

/** Everyone who was there was told to go, a few at a time. */
function judgeFarewell(run: Run, followers: readonly Follower[], since: number, drain: number): void {
  const ends = followers.flatMap(({ closings }) => closings.filter(({ at }) => at >= since));
  run.found(
    'wrong',
    ends.filter(({ code }) => code !== GOING_AWAY).map(({ code }) => `A socket was closed with ${code}`),
  );
  const at = ends.map((end) => end.at);
  const spread = Math.max(...at) - Math.min(...at);
  if (!(spread >= drain / 2)) run.found('slow', [`${ends.length} sockets were closed within ${spread} ms`]);
}

/** Answers how long it takes until every follower is told the right number of readers, in ms. */
async function countedRight(run: Run, followers: readonly Follower[]): Promise<number> {
  const begun = performance.now();
  const wrong = () => followers.filter(({ readers }) => readers !== followers.length);
  await until('everyone is counted', () => wrong().length === 0, 5_000).catch(() =>
    run.found('wrong', [
      `${wrong().length} followers of ${followers.length} were told of ${wrong()[0]?.readers} readers`,
    ]),
  );
  return performance.now() - begun;
}

/** Reads the page again and again, trying once more where it fails. Answers how often. */
async function readOn(run: Run, url: string, thread: string, until: AbortSignal): Promise<number> {
  let count = 0;
  const page = () => ask(url, 'GET', `/threads/${thread}/messages?sort=newest`).catch(String);
  while (!until.aborted) {
    let answer = await page();
    if (failed(answer)) {
      await delay(PAUSE);
      answer = await page();
      if (failed(answer))
        run.found('wrong', [`A page failed twice: ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`]);
    }
    count += 1;
    await delay(Math.random() * 100);
  }
  return count;
}

const failed = (answer: string | { readonly status: number }): boolean =>
  typeof answer === 'string' || answer.status !== 200;

const SHORT: Rolling = { restarts: 3, drain: 1_000, posters: 10, followers: 60, think: 300 };
const FULL: Rolling = { restarts: 30, drain: 5_000, posters: 20, followers: 300, think: 400 };
const CONTROL: Rolling = { ...SHORT, restarts: 1, followers: 30 };

export const rollingRestart: Fault = {
  id: 'F16',
  name: 'three processes are restarted one by one',
  what: 'Behind a TCP balancer three processes get SIGTERM one after the other while everyone posts, reads and follows. Nobody fails twice, nobody misses anything.',
  on: ['postgres'],
  inShort: ['postgres'],
  lacks: lacksRedis,
  run: (run) => roll(run, run.short ? SHORT : FULL),
  controls: [
    {
      name: 'processes that are killed instead',
      shows: 'wrong',
      run: (run) => roll(run, { ...CONTROL, end: async (server) => (await server.kill(), 0) }),
    },
    {
      name: 'processes that hear nothing of each other',
      shows: 'gap',
      run: (run) => roll(run, { ...CONTROL, nodeArgs: preload('own-events-only') }),
    },
  ],
};
