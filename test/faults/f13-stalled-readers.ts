import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.js';
import { words } from './clients.js';
import { Crowd } from './crowd.js';
import { times } from './times.js';
import { BOTH, type Fault, type Run } from './fault.js';
import { Follower } from './followers.js';
import { Listening } from './listening.js';
import { residentMemory } from './memory.js';
import { percentile } from './statistics.js';

type Stalling = {
  readonly followers: number;
  readonly stalled: number;
  readonly think: number;
  /** How long it may take until the stalled are closed, in ms. */
  readonly lasts: number;
  readonly env?: Readonly<Record<string, string>>;
};
/** Bytes of one message: the kernel takes some megabytes for a reader before the forum notices that it does not read. */
const LONG = 4_800;
const POSTERS = 8;
/** ms in which nobody has stalled yet. */
const BEFORE = 5_000;

/** Some stop reading while their sockets stay open. The others notice nothing, the stalled are closed, come back and have missed nothing. */
async function stall(run: Run, { followers, stalled, think, lasts, env = {} }: Stalling): Promise<void> {
  const server = await run.server({ env });
  await server.start();
  const listening = new Listening();
  const say = () => words() + 'and so on '.repeat(LONG / 10);
  const crowd = await Crowd.gather(run, server, {
    posters: POSTERS,
    followers: followers - stalled,
    think,
    manner: { say },
    ears: listening,
  });
  const sleepers = times(stalled, () => new Follower(server.url, crowd.thread));
  run.afterwards(() => sleepers.forEach((sleeper) => sleeper.end()));
  for (const sleeper of sleepers) void sleeper.follow();
  await until('everyone follows', () => sleepers.every(({ position }) => position !== null));

  crowd.begin();
  await delay(BEFORE);
  const before = listening.turn();
  const memory = await residentMemory(server.pid);
  for (const { socket } of sleepers) socket?.pause();
  const begun = performance.now();
  let most = 0;
  let closedAfter = Infinity;
  while (closedAfter === Infinity && performance.now() - begun < lasts) {
    await delay(500);
    most = Math.max(most, await residentMemory(server.pid));
    const there = await present(server.url, crowd.thread);
    if (there <= followers - stalled) closedAfter = performance.now() - begun;
  }
  const during = listening.turn();
  for (const { socket } of sleepers) socket?.resume();
  await crowd.settle(run);
  const last = Math.max(...crowd.followers.map(({ position }) => position ?? 0));
  await until('those who stalled have heard everything', () =>
    sleepers.every(({ position }) => position === last),
  ).catch((error: Error) => run.found('gap', [error.message]));

  const p99 = percentile(before, 0.99);
  run.measured('followers', followers);
  run.measured('of which stalled', stalled);
  run.measured('the last of them closed after', closedAfter, { unit: 'ms', most: lasts });
  run.measured('delivery, p99 before', p99, { unit: 'ms' });
  run.measured('delivery, p99 beside the stalled', percentile(during, 0.99), {
    unit: 'ms',
    most: Math.max(1.1 * p99, p99 + 50),
  });
  run.measured('memory gained', (most - memory) / 1024, { unit: 'MiB', most: 100 });
  const unlike = sleepers.filter(({ closes }) => ![1006, 1013].some((code) => closes.has(code)));
  run.found(
    'wrong',
    unlike.map(({ closes }) => `A stalled reader was closed with ${[...closes.keys()].join(', ')}`),
  );
  await crowd.check(run, [...crowd.followers, ...sleepers]);
}

/** How many follow a thread. */
async function present(url: string, thread: string): Promise<number> {
  const looker = new Follower(url, thread);
  void looker.follow();
  await until('somebody counts the readers', () => looker.position !== null);
  looker.end();
  return looker.readers - 1;
}

const SHORT: Stalling = { followers: 100, stalled: 10, think: 100, lasts: 60_000 };
const FULL: Stalling = { followers: 300, stalled: 30, think: 200, lasts: 60_000 };

export const stalledReaders: Fault = {
  id: 'F13',
  name: 'readers that stop reading',
  what: 'Every tenth follower stops reading and keeps its socket. It is closed, costs no more than its buffer, and resumes without a gap; the others notice nothing.',
  on: BOTH,
  run: (run) => stall(run, run.short ? SHORT : FULL),
  controls: [
    {
      name: 'a buffer that is never full',
      shows: 'slow',
      run: (run) => stall(run, { ...SHORT, lasts: 20_000, env: { SOCKET_BUFFER: String(64 << 20) } }),
    },
  ],
};
