import { Audience } from '../audience.js';
import type { Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Posts, PostsDone } from '../load/posts.js';
import { Program } from '../programs.js';
import { threadAt } from '../reading.js';
import { interleave, median, paired } from '../statistics.js';
import { CONNECTIONS, PLAN } from './post-durable.js';

const FOLLOWERS = 2_000;

/** `post.durable` while the thread is followed; its limit is the same forum with nobody there. */
export const postBusy: Measurement = {
  name: 'post.busy',
  async measure(scale) {
    const [busy, quiet] = [await Forum.start(PLAN), await Forum.start(PLAN)];
    const load = await Program.start<Posts>('load/posts.ts', 'load');
    const followers = scale.quick ? 50 : FOLLOWERS;
    const audience = await Audience.of(busy.target, busy.seeded.thread, followers, true);
    try {
      const post = ({ target, seeded }: Forum) =>
        load.ask<PostsDone>({
          threads: [seeded.thread],
          tokens: seeded.tokens,
          target,
          connections: CONNECTIONS,
          seconds: scale.seconds,
        });
      const postBefore = async () => {
        const { perSecond, p99 } = await post(busy);
        const { position } = await threadAt(busy.target, busy.seeded.thread);
        return { perSecond, p99, heard: await audience.heard(position) };
      };
      await post(quiet);
      await postBefore();
      const runs = await interleave(scale.pairs, postBefore, () => post(quiet));
      const rates = runs.map(({ subject, limit }) => ({ subject: subject.perSecond, limit: limit.perSecond }));
      const waits = { unit: 'ms', better: 'lower' } as const;
      return [
        {
          name: 'post.busy',
          unit: 'posts/s',
          better: 'higher',
          ...paired(rates),
          note: `${followers} followers; limit: the same without`,
        },
        {
          name: 'post.busy.p99',
          ...waits,
          value: median(runs.map(({ subject }) => subject.p99)),
          note: 'to the author',
        },
        {
          name: 'post.busy.receipt.p99',
          ...waits,
          value: median(runs.map(({ subject }) => subject.heard.p99)),
          note: 'from the transaction to each follower',
        },
      ];
    } finally {
      await Promise.all([load.stop(), audience.stop()]);
      await Promise.all([busy.end(), quiet.end()]);
    }
  },
};
