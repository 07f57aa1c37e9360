import { freePort } from '../../test/support/free-port.mjs';
import { inspectable, Inspector } from '../costs.js';
import type { Measurement, Scale } from '../figure.js';
import { Forum } from '../forum.js';
import type { Herd, HerdDone } from '../load/herd.js';
import type { Visits, VisitsDone } from '../load/visits.js';
import { Program } from '../programs.js';
import { threadAt } from '../reading.js';
import { million } from '../seed.js';
import { median } from '../statistics.js';

const VISITS = 100;
const COUNTING = new URL('../load/count-builds.mjs', import.meta.url).href;

/** The first page of a thread of a million messages that nobody has read since it changed, or since the forum was started. */
export const pageCold: Measurement = {
  name: 'page.cold',
  async measure(scale) {
    const inspected = await freePort();
    const forum = await Forum.start(million(scale), {
      nodeArgs: [...inspectable(inspected), '--import', COUNTING],
    });
    const herd = await Program.start<Herd>('load/herd.ts', 'load');
    const visits = await Program.start<Visits>('load/visits.ts', 'load');
    try {
      const { position } = await threadAt(forum.target, forum.seeded.thread);
      const { page } = await visits.ask<VisitsDone>({
        ...forum.seeded,
        target: forum.target,
        position,
        visits: scale.quick ? 10 : VISITS,
      });
      const restarts: Restart[] = [];
      for (let run = 0; run < scale.pairs; run += 1)
        restarts.push(await afterRestart(forum, inspected, herd, herdOf(scale)));
      const of = (what: (restart: Restart) => number) => median(restarts.map(what));
      const ms = { unit: 'ms', better: 'lower' } as const;
      return [
        { name: 'page.cold', ...ms, value: page, note: 'after a post' },
        { name: 'page.cold.restart', ...ms, value: of(({ alone }) => alone), note: 'the first answer of a process' },
        {
          name: 'page.cold.builds',
          unit: 'builds',
          better: 'lower',
          value: of(({ builds }) => builds),
          note: `${herdOf(scale)} at once`,
        },
        {
          name: 'page.cold.herd.p99',
          ...ms,
          value: of(({ p99 }) => p99),
          note: `${herdOf(scale)} at once, after a restart`,
        },
      ];
    } finally {
      await Promise.all([herd.stop(), visits.stop()]);
      await forum.end();
    }
  },
};

const herdOf = ({ quick }: Scale): number => (quick ? 100 : 2_000);

type Restart = { readonly alone: number; readonly p99: number; readonly builds: number };

/** One reader meets a forum that has just started; then, after another start, everyone at once. */
async function afterRestart(forum: Forum, inspected: number, herd: Program<Herd>, size: number): Promise<Restart> {
  const path = `/api/v1/threads/${forum.seeded.thread}/messages`;
  const meet = async (size: number): Promise<HerdDone & { queries: number }> => {
    await forum.server.stop();
    await forum.server.start();
    const done = await herd.ask<HerdDone>({ target: forum.target, path, size });
    const inspector = await Inspector.of(inspected);
    const queries = await inspector.evaluate<number>('globalThis.pageQueries');
    inspector.close();
    return { ...done, queries };
  };
  const alone = await meet(1);
  const all = await meet(size);
  if (alone.queries === 0) throw new Error('A page was built without a query that is known as one of a page');
  return { alone: alone.first, p99: all.p99, builds: all.queries / alone.queries };
}
