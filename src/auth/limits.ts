import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';
import { REDIS } from '../redis/redis-token.js';

type LimitName = 'REQUESTS_PER_MINUTE' | 'WRITES_PER_MINUTE' | 'GUESTS_PER_HOUR';
type Limit = { readonly key: string; readonly name: LimitName; /** Seconds. */ readonly duration: number };
type Limiter = { readonly name: LimitName; readonly counts: RateLimiterAbstract };

/** Share of its requests that an address is lent before Redis is asked again: a page costs less than the question. */
const LEASE = 1 / 40;

/**
 * How often an address or a member may do what, each with a name in config. The rules of posting have their own:
 * messages/rules. With Redis all processes count together; while it is away each counts for itself, never nobody.
 */
@Injectable()
export class Limits {
  /** How often this process counted for itself because Redis did not answer. */
  fallbacks = 0;
  private readonly requests: Limiter;
  private readonly writes: Limiter;
  private readonly guests: Limiter;
  /** Address -> requests that it may make without asking again. They are counted already: it keeps them until they are used. */
  private readonly leases = new LRUCache<string, { left: number }>({ max: 100_000 });
  /** Addresses for which a lease is being asked. */
  private readonly lending = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(REDIS) private readonly redis: Redis | null = null,
  ) {
    this.requests = this.limiter({ key: 'requests', name: 'REQUESTS_PER_MINUTE', duration: 60 });
    this.writes = this.limiter({ key: 'writes', name: 'WRITES_PER_MINUTE', duration: 60 });
    this.guests = this.limiter({ key: 'guests', name: 'GUESTS_PER_HOUR', duration: 3600 });
  }

  /** Undefined where it may at once. The promise rejects with ForumError too_fast where it may not. */
  request(address: string): Promise<void> | undefined {
    if (!this.config.RATE_LIMITS) return undefined;
    const lease = this.leases.get(address);
    if (!lease || lease.left === 0) return this.borrow(address);
    lease.left -= 1;
    return undefined;
  }

  async write(memberId: string): Promise<void> {
    if (this.config.RATE_LIMITS) await take(this.writes, memberId);
  }

  async guest(address: string): Promise<void> {
    if (this.config.RATE_LIMITS) await take(this.guests, address);
  }

  /** One process counts each request; of several each takes a few at a time from what all may have. */
  private async borrow(address: string): Promise<void> {
    // Who comes with many at once is lent a few once, and the others are counted one by one.
    if (!this.redis || this.lending.has(address)) return take(this.requests, address);
    const some = Math.max(1, Math.floor(this.config.REQUESTS_PER_MINUTE * LEASE));
    this.lending.add(address);
    try {
      await take(this.requests, address, some);
      this.leases.set(address, { left: some - 1 });
    } finally {
      this.lending.delete(address);
    }
  }

  private limiter({ key, name, duration }: Limit): Limiter {
    const points = this.config[name];
    if (!this.redis) return { name, counts: new RateLimiterMemory({ keyPrefix: key, points, duration }) };
    const counts = new RateLimiterRedis({
      storeClient: this.redis,
      keyPrefix: `${this.config.REDIS_PREFIX}:limit:${key}`,
      points,
      duration,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new Insurance({ keyPrefix: key, points, duration }, () => (this.fallbacks += 1)),
    });
    return { name, counts };
  }
}

/** Counts in this process, and how often it had to. */
class Insurance extends RateLimiterMemory {
  constructor(
    options: ConstructorParameters<typeof RateLimiterMemory>[0],
    private readonly used: () => void,
  ) {
    super(options);
  }

  override consume(...asked: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    this.used();
    return super.consume(...asked);
  }
}

async function take({ name, counts }: Limiter, key: string, points = 1): Promise<void> {
  try {
    await counts.consume(key, points);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    // By a clock that was put back since, it would be longer.
    const seconds = Math.min(counts.duration, Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    throw new ForumError('too_fast', { limit: name }, undefined, seconds);
  }
}
