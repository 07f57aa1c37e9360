import { beforeAll, expect, it } from '@jest/globals';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import { ThreadLogRepository } from '../../src/events/thread-log.repository.js';
import { StreamService } from '../../src/messages/stream/stream.service.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

const BYTES = 20_000;
const LONG = 'Many words. '.repeat(300);

eachDatabase('a long past', (database) => {
  let forum: Forum;
  let thread: Forum['thread'];
  beforeAll(async () => {
    const env = { EVENTS_ANSWER_BYTES: String(BYTES), EVENTS_PER_ANSWER: '8' };
    forum = await startForum({ database, env });
    thread = await forum.article();
    for (let n = 0; n < 12; n += 1) await forum.as(forum.ana).post(thread, `Number ${n}. ${LONG}`);
    for (let n = 0; n < 12; n += 1) await forum.as(forum.ben).post(thread, `Short number ${n}.`);
  });

  const ask = (after: number) => forum.anyone.ask('GET', `/threads/${thread.id}/events?after=${after}`);

  it('is answered in parts that are bounded in bytes and in events, and goes on by position', async () => {
    const heard: ThreadEvent[] = [];
    for (let after = 0; after < 24; after = heard.at(-1)?.position ?? 0) {
      const answer = await ask(after);
      const { events, position } = answer.body as { events: ThreadEvent[]; position: number };
      expect(position).toBe(24);
      expect(JSON.stringify(answer.body).length).toBeLessThan(BYTES + 1_000);
      expect(events.length).toBeLessThanOrEqual(8);
      heard.push(...events);
    }
    expect(heard.map(({ position }) => position)).toEqual(Array.from({ length: 24 }, (_, n) => n + 1));
  });

  it('always goes on, however large one message is', async () => {
    const small = await startForum({ database, env: { EVENTS_ANSWER_BYTES: '1024' } });
    for (let n = 0; n < 2; n += 1) await small.as(small.ana).post(small.thread, `Number ${n}. ${LONG}`);
    expect(await small.anyone.events(small.thread, { after: 0 })).toMatchObject({
      events: [{ position: 1 }],
      position: 2,
    });
  });

  it('reaches who comes back over a socket whole and in order', async () => {
    const reader = await forum.connect();
    reader.send({ event: 'follow', data: { thread: thread.id, after: 0, epoch: thread.epoch } });
    expect(await reader.frame('following')).toMatchObject({ position: 24 });
    expect(reader.events.map(({ position }) => position)).toEqual(Array.from({ length: 24 }, (_, n) => n + 1));
  });

  it('is read once for all who ask for the same at the same time', async () => {
    const log = forum.service(ThreadLogRepository);
    const between = log.between.bind(log);
    let reads = 0;
    log.between = (...asked) => {
      reads += 1;
      return between(...asked);
    };
    const stream = forum.service(StreamService);
    const answers = await Promise.all(Array.from({ length: 10 }, () => stream.since(thread.id, 3)));
    expect([reads, new Set(answers).size]).toEqual([1, 1]);
    await stream.since(thread.id, 3);
    log.between = between;
    expect(reads).toBe(2);
  });

  it('would be answered whole, and read once more for everybody who asks, without these bounds (positive control)', async () => {
    const loose = await startForum({ database, env: { EVENTS_ANSWER_BYTES: '16777216', EVENTS_PER_ANSWER: '2000' } });
    for (let n = 0; n < 12; n += 1) await loose.as(loose.ana).post(loose.thread, `Number ${n}. ${LONG}`);
    const { text } = await loose.anyone.ask('GET', `/threads/${loose.thread.id}/events?after=0`);
    expect(text.length).toBeGreaterThan(2 * BYTES);
    const log = loose.service(ThreadLogRepository);
    const between = log.between.bind(log);
    let reads = 0;
    log.between = (...asked) => {
      reads += 1;
      return between(...asked);
    };
    const stream = loose.service(StreamService) as unknown as { read: StreamService['since'] };
    await Promise.all(Array.from({ length: 10 }, () => stream.read(loose.thread.id, 3)));
    expect(reads).toBe(10);
  });

  it('is for who has been sent as much as an address may be the page as it is now, over sockets and requests', async () => {
    const env = { RATE_LIMITS: 'on', POSTS_PER_MINUTE: '1000', REPLAYED_KILOBYTES_PER_MINUTE: '12' };
    const strict = await startForum({ database, env });
    const { thread: place, ana } = strict;
    const page = { reset: true, position: 4, epoch: place.epoch };
    for (let n = 0; n < 4; n += 1) await strict.as(ana).post(place, `Number ${n}. ${LONG}`);
    expect(await strict.anyone.events(place, { after: 2 })).toMatchObject({
      events: [{ position: 3 }, { position: 4 }],
    });
    expect(await strict.anyone.events(place, { after: 2 })).toEqual(page);
    expect(await strict.anyone.events(place, { after: 4 })).toMatchObject({ events: [] });
    const reader = await strict.connect();
    reader.send({ event: 'follow', data: { thread: place.id, after: 2, epoch: place.epoch } });
    expect(await reader.frame('reset')).toMatchObject({ position: 4 });
    expect(await reader.frame('following')).toMatchObject({ position: 4 });
    await strict.as(ana).post(place, 'And what is new comes all the same.');
    expect(await reader.next('message.posted')).toMatchObject({ position: 5 });
  });

  it('brings the empty places of a restored message back, as it did live', async () => {
    const place = await forum.article();
    const parent = await forum.as(forum.ana).post(place, 'The parent.');
    const reply = await forum.as(forum.ben).reply(parent, 'The reply.');
    await forum.as(forum.ana).delete(parent);
    const { position } = await forum.anyone.thread(place);
    await forum.as(forum.mia).decide(reply, 'reject');
    const { message } = await forum.as(forum.mia).decide({ ...reply, revision: 2 }, 'restore');
    expect(message.state).toBe('published');
    const { events } = (await forum.anyone.events(place, { after: position })) as { events: ThreadEvent[] };
    const restored = events.find(({ type }) => type === 'message.restored');
    expect(restored).toMatchObject({
      data: { message: { id: reply.id }, places: [{ id: parent.id, author: null, html: '' }] },
    });
  });
});
