import { redisOnPath, startRedis } from '../../test/support/redis-server.js';
import type { Measurement } from '../figure.js';
import type { Forum } from '../forum.js';
import type { Posts, PostsDone } from '../load/posts.js';
import { PostgresForum } from '../postgres.js';
import { Program } from '../programs.js';
import { interleave, paired } from '../statistics.js';
import { CONNECTIONS } from './post-durable.js';

const PROCESSES = 3;
const PLAN = { messages: 1_000, members: 1_024, threads: PROCESSES, others: 1 };

/** Three processes of one forum, all posting into three threads; its limit is one of them alone under the same load. No core is anybody's. */
export const postPostgresThree: Measurement = {
  name: 'post.postgres.three',
  async measure(scale) {
    if (redisOnPath() === null) {
      process.stderr.write('post.postgres.three is left out: there is no redis-server or valkey-server on PATH\n');
      return [];
    }
    const [postgres, redis] = [await PostgresForum.of(PLAN), await startRedis()];
    const start = () => postgres.process({ env: { REDIS_URL: redis.url }, onAnyCore: true });
    const forums: Forum[] = [];
    const loads: Program<Posts>[] = [];
    const { threads, tokens } = postgres.seeded;
    try {
      for (let index = 0; index < PROCESSES; index += 1) {
        forums.push(await start());
        loads.push(await Program.start<Posts>('load/posts.ts', 'load'));
      }
      const connections = Math.ceil(CONNECTIONS / PROCESSES);
      const post = async (to: (index: number) => Forum) => {
        const done = await Promise.all(
          loads.map((load, index) =>
            load.ask<PostsDone>({ target: to(index).target, connections, seconds: scale.seconds, threads, tokens }),
          ),
        );
        return done.reduce((sum, { perSecond }) => sum + perSecond, 0);
      };
      const three = () => post((index) => forums[index]!);
      const one = () => post(() => forums[0]!);
      await three();
      const runs = await interleave(scale.pairs, three, one);
      await postgres.checkOrder(threads);
      const rates = runs.map(({ subject, limit }) => ({ subject, limit }));
      return [
        {
          name: 'post.postgres.three',
          unit: 'posts/s',
          better: 'higher',
          ...paired(rates),
          note: `${PROCESSES} processes, ${PROCESSES} threads; limit: one process`,
        },
      ];
    } finally {
      await Promise.all(loads.map((load) => load.stop()));
      await Promise.all(forums.map((forum) => forum.end()));
      await redis.stop();
      await postgres.stop();
    }
  },
};
