import { setTimeout as delay } from 'node:timers/promises';
import { perform } from '../../bench/programs.js';
import { until } from '../support/until.js';
import { Slow } from './slow.js';
import { times } from './times.js';

/** How many of each kind: those whose headers and those whose bodies never end are as many. */
export type Crawl = { readonly senders: number; readonly readers: number };
/** `come`: all of them. `wake`: those who read nothing read now, and everyone has so many ms to find out that it was ended. */
export type Task =
  | ({ readonly do: 'come'; readonly url: string; readonly page: string } & Crawl)
  | { readonly do: 'wake'; readonly patience: number };
/** Kind -> when the last of how many was ended, in ms; null where not everyone was. */
export type Told = Readonly<Record<string, { readonly count: number; readonly last: number | null }>>;

/** ms over which they come, and between two handfuls of them. */
const ARRIVAL = 2_000;
const STEP = 20;

const slow: Slow[] = [];

async function wake(patience: number): Promise<Told> {
  for (const one of slow) one.wake();
  await until('everyone is gone', () => slow.every(({ endedAfter }) => endedAfter < Infinity), patience).catch(
    () => undefined,
  );
  const told: Record<string, { count: number; last: number | null }> = {};
  for (const { kind, endedAfter } of slow) {
    const { count, last } = told[kind] ?? { count: 0, last: 0 };
    const ended = last !== null && endedAfter < Infinity;
    told[kind] = { count: count + 1, last: ended ? Math.max(last, endedAfter) : null };
  }
  return told;
}

/** Each kind over the same time. What comes in one moment is another fault: F21. */
async function come({ url, page, senders, readers }: Extract<Task, { do: 'come' }>): Promise<void> {
  const steps = ARRIVAL / STEP;
  const due = (all: number, step: number) => Math.round((all * (step + 1)) / steps) - Math.round((all * step) / steps);
  for (let step = 0; step < steps; step += 1) {
    slow.push(
      ...times(due(senders, step), () => Slow.headers(url)),
      ...times(due(senders, step), () => Slow.body(url)),
      ...times(due(readers, step), () => Slow.reader(url, page)),
    );
    await delay(STEP);
  }
}

/** Connections that take their time, in a process of their own: what they cost their client must not be taken for the forum's. */
perform<Task>((task) => (task.do === 'come' ? come(task) : wake(task.patience)));
