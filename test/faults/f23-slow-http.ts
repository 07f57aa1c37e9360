import { setTimeout as delay } from 'node:timers/promises';
import { Program } from '../../bench/programs.js';
import { ask, words } from './clients.js';
import { Crowd } from './crowd.js';
import type { Crawl, Task, Told } from './dawdlers.js';
import { every } from './every.js';
import type { Fault, Run } from './fault.js';
import { percentile } from './statistics.js';

/** ms after which everyone slow has to be gone, and what is given to those who read nothing to find that out. */
const GONE = 15_000;
const FIND_OUT = 5_000;
const BEFORE = 5_000;
const READ_EVERY = 20;
/** How long each of five posters thinks at most, in ms: twenty posts a second, after each of which such a page is made anew. */
const THINK = 500;
/** A page of a hundred of these is half a megabyte. */
const say = () => words() + 'and so on '.repeat(450);

async function dawdle(
  run: Run,
  { senders, readers }: Crawl,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const server = await run.server({ env });
  await server.start();
  const { url } = server;
  const crowd = await Crowd.gather(run, server, { posters: 5, followers: 5, think: THINK, manner: { say } });
  const dawdlers = await Program.start<Task>('../test/faults/dawdlers.ts', 'load');
  run.afterwards(() => dawdlers.stop());
  const page = `/api/v1/threads/${crowd.thread}/messages?limit=100`;
  const watching = new AbortController();
  run.afterwards(() => watching.abort());
  let reads: number[] = [];
  const reading = every(READ_EVERY, 10, watching.signal, async () => {
    const begun = performance.now();
    const status = await ask(url, 'GET', `/threads/${crowd.thread}/messages`).then(
      (answer) => answer.status,
      () => 'no answer',
    );
    reads.push(performance.now() - begun);
    if (status !== 200) run.found('wrong', [`A read was answered ${status}`]);
  });
  crowd.begin();
  await delay(BEFORE);
  const before = reads;
  reads = [];

  await dawdlers.ask({ do: 'come', url, page, senders, readers });
  await delay(GONE);
  const ended = await dawdlers.ask<Told>({ do: 'wake', patience: FIND_OUT });
  watching.abort();
  await reading;
  await crowd.settle(run);

  for (const [kind, { count, last }] of Object.entries(ended)) {
    run.measured(`${kind}: the last of ${count} ended after`, last ?? Infinity, { unit: 'ms', most: GONE + FIND_OUT });
  }
  const p99 = percentile(before, 0.99);
  run.measured('reads, p99 before', p99, { unit: 'ms' });
  run.measured('reads, p99 beside the slow', percentile(reads, 0.99), {
    unit: 'ms',
    most: Math.max(2 * p99, p99 + 50),
  });
  await crowd.check(run);
}

/** As slow as anyone likes to be. */
const PATIENT = { REQUEST_TIMEOUT: '600000', HEADERS_TIMEOUT: '600000', ANSWER_TIMEOUT: '600000' };

export const slowHttp: Fault = {
  id: 'F23',
  name: 'connections that take their time',
  what: '2,000 connections whose headers or bodies come a byte a second, or that read no answer, are ended within 15 s; everyone else is served as before.',
  on: ['sqlite'],
  run: (run) => dawdle(run, run.short ? { senders: 100, readers: 10 } : { senders: 950, readers: 100 }),
  controls: [
    {
      name: 'a forum that waits for anyone',
      shows: 'slow',
      run: (run) => dawdle(run, { senders: 10, readers: 10 }, PATIENT),
    },
  ],
};
