import { perform } from '../../bench/programs.js';
import { until } from '../support/until.js';
import { Follower } from './followers.js';
import { times } from './times.js';

/** `follow`: so many more. `drop`: all connections at once, and again when everyone is back. `hear`: everything up to a position. */
export type Task =
  | { readonly do: 'follow'; readonly url: string; readonly thread: string; readonly count: number }
  | { readonly do: 'drop' }
  | { readonly do: 'hear'; readonly position: number };
/** How it went for all of them: `ms` for the task, and since the beginning what was not gapless, and who had to read the page again. */
export type Told = { readonly ms: number; readonly flaws: readonly string[]; readonly resets: number };

/** ms after which somebody will never come back. */
const PATIENCE = 60_000;

const followers: Follower[] = [];

async function follow({ url, thread, count }: Extract<Task, { do: 'follow' }>): Promise<void> {
  followers.push(...times(count, () => new Follower(url, thread)));
  for (const follower of followers) void follower.follow();
  await until('everyone follows', () => followers.every(({ position }) => position !== null), PATIENCE);
}

async function drop(): Promise<void> {
  const before = followers.map(({ connections }) => connections);
  for (const { socket } of followers) socket?.terminate();
  const missing = () => followers.filter(({ connections }, n) => connections <= (before[n] ?? 0)).length;
  await until('everyone is back', () => missing() === 0, PATIENCE).catch((error: Error) => {
    throw new Error(`${error.message}; ${missing()} of ${followers.length} are not`);
  });
}

perform<Task>(async (task): Promise<Told> => {
  const begun = performance.now();
  if (task.do === 'follow') await follow(task);
  if (task.do === 'drop') await drop();
  if (task.do === 'hear')
    await until('all is heard', () => followers.every(({ position }) => (position ?? 0) >= task.position), PATIENCE);
  return {
    ms: performance.now() - begun,
    flaws: followers.flatMap(({ flaws }) => flaws),
    resets: followers.reduce((sum, { resets }) => sum + resets, 0),
  };
});
