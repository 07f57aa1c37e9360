import { setTimeout as delay } from 'node:timers/promises';
import { residentMemory } from '../costs.js';
import type { Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import { median } from '../statistics.js';
import { million } from '../seed.js';

/** ms after which a start is over, and after which a forum that nobody asks anything is at rest: V8 takes some 25 s to see that it is. */
const BEGUN = 1_500;
const REST = 40_000;
/** Rests are long, and alike. */
const RESTS = 2;

/** From spawn to `/health/ready`, and the memory of a forum that has just started, and of one at rest, over a million messages. */
export const start: Measurement = {
  name: 'start',
  async measure(scale) {
    const forum = await Forum.start(million(scale));
    const begun: number[] = [];
    const rested: number[] = [];
    const weigh = async (wait: number) => {
      await delay(wait);
      return residentMemory(forum.server.pid) / 1e6;
    };
    try {
      for (let run = 0; run < scale.pairs; run += 1) {
        await forum.server.stop();
        await forum.server.start();
        begun.push(await weigh(BEGUN));
        if (run < RESTS) rested.push(await weigh(scale.quick ? 0 : REST));
      }
      const memory = { unit: 'MB', better: 'lower' } as const;
      return [
        { name: 'start', unit: 'ms', better: 'lower', value: median(forum.server.starts.slice(1)) },
        { name: 'start.memory', ...memory, value: median(begun), note: `${BEGUN / 1_000} s after the start` },
        {
          name: 'start.memory.rest',
          ...memory,
          value: median(rested),
          note: `at rest: ${REST / 1_000} s without a request`,
        },
      ];
    } finally {
      await forum.end();
    }
  },
};
