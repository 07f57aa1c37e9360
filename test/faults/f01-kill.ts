import { setTimeout as delay } from 'node:timers/promises';
import { checkSoundness } from './checker.js';
import { freshKeys } from './clients.js';
import { Crowd, type Plan } from './crowd.js';
import { BOTH, type Fault, type Run } from './fault.js';
import { preload } from './server.js';
import { between, percentile } from './statistics.js';

type Killing = Plan & {
  readonly kills: number;
  /** How long it may run between two kills, in ms. */
  readonly alive: readonly [number, number];
  readonly nodeArgs?: readonly string[];
};

/** Every other life answers later, so that more kills fall between a commit and its answer. */
const LATE = preload('answers-late');

/** Posts on while the server is killed again and again, and compares what everyone was told with what is there. */
async function kill(run: Run, { kills, alive, nodeArgs = [], ...plan }: Killing): Promise<void> {
  const server = await run.server({ nodeArgs });
  await server.start();
  const crowd = await Crowd.gather(run, server, plan);
  crowd.begin();
  for (let n = 1; n <= kills; n += 1) {
    await delay(between(...alive));
    await server.kill();
    await server.start(n % 2 === 1 ? LATE : []);
    await checkSoundness(run, server.database);
    if (n % 10 === 0) run.log(`${n} kills, ${crowd.journal.acknowledged.length} acknowledged`);
  }
  await crowd.settle(run);
  await crowd.check(run);
  run.measured('kills', kills);
  run.measured('ready again, p95', percentile(server.starts.slice(1), 0.95), {
    unit: 'ms',
    most: run.short ? 10_000 : 2_000,
  });
  const code = await server.stop();
  if (code !== 0) run.found('wrong', [`Told to go, the server ended with ${code}`]);
}

const SHORT: Killing = { kills: 10, alive: [200, 1_000], posters: 50, followers: 20, think: 200 };
const FULL: Killing = { kills: 200, alive: [200, 3_000], posters: 50, followers: 100, think: 500 };
const CONTROL: Killing = { ...SHORT, kills: 5, alive: [400, 1_000] };

export const killing: Fault = {
  id: 'F1',
  name: 'kill -9 while 50 clients post',
  what: 'The server is killed at random moments and started again; clients send what was not answered again under its key, followers resume.',
  on: BOTH,
  inShort: ['sqlite'],
  run: (run) => kill(run, run.short ? SHORT : FULL),
  controls: [
    {
      name: 'a server that answers before it commits',
      shows: 'lost',
      run: (run) => kill(run, { ...CONTROL, nodeArgs: preload('answers-before-commit') }),
    },
    {
      name: 'clients that take a new key for each try',
      shows: 'twice',
      run: (run) => kill(run, { ...CONTROL, manner: freshKeys, nodeArgs: preload('repeats-allowed') }),
    },
    {
      name: 'followers that miss one frame in a hundred',
      shows: 'gap',
      run: (run) => kill(run, { ...CONTROL, ears: { deaf: 0.01 } }),
    },
  ],
};
