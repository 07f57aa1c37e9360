import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.js';
import { Crowd } from './crowd.js';
import type { Fault, Run } from './fault.js';
import { preload, type Server } from './server.js';
import { between } from './statistics.js';

/** ms for which the process stands still, each time, and between its pings. */
const STALL = 2_000;
const HEARTBEAT = 1_000;

async function stall(run: Run, stalls: number, broken: readonly string[] = []): Promise<void> {
  const server = await run.server({ nodeArgs: preload(...broken, 'puppet'), env: { HEARTBEAT: String(HEARTBEAT) } });
  await server.start();
  const crowd = await Crowd.gather(run, server, { posters: 10, followers: 50, think: 100 });
  crowd.begin();
  for (let n = 0; n < stalls; n += 1) {
    await delay(between(HEARTBEAT, 2 * HEARTBEAT));
    server.tell({ stall: STALL });
    await until('the process stands still', async () => !(await isAlive(server, STALL / 4)));
    await until('the process goes on', () => isAlive(server, STALL * 2));
  }
  await crowd.settle(run);
  const closed = crowd.followers.flatMap(({ closes }) => [...closes]);
  run.found(
    'wrong',
    closed.map(([code, times]) => `A reader’s socket was closed ${times} times with ${code}`),
  );
  run.measured('times that the process stood still', stalls);
  run.measured('readers whose socket survived', crowd.followers.filter(({ connections }) => connections === 1).length, {
    least: crowd.followers.length,
  });
  await crowd.check(run);
}

const isAlive = (server: Server, within: number): Promise<boolean> =>
  fetch(`${server.url}/health/live`, { signal: AbortSignal.timeout(within) }).then(
    ({ ok }) => ok,
    () => false,
  );

export const standingStill: Fault = {
  id: 'F27',
  name: 'the process stands still',
  what: 'The event loop is stopped for 2 s, twice as long as between two pings. Every socket survives, and nothing is lost or told twice.',
  on: ['sqlite'],
  run: (run) => stall(run, run.short ? 5 : 30),
  controls: [
    {
      name: 'a heartbeat that knows nothing of standing still',
      shows: 'wrong',
      run: (run) => stall(run, 2, ['hasty-heartbeat']),
    },
  ],
};
