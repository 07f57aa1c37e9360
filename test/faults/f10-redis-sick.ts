import { Redis } from 'ioredis';
import { BadLine } from './bad-line.js';
import { ask } from './clients.js';
import { Echo } from './echo.js';
import type { Fault, Run } from './fault.js';
import { Fleet, lacksRedis, ownRedis } from './fleet.js';
import { preload } from './server.js';
import { weather, WIDE, type Trouble } from './without-redis.js';

/** GUESTS_PER_HOUR here: those who post come as guests from the same address. */
const GUESTS = 40;
const SICK = 5_000;
/** ms: half a second for each of two commands, and what a post takes. */
const LONGEST_POST = 2_000;

type Sickness = {
  /** How long each trouble lasts, in ms. */
  readonly lasts: number;
  readonly nodeArgs?: readonly string[];
  /** How many of the troubles come; without it all. */
  readonly count?: number;
};

/** Redis is there and no good, in one way after the other. */
async function sicken(run: Run, { lasts, nodeArgs = [], count }: Sickness): Promise<void> {
  const redis = await ownRedis(run);
  const line = await BadLine.before(redis.port);
  run.afterwards(() => line.close());
  const env = { ...WIDE, GUESTS_PER_HOUR: String(GUESTS) };
  const fleet = await Fleet.start(run, { redis: `redis://127.0.0.1:${line.port}`, env, nodeArgs });
  const hand = new Redis(redis.url);
  run.afterwards(() => hand.disconnect());
  const echo = new Echo(hand);
  run.afterwards(() => echo.end());
  const usual = { lasts, longestPost: LONGEST_POST };
  const clear = () => line.clear();
  const troubles: Trouble[] = [
    {
      ...usual,
      name: 'stopped',
      begin: () => process.kill(redis.pid, 'SIGSTOP'),
      end: () => process.kill(redis.pid, 'SIGCONT'),
      meanwhile: () => rush(run, fleet),
    },
    { ...usual, name: 'silent', begin: () => (line.weather = 'silent'), end: clear },
    // It answers in time, so it is waited for: a command by turns for the round trip before it, and for its own.
    { ...usual, name: '200 ms late', longestMedian: 1_000, begin: () => (line.weather = { late: 200 }), end: clear },
    { ...usual, name: '1 s late', begin: () => (line.weather = { late: 1_000 }), end: clear },
    { ...usual, name: 'cut off', begin: () => (line.weather = 'cut'), end: clear },
    { ...usual, name: 'full', begin: () => fill(hand), end: () => hand.config('SET', 'maxmemory', '0') },
    { ...usual, name: 'flushed', begin: () => hand.flushall(), end: () => hand.flushall() },
    { ...usual, name: 'repeating itself', begin: () => echo.begin(), end: () => echo.end() },
  ];
  await weather(run, fleet, troubles.slice(0, count));
}

/** Nothing more can be written, and nothing is let go for it. */
async function fill(hand: Redis): Promise<void> {
  await hand.config('SET', 'maxmemory-policy', 'noeviction');
  await hand.config('SET', 'maxmemory', '1');
}

/** Far more guests come to every process than may: each counts for itself now, and lets in no more than all of them may. */
async function rush(run: Run, fleet: Fleet): Promise<void> {
  for (const { url } of fleet.servers) {
    const answers = [];
    for (let n = 0; n < GUESTS + 10; n += 1) {
      const name = `Walker ${String.fromCharCode(97 + (n % 26))}${n}`;
      answers.push((await ask(url, 'POST', '/guests', { body: { name } })).status);
    }
    const taken = answers.filter((status) => status === 201).length;
    if (taken > GUESTS) run.found('wrong', [`${taken} guests were let in where ${GUESTS} may come`]);
    if (answers.at(-1) !== 429) run.found('wrong', [`The last of too many guests was answered ${answers.at(-1)}`]);
  }
}

export const redisSick: Fault = {
  id: 'F10',
  name: 'Redis is there and no good',
  what: 'Redis is stopped, silent, late, cut off, full and flushed, and says everything twice and out of order. Every post is taken, nobody waits long for Redis, no limit is without end, and no stream has a gap.',
  on: ['postgres'],
  lacks: lacksRedis,
  run: (run) => sicken(run, { lasts: run.short ? SICK : 2 * SICK }),
  controls: [
    {
      name: 'processes that hear nothing of each other',
      shows: 'gap',
      run: (run) => sicken(run, { lasts: 3_000, count: 1, nodeArgs: preload('own-events-only') }),
    },
    {
      name: 'limits that are no limits where Redis does not answer',
      shows: 'wrong',
      run: (run) => sicken(run, { lasts: 3_000, count: 1, nodeArgs: preload('no-insurance') }),
    },
  ],
};
