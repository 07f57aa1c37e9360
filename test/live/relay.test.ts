import { afterAll, expect, it } from '@jest/globals';
import { EventBus } from '../../src/events/event-bus.js';
import { RedisRelay } from '../../src/events/redis-relay.js';
import { openRedis } from '../../src/redis/redis.js';
import { BadLine } from '../faults/bad-line.js';
import { freshRedis, withRedis } from '../support/redis.js';
import { until } from '../support/until.js';

withRedis('a relay on a bad line', () => {
  const leftovers: (() => void)[] = [];
  afterAll(() => leftovers.splice(0).forEach((undo) => undo()));

  it('comes back to a Redis that has become slow, and tells what happens', async () => {
    const redis = await freshRedis();
    const line = await BadLine.before(redis.port);
    const url = `redis://127.0.0.1:${line.port}`;
    const [here, there] = [new EventBus(), new EventBus()].map((bus) => {
      const mouth = openRedis(url, 'commands');
      const relay = new RedisRelay(url, mouth, 'test', bus);
      leftovers.push(() => (relay.close(), mouth.disconnect()));
      return { bus, relay };
    }) as [Process, Process];
    leftovers.push(() => line.close());
    const both = (up: boolean) => () => here.relay.up === up && there.relay.up === up;
    await until('a lag', () => here.relay.lag !== null && there.relay.lag !== null);

    line.weather = 'silent';
    await until('both find out', both(false));
    line.clear();
    line.weather = { late: 150 };
    await until('both are back', both(true));

    const told: string[] = [];
    there.bus.on('member.changed', ({ memberId }) => void told.push(memberId));
    await until('one hears of the other', () => {
      here.bus.publish([{ name: 'member.changed', memberId: 'ben' }]);
      return told.includes('ben');
    });
    expect(here.relay.lag).toBeGreaterThanOrEqual(290);
  });
});

type Process = { readonly bus: EventBus; readonly relay: RedisRelay };
