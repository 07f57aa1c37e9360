import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SERVER_FRAMES } from '../../src/live/live.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Reader } from '../support/reader.js';
import { until } from '../support/until.js';

eachDatabase('following a thread', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database, env: { EVENTS_KEPT: '300', EVENTS_PER_ANSWER: '120' } });
  });

  it('shows a reply to everyone following the thread', async () => {
    const { ana, ben } = forum;
    const thread = await forum.article();
    const message = await forum.as(ana).post(thread, 'Was anyone there?');
    const readers = await Promise.all([forum.follow(thread), forum.follow(thread, ana), forum.follow(thread, ben)]);
    const reply = await forum.as(ben).reply(message, 'I was there.');
    for (const reader of readers) {
      expect(await reader.next('message.posted')).toMatchObject({
        id: reply.id,
        author: { name: 'Ben' },
        parentId: message.id,
      });
    }
  });

  it('tells what GET …/events tells, however many post at once', async () => {
    const thread = await forum.article();
    const readers = await Promise.all([forum.follow(thread), forum.follow(thread), forum.follow(thread)]);
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => forum.as(n % 2 ? forum.ana : forum.ben).post(thread, `Voice ${n}`)),
    );
    const answer = await forum.anyone.events(thread);
    for (const reader of readers) {
      await until('60 events', () => reader.events.length >= 60);
      expect(reader.events.map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
      expect({ ...answer, events: reader.events }).toEqual(answer);
    }
  });

  it('sends somebody who comes back what was missed, before the answer', async () => {
    const { ana } = forum;
    const thread = await forum.article();
    await forum.as(ana).post(thread, `One of ${thread.id}`);
    const first = await forum.follow(thread);
    await forum.as(ana).post(thread, `Two of ${thread.id}`);
    await first.next('message.posted');
    await first.close();
    const three = await forum.as(ana).post(thread, 'Three');
    await forum.as(ana).edit(three, 'Three, and a half');
    await forum.as(ana).delete(three);

    const again = await forum.follow(thread, null, { after: 2, epoch: thread.epoch });
    expect(again.frames.map(({ event }) => event)).toEqual(['events', 'following']);
    expect(again.events.map(({ position, type }) => [position, type])).toEqual([
      [3, 'message.posted'],
      [4, 'message.edited'],
      [5, 'message.removed'],
    ]);
    expect(JSON.stringify(again.events)).not.toContain('Three');
    await forum.as(ana).post(thread, 'Six');
    await again.next('message.posted');
    expect((await again.next('message.posted')).html).toContain('Six');
  });

  it('begins where the thread is when no position is given', async () => {
    const thread = await forum.article();
    await forum.as(forum.ana).post(thread, 'Before');
    const reader = await forum.connect();
    reader.send({ event: 'follow', data: { thread: thread.id } });
    expect(await reader.frame('following')).toEqual({
      thread: thread.id,
      position: 1,
      epoch: thread.epoch,
      readers: 1,
    });
    expect(reader.events).toEqual([]);
  });

  it('says reset to whoever is of another epoch or ahead of the thread, and goes on from there', async () => {
    const thread = await forum.article();
    await forum.as(forum.ana).post(thread, `One of ${thread.id}`);
    for (const from of [{ after: 0, epoch: 'of-another-time' }, { after: 7, epoch: thread.epoch }, { after: 7 }]) {
      const reader = await forum.follow(thread, null, from);
      expect(await reader.frame('reset')).toEqual({ thread: thread.id, position: 1, epoch: thread.epoch });
      expect(reader.frames.map(({ event }) => event).slice(0, 2)).toEqual(['reset', 'following']);
      await reader.close();
    }
    const reader = await forum.follow(thread, null, { after: 9 });
    const two = await forum.as(forum.ana).post(thread, `Two of ${thread.id}`);
    expect(await reader.next('message.posted')).toMatchObject({ id: two.id, position: 2 });
  });

  it('says reset to whoever is further behind than events are kept', async () => {
    const thread = await forum.article();
    // More than memory has of them, and more than one answer of the log.
    for (let n = 0; n < 3; n += 1)
      await Promise.all(Array.from({ length: 101 }, () => forum.as(forum.ana).post(thread, `Voice ${Math.random()}`)));
    const late = await forum.follow(thread, null, { after: 0, epoch: thread.epoch });
    expect(await late.frame('reset')).toMatchObject({ position: 303 });
    const inTime = await forum.follow(thread, null, { after: 3, epoch: thread.epoch });
    expect(inTime.events.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, n) => n + 4));
    const frames = inTime.frames.map((frame) => (frame.event === 'events' ? frame.data.events.length : 0));
    expect(Math.max(...frames)).toBe(100);
  });

  it('keeps two threads apart on one socket, and each in order', async () => {
    const [one, two] = [await forum.article(), await forum.article()];
    const reader = await forum.follow(one);
    reader.send({ event: 'follow', data: { thread: two.id } });
    await reader.frame('following', (data) => 'thread' in data && data.thread === two.id);
    await Promise.all([one, two, one, two].map((thread, n) => forum.as(forum.ana).post(thread, `Voice ${n}`)));
    await until('four events', () => reader.events.length === 4);
    for (const thread of [one, two]) {
      const positions = reader.frames.flatMap((frame) =>
        frame.event === 'events' && 'thread' in frame.data && frame.data.thread === thread.id
          ? frame.data.events.map(({ position }) => position)
          : [],
      );
      expect(positions).toEqual([1, 2]);
    }
  });

  it('tells nothing more after unfollow', async () => {
    const thread = await forum.article();
    const [leaving, staying] = [await forum.follow(thread), await forum.follow(thread)];
    leaving.send({ event: 'unfollow', data: { thread: thread.id } });
    leaving.send({ event: 'unfollow', data: { thread: 'never-followed' } });
    expect(await staying.frame('signal', ({ readers }) => readers === 1)).toBeDefined();
    await forum.as(forum.ana).post(thread, 'Anyone?');
    await staying.next('message.posted');
    // Whatever was on its way comes before this answer.
    leaving.sendRaw('?');
    await leaving.frame('error');
    expect(leaving.events).toEqual([]);
  });

  it('starts again from another position when asked again', async () => {
    const thread = await forum.article();
    for (const word of ['One', 'Two', 'Three']) await forum.as(forum.ana).post(thread, `${word} of ${thread.id}`);
    const reader = await forum.follow(thread, null, { after: 2 });
    reader.send({ event: 'follow', data: { thread: thread.id, after: 0, epoch: thread.epoch } });
    expect(await reader.frame('following')).toMatchObject({ position: 3, readers: 1 });
    expect(reader.events.map(({ position }) => position)).toEqual([3, 1, 2, 3]);
  });

  it('answers thread_not_found for a thread that there is not', async () => {
    const reader = await forum.connect();
    for (const thread of ['no-such-thread', '__proto__', '01a20c07-f035-738d-87c3-8a83c21db629']) {
      reader.send({ event: 'follow', data: { thread, after: 3 } });
      expect(await reader.frame('error')).toMatchObject({ code: 'thread_not_found', for: 'follow' });
    }
  });

  it('shows an edit, a removal by a moderator, its return, and that the thread was closed', async () => {
    const { ana, mia } = forum;
    const thread = await forum.article();
    const reader = await forum.follow(thread);
    const message = await forum.as(ana).post(thread, 'First');
    const edited = await forum.as(ana).edit(message, 'Second');
    expect(await reader.next('message.edited')).toMatchObject({ id: message.id, revision: edited.revision });
    const { message: rejected } = await forum.as(mia).decide(edited, 'reject');
    expect(await reader.next('message.removed')).toMatchObject({ id: message.id, why: 'moderated' });
    await forum.as(mia).decide(rejected, 'restore');
    expect(await reader.next('message.restored')).toMatchObject({ id: message.id });
    await forum.as(mia).setState(thread, 'closed');
    expect(await reader.next('thread.changed')).toMatchObject({ state: 'closed' });
  });
});

