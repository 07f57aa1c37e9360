import { roll, type Rolling } from './f16-rolling-restart.js';
import type { Fault } from './fault.js';
import { lacksRedis } from './fleet.js';

/** Folder of an older build: its `dist`, with its `node_modules` beside it. */
const BEFORE = process.env['REJOINDER_BEFORE'];

const SHORT: Rolling = { restarts: 3, drain: 2_000, posters: 10, followers: 60, think: 300 };
const FULL: Rolling = { restarts: 3, drain: 5_000, posters: 20, followers: 300, think: 400 };
const CONTROL: Rolling = { ...SHORT, restarts: 1, followers: 30 };

const updating = (plan: Rolling): Rolling => ({ ...plan, ...(BEFORE === undefined ? {} : { before: BEFORE }) });

export const rollingUpdate: Fault = {
  id: 'F29',
  name: 'three processes of an older build are replaced one by one',
  what: 'As F16, but each process comes back with this build: the first of them migrates the database while the others go on. Nobody fails twice, nobody misses anything.',
  on: ['postgres'],
  lacks: async () => (BEFORE === undefined ? 'REJOINDER_BEFORE names no older build' : await lacksRedis()),
  run: (run) => roll(run, updating(run.short ? SHORT : FULL)),
  controls: [
    {
      name: 'processes that are killed instead',
      shows: 'wrong',
      run: (run) => roll(run, updating({ ...CONTROL, end: async (server) => (await server.kill(), 0) })),
    },
  ],
};
