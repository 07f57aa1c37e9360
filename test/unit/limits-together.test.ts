import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { limitKey } from '../../src/auth/address.js';
import { Limits } from '../../src/auth/limits/limits.js';
import { readConfig } from '../../src/config/read-config.js';
import { CountingRedis } from '../support/counting-redis.js';

const OF = '192.0.2.1';

describe('limits that several processes count together', () => {
  const two = (settings: Readonly<Record<string, string>>) => {
    const redis = new CountingRedis();
    const config = readConfig({ REDIS_PREFIX: 'forum', ...settings });
    return { redis, one: new Limits(config, redis.client), other: new Limits(config, redis.client) };
  };

  it('define their command before anything can be asked: a pipeline that was begun without it would end the process', () => {
    const redis = new CountingRedis();
    expect(redis.commands).toEqual([]);
    void new Limits(readConfig({}), redis.client);
    expect([redis.commands, redis.asked]).toEqual([['rlflxIncr'], 0]);
  });

  it('hold for what was done at any of them, and say when it may be done again', async () => {
    const { redis, one, other } = two({ GUESTS_PER_HOUR: '2' });
    await one.take('GUESTS_PER_HOUR', OF);
    await other.take('GUESTS_PER_HOUR', OF);
    const refused = { code: 'too_fast', details: { limit: 'GUESTS_PER_HOUR' }, retryAfter: 3_600 };
    await expect(one.take('GUESTS_PER_HOUR', OF)).rejects.toMatchObject(refused);
    expect([...redis.counted]).toEqual([[`forum:limit:GUESTS_PER_HOUR:${OF}`, 3]]);
    expect([...redis.seconds.values()]).toEqual([3_600]);
    expect(one.fallbacks).toBe(0);
  });

  it('have counters of their own for the blocks around an address', async () => {
    const { redis, one } = two({ GUESTS_PER_HOUR: '1', BLOCK_56: '2', BLOCK_48: '4' });
    const from = (subnet: string) => one.take('GUESTS_PER_HOUR', limitKey(`2001:db8:1:${subnet}::1`));
    await from('0');
    await from('1');
    await expect(from('2')).rejects.toMatchObject({ code: 'too_fast' });
    expect([...redis.counted.keys()].slice(0, 3)).toEqual([
      'forum:limit:GUESTS_PER_HOUR:2001:db8:1:0::/64',
      'forum:limit:GUESTS_PER_HOUR*2:2001:db8:1:0::/56',
      'forum:limit:GUESTS_PER_HOUR*4:2001:db8:1::/48',
    ]);
  });

  it('are asked for at the same moment, and who is refused uses up nothing of what others around may', async () => {
    const { redis, one } = two({ GUESTS_PER_HOUR: '1', BLOCK_56: '2', BLOCK_48: '2' });
    const from = (subnet: string) => one.take('GUESTS_PER_HOUR', limitKey(`2001:db8:1:${subnet}::1`));
    const first = from('0');
    expect(redis.asked).toBe(3);
    await first;
    for (let n = 0; n < 5; n += 1) await expect(from('0')).rejects.toMatchObject({ code: 'too_fast' });
    await from('1');
  });

  it('are counted by each process for itself while Redis is away, and that shows', async () => {
    const { redis, one, other } = two({ WRITES_PER_MINUTE: '1' });
    redis.status = 'reconnecting';
    await one.take('WRITES_PER_MINUTE', 'ana');
    await other.take('WRITES_PER_MINUTE', 'ana');
    await expect(one.take('WRITES_PER_MINUTE', 'ana')).rejects.toMatchObject({ code: 'too_fast', retryAfter: 60 });
    expect([one.fallbacks, other.fallbacks, redis.asked]).toEqual([2, 1, 0]);
  });

  it.each([
    // Others wait for whoever writes: it is undone before Redis is asked, and done again.
    ['on', true, ['0 asked', 'undone, 0 asked', '1 asked', 'done, 1 asked']],
    ['on', false, ['0 asked', 'done, 0 asked']],
    ['off', true, ['0 asked', 'done, 0 asked']],
  ])('are not waited for in the midst of the work (%s, with Redis: %s)', async (RATE_LIMITS, isShared, seen) => {
    const { redis, one } = two({ RATE_LIMITS });
    const limits = isShared ? one : new Limits(readConfig({ RATE_LIMITS }));
    const told: string[] = [];
    const work = async (take: () => Promise<void>) => {
      told.push(`${redis.asked} asked`);
      await take().catch((error: unknown) => {
        told.push(`undone, ${redis.asked} asked`);
        throw error;
      });
      await take();
      told.push(`done, ${redis.asked} asked`);
      return true;
    };
    expect(await limits.takeWithin(['HELD_PER_ADDRESS_PER_MINUTE'], OF, work, () => true)).toBe(true);
    expect(told).toEqual(seen);
  });

  it('give back to all what did not count, and to themselves while Redis is away', async () => {
    const { redis, one, other } = two({ HELD_PER_ADDRESS_PER_MINUTE: '1' });
    const hold = (limits: Limits, counts: boolean) =>
      limits.takeWithin(
        ['HELD_PER_ADDRESS_PER_MINUTE'],
        OF,
        (take) => take().then(() => 'held'),
        () => counts,
      );
    await hold(one, false);
    expect(await hold(other, true)).toBe('held');
    await expect(hold(one, true)).rejects.toMatchObject({ code: 'too_fast' });
    expect([...redis.counted.values()]).toEqual([1]);
    redis.status = 'reconnecting';
    await hold(one, false);
    await hold(one, true);
    await expect(hold(one, true)).rejects.toMatchObject({ code: 'too_fast' });
  });

  it('are asked for while nothing of the work is under way, so that no other writer waits for Redis', async () => {
    const { redis, one } = two({ HELD_PER_ADDRESS_PER_MINUTE: '2' });
    let underWay = false;
    const working: boolean[] = [];
    const ask = redis.rlflxIncr.bind(redis);
    redis.rlflxIncr = (asked) => {
      working.push(underWay);
      return ask(asked);
    };
    const post = (isHeld: boolean) =>
      one.takeWithin(
        ['HELD_PER_ADDRESS_PER_MINUTE'],
        OF,
        async (take) => {
          underWay = true;
          try {
            if (isHeld) await take();
            return isHeld;
          } finally {
            underWay = false;
          }
        },
        (held) => held,
      );
    expect([await post(false), redis.asked]).toEqual([false, 0]);
    for (let n = 0; n < 2; n += 1) expect(await post(true)).toBe(true);
    await expect(post(true)).rejects.toMatchObject({ code: 'too_fast' });
    expect(working.length).toBeGreaterThanOrEqual(3);
    expect(working).not.toContain(true);
    expect(await post(false)).toBe(false);
  });

  it('lend an address a fortieth of its requests at a time, so that Redis is not asked for each', async () => {
    const { redis, one } = two({ REQUESTS_PER_MINUTE: '80' });
    for (let n = 0; n < 6; n += 1) await one.request(OF);
    expect([redis.asked, [...redis.counted.values()]]).toEqual([3, [6]]);
    expect(one.request(OF)).toBeInstanceOf(Promise);
    await one.request('192.0.2.2');
    expect(redis.counted.size).toBe(2);
  });

  it('lend at least one request', async () => {
    const { redis, one } = two({ REQUESTS_PER_MINUTE: '20' });
    for (let n = 0; n < 3; n += 1) await one.request(OF);
    expect(redis.asked).toBe(3);
  });

  it('count those who come with many at once one by one while they are lent some', async () => {
    const { redis, one } = two({ REQUESTS_PER_MINUTE: '80' });
    await Promise.all([one.request(OF), one.request(OF), one.request(OF)]);
    expect([redis.asked, [...redis.counted.values()]]).toEqual([3, [4]]);
    await one.request(OF);
    expect(redis.asked).toBe(3);
    await one.request(OF);
    expect(redis.asked).toBe(4);
  });

  it('refuse a request beyond what an address may, and lend nothing for it', async () => {
    const { one } = two({ REQUESTS_PER_MINUTE: '40' });
    for (let n = 0; n < 40; n += 1) await one.request(OF);
    for (let n = 0; n < 2; n += 1)
      await expect(one.request(OF)).rejects.toMatchObject({
        code: 'too_fast',
        details: { limit: 'REQUESTS_PER_MINUTE' },
      });
  });
});