describe('one socket', () => {
  it('follows no more threads than it may', async () => {
    const forum = await startForum({ database: 'sqlite', env: { FOLLOWS_PER_SOCKET: '2' } });
    const threads = [await forum.article(), await forum.article(), await forum.article()];
    const reader = await forum.connect();
    for (const { id } of threads) reader.send({ event: 'follow', data: { thread: id } });
    expect(await reader.frame('error')).toMatchObject({ code: 'too_fast', for: 'follow' });
    reader.send({ event: 'unfollow', data: { thread: threads[0]?.id ?? '' } });
    reader.send({ event: 'follow', data: { thread: threads[2]?.id ?? '' } });
    await reader.frame('following', (data) => 'thread' in data && data.thread === threads[2]?.id);
  });

  it('follows no more threads than one address may together with the others from there, until one of them leaves', async () => {
    const env = { RATE_LIMITS: 'on', FOLLOWS_PER_ADDRESS: '3' };
    const forum = await startForum({ database: 'sqlite', env });
    const madeUp = () => randomUUID().replace(/^(.{14})./, '$18');
    const readers = await Promise.all([0, 1].map(() => forum.connect()));
    const [one, other] = [readers[0]!, readers[1]!];
    const follow = (reader: Reader) => {
      const thread = madeUp();
      reader.send({ event: 'follow', data: { thread } });
      return thread;
    };
    for (const reader of [one, one, other]) {
      const thread = follow(reader);
      await reader.frame('following', (data) => 'thread' in data && data.thread === thread);
    }
    const refused = follow(other);
    expect(await other.frame('error')).toMatchObject({ code: 'too_fast', for: 'follow', thread: refused });
    await one.close();
    await until('there is room again', async () => {
      const thread = follow(other);
      await until('it is answered', () => other.frames.some(({ data }) => 'thread' in data && data.thread === thread));
      return other.frames.some(
        ({ event, data }) => event === 'following' && 'thread' in data && data.thread === thread,
      );
    });
  });

  it('gets frames that the contract knows, and no other', () => {
    expect(Object.keys(SERVER_FRAMES).toSorted()).toEqual([
      'authenticated',
      'beat',
      'counts',
      'error',
      'events',
      'following',
      'mine',
      'own',
      'queue',
      'reset',
      'signal',
    ]);
  });
});
