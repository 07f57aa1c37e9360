import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';

/** How often an address or a member may do what, each with a name in config. The rules of posting have their own: messages/rules. */
@Injectable()
export class Limits {
  private readonly requests: RateLimiterAbstract;
  private readonly writes: RateLimiterAbstract;
  private readonly guests: RateLimiterAbstract;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.requests = new RateLimiterMemory({ points: config.REQUESTS_PER_MINUTE, duration: 60 });
    this.writes = new RateLimiterMemory({ points: config.WRITES_PER_MINUTE, duration: 60 });
    this.guests = new RateLimiterMemory({ points: config.GUESTS_PER_HOUR, duration: 3600 });
  }

  request(address: string): Promise<void> {
    return this.take(this.requests, address);
  }

  write(memberId: string): Promise<void> {
    return this.take(this.writes, memberId);
  }

  guest(address: string): Promise<void> {
    return this.take(this.guests, address);
  }

  private async take(limiter: RateLimiterAbstract, key: string): Promise<void> {
    if (!this.config.RATE_LIMITS) return;
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new ForumError('too_fast', undefined, undefined, Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    }
  }
}