describe('limits of one process', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('let a request pass at once, without a promise to wait for', async () => {
    const limits = new Limits(readConfig({ REQUESTS_PER_MINUTE: '20' }));
    for (let n = 0; n < 20; n += 1) expect(limits.request(OF)).toBeUndefined();
    await expect(limits.request(OF)).rejects.toMatchObject({ code: 'too_fast', retryAfter: 60 });
    await limits.take('WRITES_PER_MINUTE', 'ana');
    // Nobody was asked who did not answer: readiness and metrics say so of a forum without Redis.
    expect(limits.fallbacks).toBe(0);
  });

  it('are none where they are off', async () => {
    const limits = new Limits(readConfig({ RATE_LIMITS: 'off', REQUESTS_PER_MINUTE: '20', WRITES_PER_MINUTE: '1' }));
    for (let n = 0; n < 30; n += 1) {
      expect(limits.request(OF)).toBeUndefined();
      await limits.take('WRITES_PER_MINUTE', 'ana');
      await limits.takeWithin(
        ['WRITES_PER_MINUTE'],
        'ana',
        (take) => take().then(() => 1),
        () => true,
      );
    }
    expect(await limits.takeMany('REPLAYED_KILOBYTES_PER_MINUTE', OF, 1e12)).toBe(true);
  });

  it('take many at once, or say that they are more than are left', async () => {
    const limits = new Limits(readConfig({ REPLAYED_KILOBYTES_PER_MINUTE: '1000' }));
    const take = (kilobytes: number) => limits.takeMany('REPLAYED_KILOBYTES_PER_MINUTE', OF, kilobytes);
    expect([await take(600), await take(400), await take(1)]).toEqual([true, true, false]);
    jest.spyOn(performance, 'now').mockImplementation(() => {
      throw new Error('The clock is broken');
    });
    await expect(take(1)).rejects.toThrow('The clock is broken');
  });

  it('give back no more than was taken', async () => {
    const limits = new Limits(readConfig({ HELD_PER_ADDRESS_PER_MINUTE: '1', HELD_PER_ADDRESS_PER_HOUR: '2' }));
    const both = ['HELD_PER_ADDRESS_PER_MINUTE', 'HELD_PER_ADDRESS_PER_HOUR'] as const;
    const hold = (counts: boolean) =>
      limits.takeWithin(
        both,
        OF,
        (take) => take().then(() => counts),
        (held) => held,
      );
    await hold(false);
    await hold(true);
    for (let n = 0; n < 3; n += 1) await expect(hold(true)).rejects.toMatchObject({ details: { limit: both[0] } });
    await limits.take('HELD_PER_ADDRESS_PER_HOUR', OF);
    await expect(limits.take('HELD_PER_ADDRESS_PER_HOUR', OF)).rejects.toMatchObject({ code: 'too_fast' });
  });

  it('say no longer wait than their window, and at least a second', async () => {
    const limits = new Limits(readConfig({ WRITES_PER_MINUTE: '1' }));
    const begun = Math.ceil(performance.now());
    const at = (ms: number) => jest.spyOn(performance, 'now').mockReturnValue(begun + ms);
    at(0);
    await limits.take('WRITES_PER_MINUTE', 'ana');
    at(59_999);
    await expect(limits.take('WRITES_PER_MINUTE', 'ana')).rejects.toMatchObject({ retryAfter: 1 });
    at(-60_000);
    await expect(limits.take('WRITES_PER_MINUTE', 'ana')).rejects.toMatchObject({ retryAfter: 60 });
  });
});
