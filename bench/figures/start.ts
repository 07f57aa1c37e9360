import { setTimeout as delay } from 'node:timers/promises';
import { residentMemory } from '../costs.js';
import type { Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import { median } from '../statistics.js';
import { million } from '../seed.js';

/** ms after which a forum that nobody asks anything is at rest. */
const REST = 1_500;

/** From spawn to `/health/ready`, and the memory of a forum that has just started, over a million messages. */
export const start: Measurement = {
  name: 'start',
  async measure(scale) {
    const forum = await Forum.start(million(scale));
    try {
      const memory: number[] = [];
      for (let run = 0; run < scale.pairs; run += 1) {
        await forum.server.stop();
        await forum.server.start();
        await delay(REST);
        memory.push(residentMemory(forum.server.pid) / 1e6);
      }
      return [
        { name: 'start', unit: 'ms', better: 'lower', value: median(forum.server.starts.slice(1)) },
        { name: 'start.memory', unit: 'MB', better: 'lower', value: median(memory) },
      ];
    } finally {
      await forum.end();
    }
  },
};
