import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Redis } from 'ioredis';
import { Limits } from '../../src/auth/limits.js';
import { readConfig } from '../../src/config/config.js';
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
    const begun = performance.now();
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
