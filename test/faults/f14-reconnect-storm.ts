import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Program } from '../../bench/programs.js';
import { ask, askUntilServed, type Answer } from './clients.js';
import { Crowd } from './crowd.js';
import { every } from './every.js';
import { BOTH, type Fault, type Run } from './fault.js';
import type { Task, Told } from './mass.js';
import { processorTime } from './memory.js';
import { preload, type Server } from './server.js';
import { percentile } from './statistics.js';

type Storm = {
  readonly followers: number;
  /** How often all of them are dropped at once. */
  readonly drops: number;
  /** How long each of three posters thinks at most, in ms: what one says, all of them hear. */
  readonly think: number;
  readonly broken?: readonly string[];
};

const READ_EVERY = 50;
const AT_ONCE = 10;
/** Reads of a thread's log for one storm. */
const READS = 2;

/** Everyone loses the connection at the same moment and comes back within a moment, while people post and read. */
async function reconnect(run: Run, { followers, drops, think, broken = [] }: Storm): Promise<void> {
  const server = await run.server({ nodeArgs: preload(...broken, 'tells-reads') });
  await server.start();
  const crowd = await Crowd.gather(run, server, { posters: 3, followers: 5, think });
  const mass = await Program.start<Task>('../test/faults/mass.ts', 'load');
  run.afterwards(() => mass.stop());
  const { url } = server;
  await mass.ask<Told>({ do: 'follow', url, thread: crowd.thread, count: followers });
  crowd.begin();
  const pages: { readonly ms: number; readonly answer: Answer | null }[] = [];
  const reading = new AbortController();
  run.afterwards(() => reading.abort());
  const reads = every(READ_EVERY, AT_ONCE, reading.signal, async () => {
    const begun = performance.now();
    const answer = await ask(url, 'GET', `/threads/${crowd.thread}/messages`).catch(() => null);
    pages.push({ ms: performance.now() - begun, answer });
  });
  const back: number[] = [];
  const logReads: number[] = [];
  const worked: number[] = [];
  for (let n = 1; n <= drops; n += 1) {
    const before = await readsOf(server);
    const worker = await processorTime(server.pid);
    back.push((await mass.ask<Told>({ do: 'drop' })).ms);
    worked.push((await processorTime(server.pid)) - worker);
    logReads.push((await readsOf(server)) - before);
    run.log(
      `storm ${n}: back after ${Math.round(back.at(-1) ?? 0)} ms, ${worked.at(-1)} of them at work; the log read ${logReads.at(-1)} times`,
    );
  }
  reading.abort();
  await reads;
  await crowd.settle(run);
  const { body } = await askUntilServed(url, 'GET', `/threads/${crowd.thread}`);
  const { flaws, resets } = await mass.ask<Told>({ do: 'hear', position: (body as { position: number }).position });
  await crowd.check(run);
  run.found('gap', flaws);
  const odd = pages.filter(({ answer }) => answer?.status !== 200);
  run.found(
    'wrong',
    odd.map(
      ({ answer, ms }) =>
        `A page was answered ${answer?.status} ${JSON.stringify(answer?.body)?.slice(0, 200)} after ${Math.round(ms)} ms`,
    ),
  );
  const most = Math.max(...logReads);
  if (most > READS) run.found('wrong', [`The log of one thread was read ${most} times for one storm`]);
  run.measured('sockets dropped at once', followers);
  run.measured('storms', drops);
  run.measured('everyone back after, longest', Math.max(...back), { unit: 'ms', most: 30_000 });
  run.measured('processor time of the forum for one storm, at most', Math.max(...worked), { unit: 'ms' });
  run.measured('who had to read the page again', resets, { most: (followers * drops) / 1_000 });
  run.measured('reads of the log for one storm, at most', most);
  const ms = pages.map((page) => page.ms);
  run.measured('pages read meanwhile', ms.length, { least: 1 });
  run.measured('pages meanwhile, p99', percentile(ms, 0.99), { unit: 'ms', most: 1_000 });
}

/** How often a thread's log has been read for somebody who came back: as tells-reads.mjs says. */
async function readsOf(server: Server): Promise<number> {
  return (await readFile(join(server.folder, 'server.log'), 'utf8')).split('READ OF THE LOG').length - 1;
}

const SHORT: Storm = { followers: 500, drops: 3, think: 100 };
const FULL: Storm = { followers: 8_000, drops: 3, think: 3_000 };

export const reconnectStorm: Fault = {
  id: 'F14',
  name: 'everyone loses the connection at once',
  what: '8,000 sockets are dropped at the same moment and come back within a moment. All resume without reading the page again, the database hardly notices, and pages are served.',
  on: BOTH,
  run: (run) => reconnect(run, run.short ? SHORT : FULL),
  controls: [
    {
      name: 'rooms that remember nothing',
      shows: 'wrong',
      run: (run) => reconnect(run, { ...SHORT, broken: ['nothing-recent'] }),
    },
  ],
};
