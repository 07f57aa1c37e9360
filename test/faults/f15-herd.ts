import type { Herd, HerdDone } from '../../bench/load/herd.js';
import { Program } from '../../bench/programs.js';
import { seed } from '../../bench/seed.js';
import type { Fault, Run } from './fault.js';
import { preload } from './server.js';

type Stampede = {
  /** How often the forum is started anew, with nothing kept. */
  readonly starts: number;
  /** Readers who ask for the same page at the same moment. */
  readonly size: number;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const PLAN = { messages: 10_000, members: 1_024 };
/** ms for which a page is kept without hearing of its thread: who is served later may get another. */
const TRUST = 1_000;
const PAGES = ['', '?sort=newest', '?sort=best'] as const;

/** After each start everyone asks for the same page at once, and then for the next. */
async function stampede(run: Run, { starts, size, nodeArgs = [], env = {} }: Stampede): Promise<void> {
  const server = await run.server({ nodeArgs, env });
  const { thread } = await seed(server.file, PLAN);
  const herd = await Program.start<Herd>('load/herd.ts', 'load');
  run.afterwards(() => herd.stop());
  const target = { host: '127.0.0.1', port: server.port };
  const p99s: number[] = [];
  const builds: number[] = [];
  for (let start = 1; start <= starts; start += 1) {
    await server.start();
    for (const page of PAGES) {
      const before = await pagesBuilt(server.url);
      const { p99, last } = await herd.ask<HerdDone>({
        target,
        path: `/api/v1/threads/${thread}/messages${page}`,
        size,
      });
      p99s.push(p99);
      const built = (await pagesBuilt(server.url)) - before;
      builds.push(built);
      if (built > 1 + Math.floor(last / TRUST))
        run.found('wrong', [`A page was built ${built} times for ${size} readers within ${Math.round(last)} ms`]);
    }
    await server.stop();
  }
  run.measured('stampedes', builds.length);
  run.measured('readers in each', size);
  run.measured('pages built for one stampede, at most', Math.max(...builds));
  run.measured('pages built for one stampede, at least', Math.min(...builds), { least: 1 });
  run.measured('p99 of the worst stampede', Math.max(...p99s), { unit: 'ms', most: 1_000 });
}

async function pagesBuilt(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^rejoinder_pages_total\{outcome="build"\} (\d+)/m.exec(metrics)?.[1]);
}

export const coldHerd: Fault = {
  id: 'F15',
  name: 'everyone comes at once to a forum that has just started',
  what: 'Nothing is kept yet, and 2,000 readers ask for the same page of 10,000 messages at the same moment. It is built once, and again only when it has been kept for a second; everyone is served.',
  on: ['sqlite'],
  run: (run) => stampede(run, run.short ? { starts: 2, size: 300 } : { starts: 10, size: 2_000 }),
  controls: [
    {
      name: 'a page built for everyone who asks',
      shows: 'wrong',
      run: (run) =>
        stampede(run, { starts: 1, size: 60, nodeArgs: preload('each-builds'), env: { QUEUE_DELAY: '60000' } }),
    },
  ],
};
