import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.mjs';
import { Audience } from '../audience.js';
import { inspectable, Inspector, kernelMemory, residentMemory } from '../costs.js';
import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Reads, ReadsDone } from '../load/reads.js';
import { socketsOfAProcess } from '../open-files.js';
import { Program } from '../programs.js';
import { median } from '../statistics.js';

/** As many as one process may hold here, and no more than this. */
const MOST = 50_000;
/** Come and go before anything counts, so that what is loaded and allocated once is there. */
const FIRST = 1_000;
/** Who reads pages beside them. */
const READERS = 16;
/** ms in which the server has noticed who came and went. */
const REST = 2_000;

/**
 * A forum that is followed by as many as one process holds, while nothing is said: bytes that a follower costs the process and the
 * kernel, and how long a page takes beside them; its limit is the same forum with nobody there.
 */
export const liveIdle: Measurement = {
  name: 'live.idle',
  async measure(scale) {
    const count = scale.quick ? 200 : Math.min(MOST, socketsOfAProcess());
    const inspected = await freePort();
    const forum = await Forum.start({ messages: 1_000, members: 1_024 }, { nodeArgs: inspectable(inspected) });
    const inspector = await Inspector.of(inspected);
    const { target, seeded, server } = forum;
    const audience = await Audience.of(target, seeded.thread, Math.min(FIRST, count), true);
    const load = await Program.start<Reads>('load/reads.ts', 'load');
    try {
      const path = `/api/v1/threads/${seeded.thread}/messages`;
      const page = () =>
        load.ask<ReadsDone>({ target, path, connections: READERS, headers: {}, expect: 200, seconds: scale.seconds });
      const pages = async () => {
        const runs: ReadsDone[] = [];
        for (let pair = 0; pair < scale.pairs; pair += 1) runs.push(await page());
        return median(runs.map(({ p99 }) => p99));
      };
      const atRest = async () => {
        await delay(REST);
        await inspector.collectGarbage();
        return { process: residentMemory(server.pid), kernel: kernelMemory() };
      };
      await page();
      await audience.leave();
      const alone = await pages();
      const before = await atRest();
      await audience.grow(count);
      const after = await atRest();
      const beside = await pages();
      const note = `${count} followers`;
      const bytes = { unit: 'bytes/follower', better: 'lower', note } as const;
      return [
        { name: 'live.idle', ...bytes, value: (after.process - before.process) / count },
        // The other end of each connection is on this machine, too.
        { name: 'live.idle.kernel', ...bytes, value: (after.kernel - before.kernel) / count / 2 },
        {
          name: 'live.idle.page.p99',
          unit: 'ms',
          better: 'lower',
          value: beside,
          limit: alone,
          ratio: beside / alone,
          note: `${note}; limit: nobody there`,
        },
      ] satisfies Figure[];
    } finally {
      inspector.close();
      await Promise.all([audience.stop(), load.stop()]);
      await forum.end();
    }
  },
};
