import { startRedis } from '../support/redis-server.js';
import { BOTH, type Fault, type Run } from './fault.js';
import { Fleet, lacksRedis, ownRedis } from './fleet.js';
import { preload } from './server.js';
import { weather, WIDE } from './without-redis.js';

/** Redis is killed, and started again on the same port after a while. */
async function lose(run: Run, lasts: number, nodeArgs: readonly string[] = []): Promise<void> {
  const redis = await ownRedis(run);
  const fleet = await Fleet.start(run, { redis: redis.url, env: WIDE, nodeArgs });
  await weather(run, fleet, [
    {
      name: 'Redis is gone',
      lasts,
      longestPost: 1_500,
      begin: () => redis.stop(),
      end: async () => {
        const again = await startRedis(redis.port);
        run.afterwards(() => again.stop());
      },
    },
  ]);
}

export const redisDown: Fault = {
  id: 'F9',
  name: 'Redis is killed and comes back',
  what: 'Redis is gone for 30 s, of three processes on PostgreSQL or one on SQLite. Every post is taken as quickly as before; followers of other processes hear within three seconds, and at once again when it is back.',
  on: BOTH,
  inShort: ['postgres'],
  lacks: lacksRedis,
  run: (run) => lose(run, run.short ? 4_000 : 30_000),
  controls: [
    {
      name: 'rooms that are not compared with the database',
      shows: 'late',
      // One process hears of its own events without Redis.
      on: ['postgres'],
      run: (run) => lose(run, 6_000, preload('no-comparison')),
    },
    {
      name: 'limits that only Redis can count',
      shows: 'wrong',
      on: ['sqlite'],
      run: (run) => lose(run, 4_000, preload('refuses-without-redis')),
    },
  ],
};
