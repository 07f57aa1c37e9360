/**
 * Changes how rooms are, for every forum.
 *
 * @own sources
 */
import { describe, expect, it } from '@jest/globals';
import { ThreadRoom } from '../../src/live/threads/thread-room.js';
import { TopicRoom } from '../../src/live/topics/topic-room.js';
import type { Sink } from '../../src/live/transport/subscription.js';
import { StreamService } from '../../src/messages/stream/stream.service.js';
import { startForum, type Forum } from '../support/forum.js';
import { follow, Follower, Log, posted } from '../support/room.js';
import { until } from '../support/until.js';

/** Three who come back to a thread at once, whose log is slow and fails whoever asks first; and what lets each read come back. */
async function threeJoin(forum: Forum) {
  const { thread, ana } = forum;
  for (const words of ['One.', 'Two.', 'Three.']) await forum.as(ana).post(thread, words);
  const stream = forum.service(StreamService);
  const since = stream.since.bind(stream);
  const readings: (() => void)[] = [];
  stream.since = async (...asked) => {
    await new Promise<void>((resolve) => readings.push(resolve));
    if (asked[1] === 0) throw new Error('The disk is not there');
    return since(...asked);
  };
  const readers = await Promise.all([0, 1, 2].map(() => forum.connect()));
  readers.forEach((reader, after) => {
    reader.send({ event: 'follow', data: { thread: thread.id, after, epoch: thread.epoch } });
  });
  await until('three reads of the log', () => readings.length === 3);
  return { readers, readings };
}

describe('whoever wants to follow a thread', () => {
  it('hears `following` or an error, also where the first of three could not be served', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const { thread, ana } = forum;
    const { readers, readings } = await threeJoin(forum);
    readings[0]?.();
    expect(await readers[0]?.frame('error')).toMatchObject({ code: 'internal', for: 'follow', thread: thread.id });
    readings.slice(1).forEach((go) => go());
    for (const reader of readers.slice(1)) {
      expect(await reader.frame('following')).toMatchObject({ thread: thread.id, position: 3 });
    }
    await forum.as(ana).post(thread, 'Four.');
    for (const [index, reader] of readers.slice(1).entries()) {
      await until('the fourth message', () => reader.events.at(-1)?.position === 4);
      expect(reader.events.map(({ position }) => position)).toEqual([2, 3, 4].slice(index));
    }
  });

  it('would hear nothing more where a room is shut while somebody joins it (positive control)', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const { thread, ana } = forum;
    const { readers, readings } = await threeJoin(forum);
    const own = Object.getOwnPropertyDescriptor(TopicRoom.prototype, 'isEmpty')!;
    const { close } = TopicRoom.prototype;
    Object.defineProperty(TopicRoom.prototype, 'isEmpty', {
      ...own,
      get(this: ThreadRoom) {
        return this.size === 0;
      },
    });
    TopicRoom.prototype.close = function (this: ThreadRoom) {
      close.call(this);
      this.closed = false;
    };
    try {
      readings[0]?.();
      await readers[0]?.frame('error');
      readings.slice(1).forEach((go) => go());
      for (const reader of readers.slice(1)) await reader.frame('following');
      const witness = await forum.follow(thread);
      await forum.as(ana).post(thread, 'Four.');
      await witness.next('message.posted');
      for (const reader of readers.slice(1)) expect(reader.events.at(-1)?.position).toBe(3);
    } finally {
      Object.defineProperty(TopicRoom.prototype, 'isEmpty', own);
      TopicRoom.prototype.close = close;
    }
  });

  it('is not shut out of a room that somebody else has left meanwhile', async () => {
    const log = new Log(1_000, 20);
    log.commit(3);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const joining = follow(room, 1, 'first');
    expect([room.size, room.isEmpty]).toEqual([0, false]);
    expect((await joining).kinds).toEqual(['events', 'following']);
    room.close();
  });

  it('is told that it did not work where the room is closed meanwhile, and never nothing', async () => {
    const log = new Log(1_000, 20);
    log.commit(3);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const joining = follow(room, 1, 'first');
    await until('the read of the log', () => log.reads === 1);
    room.close();
    await expect(joining).rejects.toMatchObject({ code: 'overloaded' });
  });

  it('may try again in a room whose thread could not be read at first', async () => {
    const log = new Log();
    const head = log.head.bind(log);
    let failing = true;
    log.head = async () => {
      if (failing) throw new Error('The disk is not there');
      return head();
    };
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    await expect(follow(room)).rejects.toThrow('The disk is not there');
    failing = false;
    expect((await follow(room)).kinds).toEqual(['following']);
    room.close();
  });
});

