import { afterAll, expect, it } from '@jest/globals';
import { EventBus } from '../../src/events/event-bus.js';
import { RedisRelay } from '../../src/events/redis-relay.js';
import { openRedis } from '../../src/redis/redis.js';
import { BadLine } from '../faults/bad-line.js';
import type { RedisServer } from '../support/redis-server.js';
import { freshRedis, withRedis } from '../support/redis.js';
import { until } from '../support/until.js';

/** Two processes, and the line between each of them and Redis. */
async function processes(
  leftovers: (() => void)[],
  { prefix = 'test', redis }: { prefix?: string; redis?: RedisServer } = {},
): Promise<{ here: Process; there: Process; line: BadLine }> {
  redis ??= await freshRedis();
  const line = await BadLine.before(redis.port);
  const url = `redis://127.0.0.1:${line.port}`;
  const [here, there] = [new EventBus(), new EventBus()].map((bus) => {
    const mouth = openRedis(url, 'commands');
    const relay = new RedisRelay(url, mouth, prefix, bus);
    leftovers.push(() => (relay.close(), mouth.disconnect()));
    return { bus, relay };
  }) as [Process, Process];
  leftovers.push(() => line.close());
  await until('a lag', () => here.relay.lag !== null && there.relay.lag !== null);
  return { here, there, line };
}

const votes = (up: number) => ({
  name: 'votes.changed' as const,
  threadId: 'ferry',
  messageId: 'first',
  votes: { up, down: 0 },
});

withRedis('a relay', () => {
  const leftovers: (() => void)[] = [];
  afterAll(() => leftovers.splice(0).forEach((undo) => undo()));

  it('brings back to no process what it has said itself', async () => {
    const { here, there } = await processes(leftovers);
    const told: string[] = [];
    for (const [name, { bus, relay }] of Object.entries({ here, there })) {
      await relay.follow('ferry');
      bus.on('votes.changed', ({ votes: { up } }) => void told.push(`${name} ${up}`));
    }
    here.bus.publish([votes(1)]);
    await until('the other hears', () => told.includes('there 1'));
    // Redis keeps the order of what one has said: what is heard of the second shows that the first has been delivered.
    there.bus.publish([votes(2)]);
    await until('the answer', () => told.includes('here 2'));
    expect(told.toSorted()).toEqual(['here 1', 'here 2', 'there 1', 'there 2']);
  });

  it('is one forum’s own where several share a Redis under other names', async () => {
    const redis = await freshRedis();
    const ours = await processes(leftovers, { prefix: 'ours', redis });
    const theirs = await processes(leftovers, { prefix: 'theirs', redis });
    const heard: string[] = [];
    for (const [name, { bus, relay }] of Object.entries({ ours: ours.there, theirs: theirs.there })) {
      await relay.follow('ferry');
      bus.on('votes.changed', ({ votes: { up } }) => void heard.push(`${name} votes ${up}`));
      bus.on('member.changed', ({ memberId }) => void heard.push(`${name} ${memberId}`));
    }
    ours.here.bus.publish([{ name: 'member.changed', memberId: 'ana' }, votes(1)]);
    await until('ours', () => heard.length === 2);
    // Redis tells everyone of the first before it takes the second.
    theirs.here.bus.publish([{ name: 'member.changed', memberId: 'ben' }, votes(2)]);
    await until('theirs', () => heard.includes('theirs votes 2'));
    expect(heard).toEqual(['ours ana', 'ours votes 1', 'theirs ben', 'theirs votes 2']);
  });

  it('tells a process that follows nothing which pages have new votes', async () => {
    const { here, there } = await processes(leftovers);
    const stale: string[] = [];
    there.bus.on('threads.touched', ({ threadIds }) => void stale.push(...threadIds));
    here.bus.publish([votes(1)]);
    await until('the stale page', () => stale.length > 0);
    expect(stale).toEqual(['ferry']);
  });

  it('listens to the threads that were followed again when Redis is back', async () => {
    const { here, there, line } = await processes(leftovers);
    await there.relay.follow('ferry');
    line.weather = 'silent';
    await until('both find out', () => !here.relay.up && !there.relay.up);
    line.clear();
    await until('both are back', () => here.relay.up && there.relay.up);
    const heard: string[] = [];
    there.bus.on('votes.changed', ({ threadId }) => void heard.push(threadId));
    await until('the votes', () => {
      here.bus.publish([votes(1)]);
      return heard.length > 0;
    });
    expect(heard[0]).toBe('ferry');
  });
});

withRedis('a relay on a bad line', () => {
  const leftovers: (() => void)[] = [];
  afterAll(() => leftovers.splice(0).forEach((undo) => undo()));

  it('comes back to a Redis that has become slow, and tells what happens', async () => {
    const { here, there, line } = await processes(leftovers);
    const both = (up: boolean) => () => here.relay.up === up && there.relay.up === up;

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
