import type { Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Posts, PostsDone } from '../load/posts.js';
import { PostgresForum } from '../postgres.js';
import { Program } from '../programs.js';
import { interleave, median, paired, type Pair } from '../statistics.js';
import { CONNECTIONS } from './post-durable.js';

const THREADS = 64;
const PLAN = { messages: 1_000, members: 1_024, threads: THREADS, others: 1 };

/**
 * `post.durable` on a PostgreSQL with fsync that shares the machine; its limit is the same load on the forum with SQLite. One hot
 * thread, and as many threads as connections.
 */
export const postPostgres: Measurement = {
  name: 'post.postgres',
  async measure(scale) {
    const postgres = await PostgresForum.of(PLAN);
    const [small, grown] = [await Forum.start(PLAN), await postgres.process()];
    const load = await Program.start<Posts>('load/posts.ts', 'load');
    const { threads, tokens } = grown.seeded;
    try {
      const post = ({ target }: Forum, of: readonly string[]) =>
        load.ask<PostsDone>({ target, connections: CONNECTIONS, seconds: scale.seconds, threads: of, tokens });
      const compare = async (of: readonly string[]) => {
        await post(small, of);
        await post(grown, of);
        return interleave(
          scale.pairs,
          () => post(grown, of),
          () => post(small, of),
        );
      };
      const [hot, wide] = [await compare(threads.slice(0, 1)), await compare(threads)];
      const rates = (runs: typeof hot): Pair[] =>
        runs.map(({ subject, limit }) => ({ subject: subject.perSecond, limit: limit.perSecond }));
      const posts = { unit: 'posts/s', better: 'higher' } as const;
      const waits = { unit: 'ms', better: 'lower' } as const;
      return [
        { name: 'post.postgres', ...posts, ...paired(rates(hot)), note: 'one thread; limit: the same on SQLite' },
        { name: 'post.postgres.p99', ...waits, value: median(hot.map(({ subject }) => subject.p99)) },
        {
          name: 'post.postgres.wide',
          ...posts,
          ...paired(rates(wide)),
          note: `${THREADS} threads; limit: the same on SQLite`,
        },
        { name: 'post.postgres.wide.p99', ...waits, value: median(wide.map(({ subject }) => subject.p99)) },
      ];
    } finally {
      await load.stop();
      await Promise.all([small.end(), grown.end()]);
      await postgres.stop();
    }
  },
};
