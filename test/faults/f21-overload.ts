import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { onCore } from '../../bench/processor.js';
import { Program } from '../../bench/programs.js';
import { until } from '../support/until.js';
import { checkDatabase } from './checker.js';
import { ask, askUntilServed, guest, openThread, Poster, words } from './clients.js';
import type { Fault, Run } from './fault.js';
import { Journal } from './journal.js';
import type { Load, Outcome } from './open-loop.js';
import { percentile } from './statistics.js';
import { times } from './times.js';

type Overload = {
  /** Multiples of what the forum can do that are asked of it. */
  readonly multiples: readonly number[];
  /** How long each of them lasts. */
  readonly seconds: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** Requests a second with which the search for the knee begins, and how long each try lasts, in s. */
const FIRST = 800;
const TRY = 3;
const CONNECTIONS = 2_000;
const MEMBERS = 200;
/** ms between two probes of health. */
const PROBE = 100;

/** Far more is asked than the forum can do, at a pace that does not wait for its answers. */
async function overload(run: Run, { multiples, seconds, env = {} }: Overload): Promise<void> {
  const server = await run.server({ env, by: onCore('subject') });
  await server.start();
  const { url, port } = server;
  const { id: thread } = await openThread(url);
  const members = await Promise.all(times(MEMBERS, (n) => guest(url, `Member ${n}`)));
  const [first] = members;
  if (!first) throw new Error('Nobody is there');
  const poster = new Poster(url, first, new Journal());
  const { id: message } = await poster.post({ thread, text: words() });
  const load = await Program.start<Load>('../test/faults/open-loop.ts', 'load');
  run.afterwards(() => load.stop());
  const tokens = members.map(({ token }) => token);
  const offer = (rate: number, lasts: number) =>
    load.ask<Outcome>({ port, rate, seconds: lasts, thread, message: message ?? '', tokens, connections: CONNECTIONS });

  const knee = await findKnee(offer);
  run.measured('the knee', knee.granted.perSecond, { unit: 'requests/s', least: 1 });
  run.measured('the knee, p99', knee.granted.p99, { unit: 'ms' });
  for (const multiple of multiples) {
    const probes: (number | null)[] = [];
    const probing = new AbortController();
    run.afterwards(() => probing.abort());
    const health = probe(url, probes, probing.signal);
    await loopDelay(url);
    const { asked, granted, refused, wrong } = await offer(knee.granted.perSecond * multiple, seconds);
    const ended = performance.now();
    const delayed = await loopDelay(url);
    probing.abort();
    await health;
    const name = `${multiple} times that`;
    run.found(
      'wrong',
      Object.entries(wrong).map(([what, count]) => `${name}: ${count} requests were answered “${what}”`),
    );
    run.measured(`${name}: asked`, asked, { unit: 'requests/s' });
    run.measured(`${name}: granted`, granted.perSecond, {
      unit: 'requests/s',
      least: 0.9 * knee.granted.perSecond,
    });
    run.measured(`${name}: granted, p99`, granted.p99, { unit: 'ms', most: Math.max(2 * knee.granted.p99, 150) });
    run.measured(`${name}: refused`, refused.perSecond, { unit: 'requests/s' });
    run.measured(`${name}: refused, p99`, refused.p99, { unit: 'ms' });
    run.measured(`${name}: event-loop delay, p99`, delayed, { unit: 'ms', most: 100 });
    if (probes.includes(null)) run.found('wrong', [`${name}: health did not answer 200`]);
    const probed = probes.map((ms) => ms ?? Infinity);
    run.measured(`${name}: health, p99`, percentile(probed, 0.99), { unit: 'ms', most: 200 });
    await until(
      'a post is taken at the first try',
      async () => {
        const body = { text: words() };
        const answer = await ask(url, 'POST', `/threads/${thread}/messages`, { ...first, body, key: randomUUID() });
        return answer.status === 201;
      },
      30_000,
    );
    run.measured(`${name}: well again after`, performance.now() - ended, { unit: 'ms', most: 5_000 });
  }
  await askUntilServed(url, 'GET', `/threads/${thread}`);
  await checkDatabase(run, server.database);
}

/** ms within which everybody is served at a pace that the forum can keep. */
const KEPT = 250;

/** Asks for a quarter more again and again, for as long as nearly all of it is granted in time; answers the last such pace. */
async function findKnee(offer: (rate: number, seconds: number) => Promise<Outcome>): Promise<Outcome> {
  await offer(FIRST, TRY);
  let best = await offer(FIRST, TRY);
  for (let rate = FIRST * 1.25; ; rate *= 1.25) {
    const outcome = await offer(rate, TRY);
    if (outcome.granted.perSecond < 0.95 * rate || outcome.granted.p99 > KEPT) return best;
    best = outcome;
  }
}

/** ms that health took, again and again; null where it answered anything but 200. */
async function probe(url: string, probes: (number | null)[], end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    const begun = performance.now();
    const answer = await fetch(`${url}/health/live`).catch(() => null);
    await answer?.arrayBuffer();
    probes.push(answer?.status === 200 ? performance.now() - begun : null);
    await delay(PROBE);
  }
}

/** p99 of the delay of the forum's event loop since this was last asked, in ms. */
async function loopDelay(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^rejoinder_nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1_000;
}

const SHORT: Overload = { multiples: [2, 5], seconds: 5 };
/** One core cannot ask for ten times what another can do: at that, it is the load itself that does not keep up. */
const FULL: Overload = { multiples: [1, 2, 5], seconds: 60 };

export const overloaded: Fault = {
  id: 'F21',
  name: 'far more is asked than the forum can do',
  what: 'Posts and messages in their context are asked for at up to five times the pace that the forum can keep. Whoever is not served is told at once when to come back, and the others are served as before.',
  on: ['sqlite'],
  run: (run) => overload(run, run.short ? SHORT : FULL),
  controls: [
    {
      name: 'a forum that refuses nobody',
      shows: 'slow',
      run: (run) =>
        overload(run, {
          ...SHORT,
          env: { QUEUE_DELAY: '60000', REQUESTS_IN_FLIGHT: '1000000', WRITES_WAITING: '1000000' },
        }),
    },
  ],
};
