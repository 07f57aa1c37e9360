import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { setImmediate as turn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/config.js';
import { REDIS } from './redis-token.js';

/** Redis or Valkey, where REDIS_URL names one: what processes share beside the database, none of which must be kept. */
@Global()
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [CONFIG],
      useFactory: ({ REDIS_URL }: Config) => (REDIS_URL === null ? null : open(REDIS_URL)),
    },
  ],
  exports: [REDIS],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis | null) {}

  async onApplicationShutdown(): Promise<void> {
    // Commands are sent once a turn of the event loop: those of this turn would be lost.
    await turn();
    await this.redis?.quit().catch(() => this.redis?.disconnect());
  }
}

/** A forum that stands alone does without the client's code. */
async function open(url: string): Promise<Redis> {
  const { openRedis } = await import('./redis.js');
  return openRedis(url, 'commands');
}
