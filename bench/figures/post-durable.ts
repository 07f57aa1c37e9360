import type { Figure, Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Inserts } from '../limits/inserts.js';
import type { Posts, PostsDone } from '../load/posts.js';
import { Program } from '../programs.js';
import { seed } from '../seed.js';
import { interleave, median, paired } from '../statistics.js';

export const CONNECTIONS = 64;
/** Remark42 stored 770 to 935 posts a second: issue 3. */
const REMARK42 = 935;
export const PLAN = { messages: 1_000, members: 1_024 };

/**
 * Posts a second over HTTP, the whole path. Its limit writes the same rows in one process, as many in a transaction as
 * connections wait here; beside it stands the plain way, a transaction each.
 */
export const postDurable: Measurement = {
  name: 'post.durable',
  async measure(scale) {
    const forum = await Forum.start(PLAN);
    const load = await Program.start<Posts>('load/posts.ts', 'load');
    const bare = await Program.start<Inserts>('limits/inserts.ts', 'subject');
    try {
      const { thread, tokens, author } = forum.seeded;
      const threads = [thread];
      const file = `${forum.server.folder}/bare.db`;
      await seed(file, PLAN);
      const post = () =>
        load.ask<PostsDone>({
          target: forum.target,
          connections: CONNECTIONS,
          seconds: scale.seconds,
          threads,
          tokens,
        });
      const insert = (together: number) =>
        bare.ask<number>({ file, thread, author, together, seconds: scale.seconds / 2 });
      await post();
      const runs = await interleave(scale.pairs, post, async () => ({
        batched: await insert(CONNECTIONS),
        single: await insert(1),
      }));
      const batched = paired(runs.map(({ subject, limit }) => ({ subject: subject.perSecond, limit: limit.batched })));
      const single = paired(runs.map(({ subject, limit }) => ({ subject: subject.perSecond, limit: limit.single })));
      const posts = { unit: 'posts/s', better: 'higher' } as const;
      const waits = { unit: 'ms', better: 'lower' } as const;
      return [
        {
          name: 'post.durable',
          ...posts,
          ...batched,
          peer: REMARK42,
          note: `limit: bare inserts, ${CONNECTIONS} a transaction`,
        },
        { name: 'post.durable.single', ...posts, ...single, note: 'limit: bare inserts, one a transaction' },
        { name: 'post.durable.p50', ...waits, value: median(runs.map(({ subject }) => subject.p50)) },
        { name: 'post.durable.p99', ...waits, value: median(runs.map(({ subject }) => subject.p99)) },
      ] satisfies Figure[];
    } finally {
      await Promise.all([load.stop(), bare.stop()]);
      await forum.end();
    }
  },
};
