import { setTimeout as delay } from 'node:timers/promises';
import { Crowd } from './crowd.js';
import { Deliveries } from './deliveries.js';
import type { Run } from './fault.js';
import type { Fleet } from './fleet.js';
import { percentile } from './statistics.js';

/** Something that is wrong with Redis for a while. */
export type Trouble = {
  readonly name: string;
  begin(): unknown;
  end(): unknown;
  /** ms */
  readonly lasts: number;
  /** How long the slowest post may take meanwhile, in ms: twice what a command may, for a post asks for two limits. */
  readonly longestPost: number;
  /** The same of most posts, once the trouble has been noticed; unless set, hardly more than before. */
  readonly longestMedian?: number;
  /** Asked at its end, while it lasts. */
  readonly meanwhile?: () => Promise<unknown>;
};

/** Limits that are counted, but hinder nobody here. */
export const WIDE = {
  RATE_LIMITS: 'on',
  POSTS_PER_MINUTE: '10000',
  POSTS_PER_THREAD_PER_MINUTE: '1000000',
  WRITES_PER_MINUTE: '100000',
  REQUESTS_PER_MINUTE: '1000000',
  SOCKETS_PER_ADDRESS: '1000',
  // Three processes share two cores with everyone who uses them: what is refused for that is another fault's.
  QUEUE_DELAY: '60000',
} as const;

/** ms of peace before the first trouble and after each. */
const PEACE = { short: { before: 1_000, after: 4_000 }, full: { before: 5_000, after: 8_000 } } as const;
/** ms: events are compared with the database every 2 s, and read there when they are missing. */
const LATE = 3_000;
/** ms in which a message must reach everyone once Redis carries it again; the comparison alone would take longer. */
const SOON = 1_000;
/** ms after which a silent Redis must be asked no more, and one that is back must carry everything. */
const NOTICED = 2_000;
const CONVERGED = 5_000;

/** Everyone posts at one process and follows at all three, while one trouble after the other comes and goes. */
export async function weather(run: Run, fleet: Fleet, troubles: readonly Trouble[]): Promise<void> {
  const deliveries = new Deliveries();
  const [posted] = fleet.servers;
  const crowd = await Crowd.gather(run, fleet, {
    posters: 10,
    followers: 30,
    think: 300,
    manner: { heard: deliveries.heard, ...(posted ? { urlOf: () => posted.url } : {}) },
    ears: deliveries.ears,
  });
  crowd.begin();
  await delay(1_000);
  const calm = performance.now();
  await delay(peaceOf(run).before);
  const usual = deliveries.triesIn(calm, performance.now()).map(({ ms }) => ms);
  const before = (share: number) => percentile(usual, share);
  run.measured('posting, median before', before(0.5), { unit: 'ms' });
  run.measured('posting, p99 before', before(0.99), { unit: 'ms' });
  for (const trouble of troubles) await sitThrough(run, deliveries, trouble, before);
  await crowd.settle(run);
  const failed = deliveries.tries.filter(({ status }) => status !== 201);
  run.found(
    'wrong',
    failed.map(({ status, ms }) => `A post was answered ${status} after ${Math.round(ms)} ms`),
  );
  await crowd.check(run);
}

async function sitThrough(
  run: Run,
  deliveries: Deliveries,
  trouble: Trouble,
  before: (share: number) => number,
): Promise<void> {
  const { name, lasts, longestPost, longestMedian, meanwhile } = trouble;
  const begun = performance.now();
  await trouble.begin();
  await delay(lasts);
  await meanwhile?.();
  const over = performance.now();
  await trouble.end();
  const back = performance.now();
  await delay(peaceOf(run).after);
  const end = performance.now();

  const during = deliveries.triesIn(begun, over);
  const settled = deliveries.triesIn(begun + NOTICED, over).map(({ ms }) => ms);
  run.measured(`${name}: posts meanwhile`, during.length, { least: 1 });
  run.measured(`${name}: slowest post`, Math.max(...during.map(({ ms }) => ms)), { unit: 'ms', most: longestPost });
  // Of a few dozen posts the slowest is the p99, and that says more of the machine than of Redis.
  const [share, label] = run.short ? [0.5, 'median'] : [0.99, 'p99'];
  run.measured(`${name}: posting, ${label} from the third second on`, percentile(settled, share), {
    unit: 'ms',
    most: longestMedian ?? Math.ceil(Math.max(2 * before(share), before(share) + 100)),
  });
  const late = (from: number, to: number) => Math.max(...deliveries.lateness(from, to).map(({ ms }) => ms));
  run.measured(`${name}: heard at the latest after`, late(begun, over), { unit: 'ms' });
  const tooLate = deliveries.lateness(begun, over).filter(({ ms }) => ms > LATE);
  run.found(
    'late',
    tooLate.map(({ ms }) => `${name}: a message reached the last follower after ${Math.round(ms)} ms`),
  );
  const slow = deliveries.lateness(back, end - SOON).filter(({ ms }) => ms > SOON);
  run.measured(`${name}: everything is heard within a second again after`, (slow.at(-1)?.at ?? back) - back, {
    unit: 'ms',
    most: CONVERGED,
  });
}

const peaceOf = ({ short }: Run) => PEACE[short ? 'short' : 'full'];
