import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import { ThreadRoom } from '../../src/live/threads/thread-room.js';
import type { Sink, Subscription } from '../../src/live/transport/subscription.js';
import { AT, follow, Follower, Log, message, posted } from '../support/room.js';
import { until } from '../support/until.js';

type Step =
  | { readonly do: 'commit'; readonly count: number }
  | { readonly do: 'tell'; readonly which: number }
  | { readonly do: 'join'; readonly behind: number | undefined }
  | { readonly do: 'leave'; readonly which: number }
  | { readonly do: 'fail' }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('tell' as const), which: fc.nat(400) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      behind: fc.option(fc.integer({ min: -3, max: 120 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 8 }) }) },
);

describe('a room', () => {
  it('gives every follower one rising row without a gap, whatever comes late, twice, out of order or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.nat(3),
        fc.nat(5),
        fc.constantFrom(1_000, 30, 7),
        async (steps, slowness, begun, perAnswer) => {
          const log = new Log(100, slowness, perAnswer);
          log.commit(begun);
          const room = new ThreadRoom('thread', log, { deliveries: 0 });
          const followers: {
            follower: Follower;
            subscription: Subscription;
            joining: Promise<void>;
            failed?: unknown;
          }[] = [];
          const join = (after: number | undefined) => {
            const follower = new Follower(after);
            const subscription = { line: follower, position: 0 };
            const joined: (typeof followers)[number] = { follower, subscription, joining: Promise.resolve() };
            joined.joining = room.join(subscription, { after, epoch: log.epoch }).catch((error: unknown) => {
              joined.failed = error;
            });
            followers.push(joined);
          };
          for (const one of steps) {
            if (one.do === 'commit') log.commit(one.count);
            if (one.do === 'join')
              join(one.behind === undefined ? undefined : Math.max(0, log.events.length - one.behind));
            if (one.do === 'fail') log.failing = 1;
            if (one.do === 'wait') await delay(one.ms);
            const told = one.do === 'tell' ? log.events[one.which % Math.max(1, log.events.length)] : undefined;
            if (told) room.take(told, told.position);
            const leaving = one.do === 'leave' ? followers[one.which] : undefined;
            if (leaving) {
              leaving.follower.open = false;
              room.leave(leaving.subscription);
            }
          }
          join(undefined);
          await Promise.all(followers.map(({ joining }) => joining));
          // The last commit is always told: without it nobody could know that there is something to know.
          log.failing = 0;
          log.commit(1);
          const last = log.events.at(-1) as ThreadEvent;
          room.take(last, last.position);
          for (const { follower, failed } of followers) {
            if (follower.open && failed === undefined)
              await until('the last event', () => follower.position === last.position);
            expect(follower.faults).toEqual([]);
            expect(follower.kinds.filter((kind) => kind === 'following').length).toBeLessThanOrEqual(1);
          }
          room.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds fault where a follower does miss one (the check of the check)', () => {
    const follower = new Follower(0);
    const [one, , three] = [posted(1), posted(2), posted(3)];
    const say = (event: ThreadEvent) => {
      const text = JSON.stringify({ event: 'events', data: { thread: 'thread', events: [event] } });
      const header = Buffer.from([0x81, 126, 0, 0]);
      header.writeUInt16BE(Buffer.byteLength(text), 2);
      follower.write(Buffer.concat([header, Buffer.from(text)]));
    };
    say(one);
    say(three);
    say(three);
    expect(follower.faults).toEqual(['3 after 1', '3 after 3']);
  });

  it('makes one frame of what happens at once, and one write a follower', async () => {
    const log = new Log();
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const follower = await follow(room);
    log.commit(100);
    for (const event of log.events) room.take(event, event.position);
    await until('all of it', () => follower.position === 100);
    expect(follower.kinds.filter((kind) => kind === 'events')).toHaveLength(1);
    room.close();
  });

  it('reads the log once for thousands who come back from the same position, and not at all for those who missed nothing', async () => {
    const log = new Log(1_000, 5);
    log.commit(500);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    await Promise.all(Array.from({ length: 2_000 }, () => follow(room, 500, 'first')));
    expect(log.reads).toBe(0);
    const late = await Promise.all(Array.from({ length: 2_000 }, () => follow(room, 100, 'first')));
    expect(log.reads).toBe(1);
    expect(new Set(late.map(({ position }) => position))).toEqual(new Set([500]));
    // What has happened since the room is there needs no read either.
    log.commit(50);
    for (const event of log.events.slice(500)) room.take(event, event.position);
    const later = await follow(room, 500, 'first');
    expect([later.position, log.reads]).toEqual([550, 1]);
    room.close();
  });

  it('forgets the words of a message that was taken away or changed', async () => {
    const log = new Log();
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const witness = await follow(room);
    const happened: ThreadEvent[] = [
      posted(1, 'a secret'),
      posted(2, 'a mistake'),
      {
        position: 3,
        at: AT,
        type: 'message.removed',
        data: { id: 'm1', parentId: null, why: 'moderated', kept: false, gone: [] },
      },
      { position: 4, at: AT, type: 'message.edited', data: { message: message('m2', 'put right') } },
    ];
    const lines: string[] = [];
    const first = {
      open: true,
      unpacks: false,
      write: (bytes: Buffer) => void lines.push(String(bytes)),
      drained: witness.drained,
    };
    await room.join({ line: first, position: 0 }, {});
    room.voted('m1', { up: 1, down: 0 });
    for (const event of happened) room.take(event, 1);
    await until('all of it', () => witness.position === 4);
    log.events = [posted(1, ''), posted(2, 'put right'), ...happened.slice(2)];
    const line: Sink = {
      open: true,
      unpacks: false,
      write: (bytes) => void lines.push(String(bytes)),
      drained: () => Promise.resolve(),
    };
    await room.join({ line, position: 0 }, { after: 0, epoch: 'first' });
    expect(log.reads).toBe(1);
    expect(lines.join()).not.toMatch(/secret|mistake|votes":\{"m1/);
    room.close();
  });

  it('tells everyone to read again when the log went another way', async () => {
    const log = new Log();
    log.commit(5);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const follower = await follow(room);
    log.epoch = 'second';
    log.events = [];
    log.commit(3);
    const back = await follow(room, 2, 'second');
    expect([back.kinds, back.seen]).toEqual([['events', 'following'], [3]]);
    expect((await follow(room, 2, 'first')).kinds).toEqual(['reset', 'following']);
    expect([follower.position, follower.kinds.includes('reset')]).toEqual([3, true]);
    log.commit(1);
    room.take(log.events[3] as ThreadEvent, 4);
    await until('the fourth', () => follower.position === 4 && back.position === 4);
    expect([...follower.faults, ...back.faults]).toEqual([]);
    room.close();
  });

  it('waits for a database that is away', async () => {
    const log = new Log();
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const follower = await follow(room);
    log.commit(3);
    log.failing = 2;
    room.take(log.events[2] as ThreadEvent, 3);
    await until('all three', () => follower.position === 3);
    expect(follower.seen).toEqual([1, 2, 3]);
    room.close();
  });

  it('lets others have their turn while it tells thousands', async () => {
    const log = new Log();
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const followers = await Promise.all(Array.from({ length: 5_000 }, () => follow(room)));
    for (const follower of followers) {
      const write = follower.write.bind(follower);
      follower.write = (bytes) => {
        for (const begun = performance.now(); performance.now() - begun < 0.02;);
        write(bytes);
      };
    }
    log.commit(1);
    let turns = 0;
    const count = () => {
      turns += 1;
      if (!followers.every(({ position }) => position === 1)) setImmediate(count);
    };
    room.take(log.events[0] as ThreadEvent, 1);
    setImmediate(count);
    await until('all', () => followers.every(({ position }) => position === 1));
    expect(turns).toBeGreaterThan(10);
    room.close();
  });
});