describe('a follower that comes back', () => {
  it('is told a long past in parts, whole and in order', async () => {
    const log = new Log(1_000, 0, 40);
    log.commit(500);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const follower = await follow(room, 100, 'first');
    expect(follower.seen).toEqual(Array.from({ length: 400 }, (_, index) => 101 + index));
    expect([follower.faults, log.reads]).toEqual([[], 10]);
    room.close();
  });

  it('hears all that another did who came back from the same position, and what came since', async () => {
    const log = new Log();
    log.commit(10);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const witness = await follow(room);
    const happen = async () => {
      log.commit(1);
      const event = posted(log.events.length);
      room.take(event, event.position);
      await until('the event', () => witness.position === event.position);
    };
    await happen();
    const first = await follow(room, 10, 'first');
    await happen();
    const second = await follow(room, 10, 'first');
    expect([first.seen, second.seen]).toEqual([[11, 12].slice(0, first.seen.length), [11, 12]]);
    await until('the first', () => first.position === 12);
    expect(first.seen).toEqual([11, 12]);
    room.close();
  });

  it('is told the latest votes of a message, as everyone who followed was', async () => {
    const log = new Log();
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const lines: string[] = [];
    const watching = (): Sink => ({
      open: true,
      unpacks: false,
      write: (bytes) => void lines.push(String(bytes)),
      drained: () => Promise.resolve(),
    });
    await room.join({ line: watching(), position: 0 }, {});
    log.commit(1);
    room.take(posted(1), 1);
    await until('the message', () => lines.some((line) => line.includes('"m1"')));
    room.voted('m1', { up: 1, down: 0 });
    room.voted('m1', { up: 1, down: 1 });
    await until('the votes', () => lines.some((line) => line.includes('"votes":{"m1":{"up":1,"down":1}}')));
    expect(lines.join()).not.toContain('"m1":{"up":1,"down":0}');
    lines.length = 0;
    await room.join({ line: watching(), position: 0 }, { after: 0, epoch: 'first' });
    expect(lines.join()).toContain('"votes":{"up":1,"down":1}');
    // Somebody came back from there a moment ago: what was told then is not what is told now.
    room.voted('m1', { up: 2, down: 1 });
    lines.length = 0;
    await room.join({ line: watching(), position: 0 }, { after: 0, epoch: 'first' });
    expect(lines.join()).toContain('"votes":{"up":2,"down":1}');
    room.close();
  });

  it('reads the page again where it has been sent as much of the past as it may', async () => {
    const log = new Log();
    log.commit(20);
    const room = new ThreadRoom('thread', log, { deliveries: 0 });
    const follower = new Follower(5);
    const asked: number[] = [];
    await room.join({ line: follower, position: 0 }, { after: 5, epoch: 'first' }, async (bytes) => {
      asked.push(bytes);
      return false;
    });
    expect([follower.kinds, follower.position]).toEqual([['reset', 'following'], 20]);
    expect(asked.every((bytes) => bytes > 1_000)).toBe(true);
    room.close();
  });
});

describe('readers of a thread', () => {
  it('are those who are there: whoever has left is not counted', async () => {
    const counted: number[] = [];
    const presence = { others: () => 0, count: (readers: number) => void counted.push(readers) };
    const room = new ThreadRoom('thread', new Log(), { deliveries: 0 }, presence);
    const subscriptions = [0, 1, 2].map(() => ({ line: new Follower(undefined), position: 0 }));
    for (const subscription of subscriptions) await room.join(subscription, {});
    room.leave(subscriptions[1]!);
    room.leave(subscriptions[1]!);
    expect([room.readers, counted]).toEqual([2, [1, 2, 3, 2]]);
    room.close();
  });
});
