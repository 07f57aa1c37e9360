import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { setImmediate as turn } from 'node:timers/promises';
import { CONFIG, type Config } from '../config/config.js';
import { openRedis, REDIS } from './redis.js';

/** Redis or Valkey, where REDIS_URL names one: what processes share beside the database, none of which must be kept. */
@Global()
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [CONFIG],
      useFactory: ({ REDIS_URL }: Config) => (REDIS_URL === null ? null : openRedis(REDIS_URL, 'commands')),
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
