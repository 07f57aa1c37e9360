import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../support/until.js';
import { ask, type Answer } from './clients.js';
import { Crowd } from './crowd.js';
import { every } from './every.js';
import type { Run } from './fault.js';
import type { Server } from './server.js';
import { percentile } from './statistics.js';

/** One request while something was wrong: its status (null: no answer), how long it took, and when to come back. */
type Attempt = { readonly status: number | null; readonly ms: number; readonly retryAfter: string | null };
type Phase = { readonly reads: Attempt[]; readonly writes: Attempt[] };
const phase = (): Phase => ({ reads: [], writes: [] });
const attempt = (answer: Answer | null, ms: number): Attempt => ({
  status: answer?.status ?? null,
  ms,
  retryAfter: answer?.headers.get('retry-after') ?? null,
});

export type Outage = {
  /** Makes the database unable to take a write. */
  begin(): Promise<unknown>;
  /** Gives back what it lacked. */
  end(): Promise<unknown>;
  /** How long it lasts from the first refusal on, in ms. */
  readonly lasts: number;
  /** How long a refusal may take, in ms. */
  readonly refusedWithin: number;
};

const POSTERS = 20;
const FOLLOWERS = 10;
/** ms between two reads, and between two looks at the event loop. */
const READ_EVERY = 20;
const LOOK_EVERY = 500;
const AT_ONCE = 10;
/** ms until the first write has to be refused: a full disk has room for a while in what was allocated before. */
const REFUSED_BY = 20_000;

/**
 * People post and read before, while and after the database takes no write. Reads must not notice; writes are refused with 503,
 * Retry-After and soon, or done; and afterwards writing goes on by itself, with nothing lost and nothing twice.
 */
export async function sitOut(run: Run, server: Server, { begin, end, lasts, refusedWithin }: Outage): Promise<void> {
  let now = phase();
  const heard = (answer: Answer | null, ms: number) => void now.writes.push(attempt(answer, ms));
  const crowd = await Crowd.gather(run, server, {
    posters: POSTERS,
    followers: FOLLOWERS,
    think: 50,
    manner: { heard },
  });
  const watching = new AbortController();
  run.afterwards(() => watching.abort());
  const reads = every(READ_EVERY, AT_ONCE, watching.signal, async () => {
    const begun = performance.now();
    const answer = await read(server.url, crowd.thread).catch(() => null);
    now.reads.push(attempt(answer, performance.now() - begun));
  });
  const lags: number[] = [];
  const looks = every(LOOK_EVERY, AT_ONCE, watching.signal, async () => void lags.push(await loopLag(server.url)));

  crowd.begin();
  await delay(2_000);
  const before = now;
  await begin();
  const during = (now = phase());
  const refused = until('a write is refused', () => during.writes.some(({ status }) => status === 503), REFUSED_BY);
  await refused.catch((error: Error) => run.found('wrong', [error.message]));
  lags.length = 0;
  await loopLag(server.url);
  await delay(lasts);
  const longest = Math.max(...lags, await loopLag(server.url));
  const health = await healthOf(server.url);
  await end();
  const after = (now = phase());
  const ended = performance.now();
  await until('a write is done again', () => after.writes.some(({ status }) => status === 201), 30_000);
  run.measured('writing again after', performance.now() - ended, { unit: 'ms', most: 10_000 });
  await delay(1_000);
  watching.abort();
  await Promise.all([reads, looks]);
  await crowd.settle(run);

  if (health !== 'degraded') run.found('wrong', [`Health said “${health}” while writes were refused`]);
  const healthNow = await healthOf(server.url);
  if (healthNow !== 'ok') run.found('wrong', [`Health said “${healthNow}” when all was well again`]);
  judgeReads(run, before, during);
  judgeWrites(run, during, refusedWithin);
  run.measured('longest stall of the event loop meanwhile', longest, { unit: 'ms', most: 200 });
  await crowd.check(run);
}

function judgeReads(run: Run, before: Phase, during: Phase): void {
  const failed = during.reads.filter(({ status }) => status !== 200);
  run.found(
    'wrong',
    failed.map(({ status, ms }) => `A read was answered ${status} after ${Math.round(ms)} ms`),
  );
  const p99 = ({ reads }: Phase) =>
    percentile(
      reads.map(({ ms }) => ms),
      0.99,
    );
  run.measured('reads meanwhile', during.reads.length, { least: 1 });
  run.measured('reads, p99 before', p99(before), { unit: 'ms' });
  run.measured('reads, p99 meanwhile', p99(during), { unit: 'ms', most: Math.max(50, 3 * p99(before)) });
}

function judgeWrites(run: Run, { writes }: Phase, within: number): void {
  const refused = writes.filter(({ status }) => status === 503);
  const odd = writes.filter(({ status }) => status !== 503 && status !== 201);
  const forever = refused.filter(({ retryAfter }) => retryAfter === null);
  run.found('wrong', [
    ...odd.map(({ status, ms }) => `A write was answered ${status} after ${Math.round(ms)} ms`),
    ...forever.map(() => 'A 503 did not say when to come back'),
  ]);
  run.measured('writes refused meanwhile', refused.length, { least: 1 });
  run.measured(
    'writes refused, p99',
    percentile(
      refused.map(({ ms }) => ms),
      0.99,
    ),
    { unit: 'ms', most: within },
  );
}

async function healthOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { status: string }).status : `${answer?.status}`;
}

let turn = 0;
/** Something that is in no cache, or something that is: by turns. */
function read(url: string, thread: string): Promise<Answer> {
  turn += 1;
  if (turn % 2 === 0) return ask(url, 'GET', `/threads/${thread}/messages`);
  return ask(url, 'GET', `/threads/${thread}/messages?sort=newest&limit=${1 + (turn % 100)}`);
}

/** The longest time, in ms, for which the event loop stood still since this was last asked; at least what asking took if nobody answers. */
async function loopLag(url: string): Promise<number> {
  const begun = performance.now();
  try {
    const metrics = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) })).text();
    return Number(/^rejoinder_nodejs_eventloop_lag_max_seconds (\S+)/m.exec(metrics)?.[1]) * 1000;
  } catch {
    return performance.now() - begun;
  }
}
