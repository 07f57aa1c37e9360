import { beforeAll, describe, expect, it } from '@jest/globals';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

describe('signals', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
  });

  it('tell how many readers are present as they come and go', async () => {
    const thread = await forum.article();
    const first = await forum.follow(thread);
    const others = await Promise.all([forum.follow(thread), forum.follow(thread)]);
    await first.frame('signal', ({ readers }) => readers === 3);
    for (const reader of others) await reader.close();
    await first.frame('signal', ({ readers }) => readers === 1);
    const late = await forum.connect();
    late.send({ event: 'follow', data: { thread: thread.id } });
    expect(await late.frame('following')).toMatchObject({ readers: 2 });
  });

  it('count a socket once, however often it follows', async () => {
    const thread = await forum.article();
    const reader = await forum.follow(thread);
    for (let n = 0; n < 5; n += 1) reader.send({ event: 'follow', data: { thread: thread.id } });
    await reader.frame('signal');
    const readers = reader.frames.flatMap(({ data }) => ('readers' in data ? [data.readers] : []));
    expect(new Set(readers)).toEqual(new Set([1]));
  });

  it('show who is writing, until the message is there', async () => {
    const { ana } = forum;
    const thread = await forum.article();
    const message = await forum.as(ana).post(thread, `Under ${thread.id}`);
    const [writer, reader] = [await forum.follow(thread, ana), await forum.follow(thread)];
    writer.send({ event: 'typing', data: { thread: thread.id, parentId: message.id } });
    expect(await reader.frame('signal', ({ typing }) => typing !== undefined)).toMatchObject({
      typing: [{ name: 'Ana', parentId: message.id }],
    });
    await forum.as(ana).reply(message, `Here it is: ${thread.id}`);
    expect(await reader.frame('signal', ({ typing }) => typing?.length === 0)).toBeDefined();
  });

  it('forget who stopped writing or left', async () => {
    const { ana, ben } = forum;
    const thread = await forum.article();
    const [a, b, reader] = [
      await forum.follow(thread, ana),
      await forum.follow(thread, ben),
      await forum.follow(thread),
    ];
    a.send({ event: 'typing', data: { thread: thread.id } });
    b.send({ event: 'typing', data: { thread: thread.id, parentId: null } });
    await reader.frame('signal', ({ typing }) => typing?.length === 2);
    await b.close();
    expect((await reader.frame('signal', ({ typing }) => typing?.length === 1)).typing).toEqual([
      { name: 'Ana', parentId: null },
    ]);
    await reader.frame('signal', ({ typing }) => typing?.length === 0);
  });

  it('need a name for typing, and the thread to be followed', async () => {
    const { ana } = forum;
    const nobody = await forum.follow(forum.thread);
    nobody.send({ event: 'typing', data: { thread: forum.thread.id } });
    expect(await nobody.frame('error')).toMatchObject({ code: 'sign_in_required', for: 'typing' });
    const elsewhere = await forum.connect(ana);
    elsewhere.send({ event: 'typing', data: { thread: forum.thread.id } });
    expect(await elsewhere.frame('error')).toMatchObject({ code: 'not_allowed', for: 'typing' });
  });

  it('say nothing of who is banned here', async () => {
    const { mia } = forum;
    const [thread, eve] = [await forum.article(), await forum.guest('Eve')];
    await forum.as(eve).post(thread, `Before the ban: ${thread.id}`);
    const [writer, reader] = [await forum.follow(thread, eve), await forum.follow(thread)];
    await forum.as(mia).ban(eve);
    writer.send({ event: 'typing', data: { thread: thread.id } });
    expect(await writer.frame('error')).toMatchObject({ code: 'banned', for: 'typing' });
    expect(reader.frames.some((frame) => frame.event === 'signal' && frame.data.typing)).toBe(false);
  });

  it('say nothing of who writes in a closed thread', async () => {
    const { ana, mia } = forum;
    const thread = await forum.article();
    const [writer, reader] = [await forum.follow(thread, ana), await forum.follow(thread)];
    await forum.as(mia).setState(thread, 'closed');
    await reader.next('thread.changed');
    writer.send({ event: 'typing', data: { thread: thread.id } });
    await forum.as(mia).setState(thread, 'open');
    await reader.next('thread.changed');
    writer.send({ event: 'typing', data: { thread: thread.id } });
    await reader.frame('signal', ({ typing }) => typing !== undefined);
    const before = reader.frames.findIndex((frame) => frame.event === 'signal' && frame.data.typing !== undefined);
    const opened = reader.frames.findLastIndex(({ event }) => event === 'events');
    expect(before).toBeGreaterThan(opened);
  });

  it('show nobody writing in a thread that was closed meanwhile', async () => {
    const { ana, mia } = forum;
    const thread = await forum.article();
    const [writer, reader] = [await forum.follow(thread, ana), await forum.follow(thread)];
    writer.send({ event: 'typing', data: { thread: thread.id } });
    await reader.frame('signal', ({ typing }) => typing?.length === 1);
    await forum.as(mia).setState(thread, 'closed');
    await reader.next('thread.changed');
    // Sooner than the name would have faded by itself: before whatever comes next.
    await forum.as(mia).setState(thread, 'open');
    await reader.next('thread.changed');
    const nobody = reader.frames.findIndex((frame) => frame.event === 'signal' && frame.data.typing?.length === 0);
    const opened = reader.frames.findLastIndex(({ event }) => event === 'events');
    expect(nobody).toBeGreaterThan(-1);
    expect(nobody).toBeLessThan(opened);
  });

  it('bring the latest votes and count, however fast they change', async () => {
    const { ana, ben, mia, olga } = forum;
    const thread = await forum.article();
    const message = await forum.as(ana).post(thread, `Vote on ${thread.id}`);
    const begun = performance.now();
    const reader = await forum.follow(thread);
    await Promise.all([ben, mia, olga].map((who) => forum.as(who).vote(message, 'up')));
    await forum.as(ben).vote(message, 'down');
    await reader.frame('signal', ({ votes }) => votes?.[message.id]?.up === 2 && votes[message.id]?.down === 1);
    await Promise.all(Array.from({ length: 20 }, (_, n) => forum.as(ben).post(thread, `${n} of ${thread.id}`)));
    await reader.frame('signal', ({ messageCount }) => messageCount === 21);
    const frames = (kind: string) => reader.frames.filter(({ event }) => event === kind).length;
    await until('20 events', () => reader.events.length === 20);
    // One with each round of events, four a second by themselves, and the one with which it begins.
    const seconds = (performance.now() - begun) / 1_000;
    expect(frames('signal')).toBeLessThanOrEqual(1 + frames('events') + Math.ceil(4 * seconds));
  });

  it('bring the count that there is with what changes no message, too', async () => {
    const thread = await forum.article();
    const reader = await forum.follow(thread);
    await forum.as(forum.ana).post(thread, `Counted: ${thread.id}`);
    await reader.frame('signal', ({ messageCount }) => messageCount === 1);
    const body = { title: 'Another headline' };
    await forum.as(forum.mia).get(threadAnswer, 'PATCH', `/moderation/threads/${thread.id}`, { body });
    await reader.next('thread.changed');
    // Whatever was to be told comes with, or before, who comes next.
    await forum.follow(thread);
    await reader.frame('signal', ({ readers }) => readers === 2);
    const counts = reader.frames.flatMap(({ event, data }) =>
      event === 'signal' && data.messageCount !== undefined ? [data.messageCount] : [],
    );
    expect(counts.at(-1)).toBe(1);
  });

  it('do not let somebody who comes back see votes of before', async () => {
    const { ana, ben } = forum;
    const thread = await forum.article();
    const watching = await forum.follow(thread);
    const message = await forum.as(ana).post(thread, `Voted while away: ${thread.id}`);
    await forum.as(ben).vote(message, 'up');
    await watching.frame('signal', ({ votes }) => votes?.[message.id]?.up === 1);
    const back = await forum.follow(thread, null, { after: 0, epoch: thread.epoch });
    expect(await back.next('message.posted')).toMatchObject({ votes: { up: 1, down: 0 } });
  });
});
