import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Redis } from 'ioredis';
import { Limits } from '../../src/auth/limits/limits.js';
import { limitKey } from '../../src/auth/address.js';
import { readConfig } from '../../src/config/read-config.js';
import { openRedis } from '../../src/redis/redis.js';
import { seconds } from '../support/clock.js';
import { freshRedis, withRedis } from '../support/redis.js';
import { until } from '../support/until.js';

withRedis('an address that several processes count together', () => {
  const config = readConfig({ REQUESTS_PER_MINUTE: '80' });
  let redis: Redis;
  beforeAll(async () => {
    redis = openRedis((await freshRedis()).url, 'limits');
    await until('Redis answers', () => redis.status === 'ready');
  });
  afterAll(() => redis.disconnect());

  it('may ask as often as it may, however slowly it does', async () => {
    const limits = new Limits(config, redis);
    const begun = Math.ceil(performance.now());
    const now = jest.spyOn(performance, 'now');
    for (let n = 1; n <= 80; n += 1) {
      now.mockReturnValue(begun + n * seconds(2));
      await limits.request('192.0.2.1');
    }
    now.mockRestore();
    await expect(limits.request('192.0.2.1')).rejects.toMatchObject({ code: 'too_fast' });
  });

  it('may ask as often as it may, all at once', async () => {
    const limits = new Limits(config, redis);
    await Promise.all(Array.from({ length: 79 }, () => limits.request('192.0.2.2')));
    await limits.request('192.0.2.2');
    await expect(limits.request('192.0.2.2')).rejects.toMatchObject({ code: 'too_fast' });
  });
});

describe('a limit', () => {
  const begun = Math.ceil(performance.now());
  const at = (second: number) => jest.spyOn(performance, 'now').mockReturnValue(begun + seconds(second));
  afterEach(() => void jest.restoreAllMocks());

  it('says after how many seconds it may be asked again, and holds for no longer', async () => {
    const limits = new Limits(readConfig({ GUESTS_PER_HOUR: '2', WRITES_PER_MINUTE: '1' }));
    at(0);
    await limits.take('GUESTS_PER_HOUR', '192.0.2.1');
    await limits.take('WRITES_PER_MINUTE', 'ana');
    at(10);
    await limits.take('GUESTS_PER_HOUR', '192.0.2.1');
    await expect(limits.take('GUESTS_PER_HOUR', '192.0.2.1')).rejects.toMatchObject({
      code: 'too_fast',
      details: { limit: 'GUESTS_PER_HOUR' },
      retryAfter: 3_590,
    });
    await expect(limits.take('WRITES_PER_MINUTE', 'ana')).rejects.toMatchObject({ retryAfter: 50 });
    at(60);
    await limits.take('WRITES_PER_MINUTE', 'ana');
    await expect(limits.take('GUESTS_PER_HOUR', '192.0.2.1')).rejects.toMatchObject({ retryAfter: 3_540 });
    at(3_600);
    await limits.take('GUESTS_PER_HOUR', '192.0.2.1');
  });

  it('counts each member, each address and each thing for itself', async () => {
    const limits = new Limits(readConfig({ WRITES_PER_MINUTE: '1', NEW_GUEST_VOTES_PER_10_MINUTES: '1' }));
    for (const member of ['ana', 'ben']) await limits.take('WRITES_PER_MINUTE', member);
    for (const address of ['192.0.2.1', '192.0.2.2'])
      for (const message of ['one', 'other']) await limits.take('NEW_GUEST_VOTES_PER_10_MINUTES', address, message);
    await expect(limits.take('NEW_GUEST_VOTES_PER_10_MINUTES', '192.0.2.1', 'one')).rejects.toMatchObject({
      code: 'too_fast',
    });
  });

  it('of an address counts the /56 and the /48 around it as well, with room for several', async () => {
    const limits = new Limits(readConfig({ GUESTS_PER_HOUR: '1', BLOCK_56: '3', BLOCK_48: '5' }));
    const from = (groups: string) => limits.take('GUESTS_PER_HOUR', limitKey(`2001:db8:${groups}::1`));
    for (const groups of ['1:0', '1:1', '1:ff']) await from(groups);
    await expect(from('1:2')).rejects.toMatchObject({ code: 'too_fast' });
    for (const groups of ['1:100', '1:200']) await from(groups);
    await expect(from('1:300')).rejects.toMatchObject({ code: 'too_fast' });
    for (const groups of ['2:0', '3:0']) await from(groups);
  });

  it('of an address alone counts nothing around it', async () => {
    const limits = new Limits(readConfig({ REPLAYED_KILOBYTES_PER_MINUTE: '1000', BLOCK_56: '1', BLOCK_48: '1' }));
    const take = (groups: string) =>
      limits.takeMany('REPLAYED_KILOBYTES_PER_MINUTE', limitKey(`2001:db8:${groups}::1`), 1_000);
    for (const groups of ['1:0', '1:1', '1:100']) expect(await take(groups)).toBe(true);
    expect(await take('1:0')).toBe(false);
  });

  describe('of what turns out to count', () => {
    const later = () => {
      let resolve: (held: boolean) => void = () => undefined;
      const promise = new Promise<boolean>((settle) => (resolve = settle));
      return { promise, resolve };
    };
    const names = ['HELD_PER_ADDRESS_PER_MINUTE'] as const;
    const limits = () => new Limits(readConfig({ HELD_PER_ADDRESS_PER_MINUTE: '3' }));
    const done = (held: boolean) => held;

    it('takes nothing for the others, however many are under way at once', async () => {
      const these = limits();
      const waiting = Array.from({ length: 10 }, () => later());
      const honest = waiting.map(({ promise }) => these.takeWithin(names, '192.0.2.1', () => promise, done));
      const hold = () => these.takeWithin(names, '192.0.2.1', (take) => take().then(() => true), done);
      const held = await Promise.allSettled(Array.from({ length: 10 }, hold));
      expect(held.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      for (const { resolve } of waiting) resolve(false);
      expect(await Promise.all(honest)).toEqual(Array.from({ length: 10 }, () => false));
    });

    it('takes once where the work is tried again, and gives back what came to nothing', async () => {
      const these = limits();
      const twice = async (take: () => Promise<void>) => {
        await take();
        await take();
        return true;
      };
      for (let n = 0; n < 10; n += 1) {
        const failed = async (take: () => Promise<void>) => {
          await take();
          throw new Error('no');
        };
        await expect(these.takeWithin(names, '192.0.2.1', failed, done)).rejects.toThrow('no');
      }
      for (let n = 0; n < 3; n += 1) await these.takeWithin(names, '192.0.2.1', twice, done);
      await expect(these.takeWithin(names, '192.0.2.1', twice, done)).rejects.toMatchObject({ code: 'too_fast' });
    });
  });
});
