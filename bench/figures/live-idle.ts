import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.mjs';
import { redisOnPath, startRedis } from '../../test/support/redis-server.js';
import { Audience } from '../audience.js';
import { inspectable, Inspector, kernelMemory, residentMemory } from '../costs.js';
import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Reads, ReadsDone } from '../load/reads.js';
import { socketsOfAProcess } from '../open-files.js';
import { PostgresForum } from '../postgres.js';
import { Program } from '../programs.js';
import { median } from '../statistics.js';

/** In all. One process may hold fewer open files than that, so they follow several of one forum, which share the subject's core. */
const MOST = 50_000;
const PROCESSES = 3;
/** Come and go before anything counts, so that what is loaded and allocated once is there. */
const FIRST = 1_000;
/** Who reads pages beside them. */
const READERS = 16;
/** ms in which the server has noticed who came and went. */
const REST = 2_000;

/** A process of the forum, and those who follow it. */
type Followed = { readonly forum: Forum; readonly inspector: Inspector; readonly audience: Audience };

/**
 * A forum that is followed by fifty thousand, on three processes, while nothing is said: bytes that a follower costs the processes
 * and the kernel, and how long a page of the first of them takes beside all of them; its limit is the same with nobody there, before
 * they came and after they left. Without Redis there is one process, and as many as that holds.
 */
export const liveIdle: Measurement = {
  name: 'live.idle',
  async measure(scale) {
    const processes = redisOnPath() === null ? 1 : PROCESSES;
    const each = scale.quick ? 200 : Math.min(Math.ceil(MOST / processes), socketsOfAProcess());
    const plan = { messages: 1_000, members: 1_024 };
    const postgres = processes > 1 ? await PostgresForum.of(plan) : undefined;
    const redis = processes > 1 ? await startRedis() : undefined;
    const all: Followed[] = [];
    const load = await Program.start<Reads>('load/reads.ts', 'load');
    try {
      for (let n = 0; n < processes; n += 1) {
        const inspected = await freePort();
        const env: Readonly<Record<string, string>> = redis ? { REDIS_URL: redis.url } : {};
        const options = { nodeArgs: inspectable(inspected), env };
        const forum = postgres ? await postgres.process(options) : await Forum.start(plan, options);
        const { target, seeded } = forum;
        const inspector = await Inspector.of(inspected);
        const audience = await Audience.of(target, seeded.thread, Math.min(FIRST, each), true);
        all.push({ forum, inspector, audience });
      }
      const { target, seeded } = all[0]!.forum;
      const path = `/api/v1/threads/${seeded.thread}/messages`;
      const page = () =>
        load.ask<ReadsDone>({ target, path, connections: READERS, headers: {}, expect: 200, seconds: scale.seconds });
      const pages = async () => {
        const runs: number[] = [];
        for (let pair = 0; pair < scale.pairs; pair += 1) runs.push((await page()).p99);
        return runs;
      };
      const leave = async () => {
        for (const { audience } of all) await audience.leave();
        await delay(REST);
      };
      const atRest = async () => {
        await delay(REST);
        for (const { inspector } of all) await inspector.collectGarbage();
        const process = all.reduce((sum, { forum }) => sum + residentMemory(forum.server.pid), 0);
        return { process, kernel: kernelMemory() };
      };
      await page();
      await leave();
      const alone = await pages();
      const before = await atRest();
      for (const { audience } of all) await audience.grow(each);
      const after = await atRest();
      const beside = median(await pages());
      await leave();
      const limit = median([...alone, ...(await pages())]);
      const count = each * processes;
      const note = `${count} followers, ${processes} processes`;
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
          limit,
          ratio: beside / limit,
          note: `${note}; limit: nobody there`,
        },
      ] satisfies Figure[];
    } finally {
      for (const { inspector } of all) inspector.close();
      await Promise.all([load.stop(), ...all.map(({ audience }) => audience.stop())]);
      await Promise.all(all.map(({ forum }) => forum.end()));
      await redis?.stop();
      await postgres?.stop();
    }
  },
};
