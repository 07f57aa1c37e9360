import { setTimeout as delay } from 'node:timers/promises';
import { every } from '../../test/faults/every.js';
import { Audience } from '../audience.js';
import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Talk } from '../load/talk.js';
import { socketsOfAProcess } from '../open-files.js';
import { Program } from '../programs.js';
import { threadAt } from '../reading.js';
import { quantile } from '../statistics.js';

/** As many as one process may hold here, and no more than this. */
const MOST = 20_000;
const DROPS = 10;
/** ms within which everyone has had a beat since the last one came, and with it over how long to spread a return. */
const BEAT = 31_000;
/** What is said meanwhile, a second. */
const TALK = 2;
/** ms between two readings of the page, and how many of them may be under way. */
const READ_EVERY = 50;
const READING = 10;

/**
 * Everyone who follows loses the connection in the same moment, again and again, and comes back as a page does, from where it had
 * heard: how long until all are back without a gap, and how long a page takes meanwhile. A gap or a reset ends the run with an error.
 */
export const liveStorm: Measurement = {
  name: 'live.storm',
  async measure(scale) {
    const count = scale.quick ? 200 : Math.min(MOST, socketsOfAProcess());
    const forum = await Forum.start({ messages: 1_000, members: 1_024 });
    const { target, seeded } = forum;
    const { thread, tokens } = seeded;
    const audience = await Audience.of(target, thread, count, true);
    const talkers = await Program.start<Talk>('load/talk.ts', 'load');
    const over = new AbortController();
    try {
      await delay(scale.quick ? 0 : BEAT);
      const talk = (async () => {
        while (!over.signal.aborted) await talkers.ask({ target, thread, tokens, perSecond: TALK, messages: TALK });
      })();
      const pages: number[] = [];
      const reading = every(READ_EVERY, READING, over.signal, async () => {
        const begun = performance.now();
        const answer = await fetch(`http://${target.host}:${target.port}/api/v1/threads/${thread}/messages`);
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`A page was answered ${answer.status}`);
        pages.push(performance.now() - begun);
      });
      const back: number[] = [];
      for (let drop = 0; drop < (scale.quick ? 1 : DROPS); drop += 1) back.push((await audience.drop()).p99);
      over.abort();
      await Promise.all([talk, reading]);
      // Everything that was said has reached everyone, each event once and in order.
      await audience.heard((await threadAt(target, thread)).position);
      const figure = { unit: 'ms', better: 'lower', note: `${count} followers` } as const;
      return [
        {
          name: 'live.storm',
          ...figure,
          value: Math.max(...back),
          note: `p99 of the slowest of ${back.length}, ${count} followers`,
        },
        { name: 'live.storm.page.p99', ...figure, value: quantile(pages, 0.99) },
      ] satisfies Figure[];
    } finally {
      over.abort();
      await Promise.all([audience.stop(), talkers.stop()]);
      await forum.end();
    }
  },
};
