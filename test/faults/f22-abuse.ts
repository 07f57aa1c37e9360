import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ABUSES, type Ending } from './abuses.js';
import { Crowd } from './crowd.js';
import type { Fault, Run } from './fault.js';
import { Listening } from './listening.js';
import { residentMemory } from './memory.js';
import { percentile } from './statistics.js';

const BEFORE = 5_000;
const AT_ONCE = 8;
/** ms in which an abuse has to be ended. */
const SOON = 2_000;

async function abuse(run: Run, lasts: number, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const server = await run.server({ env });
  await server.start();
  const listening = new Listening();
  const crowd = await Crowd.gather(run, server, { posters: 5, followers: 50, think: 100, ears: listening });
  crowd.begin();
  await delay(BEFORE);
  const memory = await residentMemory(server.pid);
  // The same time without abuse: what V8 has not collected of the others' talk is no cost of the abuse.
  const calm = await mostMemory(server.pid, lasts);
  const before = listening.turn();

  const endings: Ending[] = [];
  const abuser = fork(fileURLToPath(new URL('./abuser.ts', import.meta.url)), [server.url, String(AT_ONCE)], {
    execArgv: ['--import', new URL('./typescript.mjs', import.meta.url).href],
  });
  run.afterwards(() => abuser.kill('SIGKILL'));
  abuser.on('message', (ending) => void endings.push(ending as Ending));
  const most = await mostMemory(server.pid, lasts);
  const during = listening.turn();
  abuser.kill('SIGKILL');
  await crowd.settle(run);

  for (const { name, right } of ABUSES) {
    const ones = endings.filter((ending) => ending.abuse === name);
    const wrong = ones.filter(({ ended }) => !right.includes(ended)).map(({ ended }) => `${name} ended with ${ended}`);
    run.found('wrong', wrong);
    run.measured(
      `${name}, ended, p99 of ${ones.length}`,
      percentile(
        ones.map(({ ms }) => ms),
        0.99,
      ),
      { unit: 'ms', most: SOON, least: 0 },
    );
  }
  const p99 = percentile(before, 0.99);
  run.measured('delivery to the others, p99 before', p99, { unit: 'ms' });
  run.measured('delivery to the others, p99 meanwhile', percentile(during, 0.99), {
    unit: 'ms',
    most: Math.max(1.2 * p99, p99 + 50),
  });
  run.measured('memory gained in the same time without abuse', (calm - memory) / 1024, { unit: 'MiB' });
  run.measured('memory gained, that included', (most - memory) / 1024, { unit: 'MiB' });
  run.measured('memory gained by the abuse', (most - calm) / 1024, { unit: 'MiB', most: 64 });
  await crowd.check(run);
}

/** The most KiB that a process has in memory during so many ms. */
async function mostMemory(pid: number, lasts: number): Promise<number> {
  let most = 0;
  for (const end = performance.now() + lasts; performance.now() < end; await delay(250))
    most = Math.max(most, await residentMemory(pid));
  return most;
}

export const socketAbuse: Fault = {
  id: 'F22',
  name: 'sockets used for what they are not for',
  what: 'Frames too large, in a million pieces, a hundred thousand pings, a thousand frames at once and more of the kind. Who does it is closed within 2 s; the others notice nothing.',
  on: ['sqlite'],
  run: (run) => abuse(run, run.short ? 10_000 : 60_000),
  controls: [
    {
      name: 'a forum without a limit to frames',
      shows: 'wrong',
      run: (run) => abuse(run, 15_000, { FRAMES_PER_10_SECONDS: '100000', FRAME_LIMIT: '1048576' }),
    },
  ],
};
