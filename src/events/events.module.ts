import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { CONFIG, type Config } from '../config/config.js';
import { REDIS } from '../redis/redis-token.js';
import { EventBus } from './event-bus.js';
import { NoRelay, Relay } from './relay.js';

@Global()
@Module({
  providers: [
    EventBus,
    {
      provide: Relay,
      inject: [CONFIG, REDIS, EventBus],
      useFactory: async ({ REDIS_URL, REDIS_PREFIX }: Config, redis: Redis | null, bus: EventBus): Promise<Relay> => {
        if (REDIS_URL === null || !redis) return new NoRelay();
        const { RedisRelay } = await import('./redis-relay.js');
        return new RedisRelay(REDIS_URL, redis, REDIS_PREFIX, bus);
      },
    },
  ],
  exports: [EventBus, Relay],
})
export class EventsModule implements OnApplicationShutdown {
  constructor(@Inject(Relay) private readonly relay: Relay) {}

  onApplicationShutdown(): void {
    this.relay.close();
  }
}
