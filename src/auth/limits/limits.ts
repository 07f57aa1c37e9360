import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '../../config/config.js';
import { LIMITS, type LimitName } from '../../config/limits.js';
import { ENTRY, MEMORY } from '../../config/memory.js';
import { ForumError } from '../../errors/forum-error.js';
import { REDIS } from '../../redis/redis-token.js';
import { blocksAround } from '../address.js';
import { WindowCounts, type Window } from './window-counts.js';

/** Share of its requests that an address is lent before Redis is asked again: a page costs less than the question. */
const LEASE = 1 / 40;

/** A limit as one key meets it. */
type Counted = Window & {
  readonly name: LimitName;
  /** How many times the limit it may: a block of addresses has room for several. */ readonly times: number;
};

/** Ends the work whose limit is asked for elsewhere first. */
class NotTakenYet extends Error {}

/**
 * How often an address, a member or a site may do what: the table in config/limits.ts. The rules of posting have their own:
 * messages/rules. With Redis all processes count together; while it is away each counts for itself, never nobody.
 */
@Injectable()
export class Limits {
  /** How often this process counted for itself because Redis did not answer. */
  fallbacks = 0;
  private readonly own = new WindowCounts();
  /** Name of the limit and how many times of it -> its counter in Redis. */
  private readonly shared = new Map<string, RateLimiterRedis>();
  /** Address -> requests that it may make without asking again. They are counted already: it keeps them until they are used. */
  private readonly leases = new LRUCache<string, { left: number }>({
    maxSize: MEMORY.limits / 3,
    sizeCalculation: (_, address) => ENTRY + address.length,
  });
  /** Addresses for which a lease is being asked. */
  private readonly lending = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(REDIS) private readonly redis: Redis | null = null,
  ) {
    // Before anything is asked of Redis: a pipeline that was begun before its command is defined ends the process
    // (https://github.com/redis/ioredis/issues/1931).
    if (redis) for (const counted of this.countedBy('REQUESTS_PER_MINUTE', '')) this.inRedis(counted, redis);
  }

  /**
   * @param key whom the limit counts by: an address as `limitKey` writes it, or the id of a member or a site
   * @param about where it counts each thing for itself, which one
   * @throws ForumError too_fast
   */
  async take(name: LimitName, key: string, about = ''): Promise<void> {
    if (!this.config.RATE_LIMITS) return;
    const all = this.countedBy(name, key, about);
    try {
      await this.countTogether(all);
    } catch (refused) {
      // Who is refused uses up nothing of what others around the same address may.
      if (all.length > 1) for (const counted of all) this.giveBack(counted);
      throw refused;
    }
  }

  /** Takes many at once. False where they are more than are left; what was too much stays counted. */
  async takeMany(name: LimitName, key: string, points: number): Promise<boolean> {
    if (!this.config.RATE_LIMITS) return true;
    try {
      for (const counted of this.countedBy(name, key)) await this.count(counted, points);
      return true;
    } catch (refused) {
      if (refused instanceof ForumError) return false;
      throw refused;
    }
  }

  /**
   * For what turns out in the midst of the work to count: `take` is called then, before anything of it can be seen, so that
   * many at once can't pass together, and those that don't count never stand in each other's way. However often the work is
   * tried again it takes once, and what came to nothing is given back. Where Redis has to be asked, the work is undone for so long and
   * done again: other writers wait for it.
   * @throws ForumError too_fast, out of `take`; and what `work` throws
   */
  async takeWithin<T>(
    names: readonly LimitName[],
    key: string,
    work: (take: () => Promise<void>) => Promise<T>,
    counts: (done: T) => boolean,
  ): Promise<T> {
    const taken: Counted[] = [];
    const takeAll = async (): Promise<void> => {
      if (!this.config.RATE_LIMITS) return;
      taken.push(...names.flatMap((name) => this.countedBy(name, key)));
      await this.countTogether(taken);
    };
    let taking: Promise<void> | undefined;
    let keep = false;
    try {
      const done = await work(async () => {
        if (this.redis && this.config.RATE_LIMITS) throw new NotTakenYet();
        return (taking ??= takeAll());
      }).catch(async (error: unknown) => {
        if (!(error instanceof NotTakenYet)) throw error;
        await takeAll();
        return work(() => Promise.resolve());
      });
      keep = counts(done);
      return done;
    } finally {
      if (!keep) for (const counted of taken) this.giveBack(counted);
    }
  }

  /** One request. Undefined where it may at once. The promise rejects with ForumError too_fast where it may not. */
  request(address: string): Promise<void> | undefined {
    if (!this.config.RATE_LIMITS) return undefined;
    const [counted] = this.countedBy('REQUESTS_PER_MINUTE', address) as [Counted];
    if (!this.redis) return this.countHere(counted) ?? undefined;
    const lease = this.leases.get(address);
    if (!lease || lease.left === 0) return this.borrow(counted);
    lease.left -= 1;
    return undefined;
  }

  /** Of several processes each takes a few requests at a time from what all may have. */
  private async borrow(counted: Counted): Promise<void> {
    const { key } = counted;
    // Who comes with many at once is lent a few once, and the others are counted one by one.
    if (this.lending.has(key)) return this.count(counted);
    const some = Math.max(1, Math.floor(counted.most * LEASE));
    this.lending.add(key);
    try {
      await this.count(counted, some);
      this.leases.set(key, { left: some - 1 });
    } finally {
      this.lending.delete(key);
    }
  }

  private countedBy(name: LimitName, key: string, about = ''): Counted[] {
    const { seconds, by } = LIMITS[name];
    const around = by === 'block' ? blocksAround(key) : {};
    const room = [
      { key, times: 1 },
      ...('56' in around ? [{ key: around['56'], times: this.config.BLOCK_56 }] : []),
      ...('48' in around ? [{ key: around['48'], times: this.config.BLOCK_48 }] : []),
    ];
    return room.map(({ key, times }) => ({
      name,
      key: about === '' ? key : `${about}:${key}`,
      times,
      most: this.config[name] * times,
      ms: seconds * 1_000,
    }));
  }

  /** One question's time for all of them. */
  private async countTogether(all: readonly Counted[]): Promise<void> {
    const answers = await Promise.allSettled(all.map((counted) => this.count(counted)));
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  }

  private async count(counted: Counted, points = 1): Promise<void> {
    if (!this.redis) return void (await this.countHere(counted, points));
    try {
      await this.inRedis(counted, this.redis).consume(counted.key, points);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) throw tooFast(counted, refused.msBeforeNext);
      this.fallbacks += 1;
      await this.countHere(counted, points);
    }
  }

  private countHere(counted: Counted, points = 1): Promise<never> | null {
    const wait = this.own.take(counted, points);
    return wait === null ? null : Promise.reject(tooFast(counted, wait));
  }

  private giveBack(counted: Counted): void {
    if (!this.redis) return this.own.giveBack(counted);
    // What Redis does not take back now is free again with its window.
    this.inRedis(counted, this.redis)
      .reward(counted.key)
      .catch(() => this.own.giveBack(counted));
  }

  private inRedis({ name, times, most, ms }: Counted, redis: Redis): RateLimiterRedis {
    const id = times === 1 ? name : `${name}*${times}`;
    const known =
      this.shared.get(id) ??
      new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `${this.config.REDIS_PREFIX}:limit:${id}`,
        points: most,
        duration: ms / 1_000,
        rejectIfRedisNotReady: true,
      });
    this.shared.set(id, known);
    return known;
  }
}

/** By a clock that was put back since, it would be longer than the window. */
function tooFast({ name, ms }: Counted, wait: number): ForumError {
  const seconds = Math.min(ms / 1_000, Math.max(1, Math.ceil(wait / 1_000)));
  return new ForumError('too_fast', { limit: name }, undefined, seconds);
}
