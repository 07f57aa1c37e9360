import { beforeAll, expect, it, jest } from '@jest/globals';
import { EventBus } from '../../src/events/event-bus.js';
import { messageAnswer } from '../../src/messages/messages.schema.js';
import { threadView, type ThreadCount, type ThreadView } from '../../src/threads/threads.schema.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { ThreadsService } from '../../src/threads/threads.service.js';
import { eachDatabase } from '../support/databases.js';
import { startBeside, startForum, type Forum } from '../support/forum.js';
import type { Reader } from '../support/reader.js';
import { until } from '../support/until.js';

/** Every count that a page was told, in order, beginning with the answers to what it asked. */
const toldTo = ({ frames }: Reader): ThreadCount[] =>
  frames.flatMap(({ data }) => ('counts' in data && Array.isArray(data.counts) ? data.counts : []));
/** What a page shows that takes over each count as it comes. */
const shown = (reader: Reader, { id }: ThreadView) => toldTo(reader).findLast(({ thread }) => thread === id);

eachDatabase('the counts of several threads', (database) => {
  let here: Forum;
  /** Another process, with nothing between the two but the database. */
  let elsewhere: Forum | undefined;
  beforeAll(async () => {
    here = await startForum({ database, env: { FOLLOWS_PER_SOCKET: '5' } });
    elsewhere = database === 'postgres' ? await startBeside(here) : undefined;
  });

  const forums = () => (elsewhere ? [here, elsewhere] : [here]);
  const ask = (reader: Reader, counts: readonly string[]) => {
    reader.send({ event: 'follow', data: { counts: [...counts] } });
    return reader.frame('following', (data) => 'counts' in data && Array.isArray(data.counts));
  };
  const follow = async (threads: readonly ThreadView[]) => {
    const readers = await Promise.all(forums().map((forum) => forum.connect()));
    await Promise.all(
      readers.map((reader) =>
        ask(
          reader,
          threads.map(({ id }) => id),
        ),
      ),
    );
    return readers;
  };
  const shows = (reader: Reader, thread: ThreadView, messageCount: number) =>
    until(`${messageCount} messages`, () => shown(reader, thread)?.messageCount === messageCount);

  it('are told at once to whoever asks, and from then on whenever one of them is another, on every process', async () => {
    const [one, two] = [await here.article(), await here.article()];
    await here.as(here.ana).post(one, 'The first under the first.');
    const readers = await follow([one, two]);
    for (const reader of readers) {
      expect(shown(reader, one)).toMatchObject({ messageCount: 1, position: 1 });
      expect(shown(reader, two)).toMatchObject({ messageCount: 0 });
    }
    const message = await here.as(here.ana).post(two, 'The first under the second.');
    for (const reader of readers) await shows(reader, two, 1);
    await here.as(here.mia).decide(message, 'reject');
    for (const reader of readers) await shows(reader, two, 0);
    for (const reader of readers) expect(shown(reader, one)).toMatchObject({ messageCount: 1 });
  });

  it('rise in position, and end at what is true, however much happens at once', async () => {
    const threads = [await here.article(), await here.article(), await here.article()];
    const readers = await follow(threads);
    const posts = forums().flatMap((forum, at) =>
      threads.flatMap((thread, which) =>
        Array.from({ length: 15 }, (_, n) => forum.as(here.ana).post(thread, `Number ${n} at ${at} under ${which}.`)),
      ),
    );
    await Promise.all(posts);
    for (const reader of readers)
      for (const thread of threads) {
        await shows(reader, thread, 15 * forums().length);
        const positions = toldTo(reader).flatMap((count) => (count.thread === thread.id ? [count.position] : []));
        expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
      }
  });

  it('are heard of where a process died before it could say what it stored', async () => {
    const thread = await here.article();
    const [reader] = (await follow([thread])) as [Reader];
    await here.as(here.ana).post(thread, 'The last word but one.');
    await shows(reader, thread, 1);
    const silent = jest.spyOn(here.service(EventBus), 'publish').mockImplementation(() => undefined);
    await here.as(here.ana).post(thread, 'The last word of a process.');
    silent.mockRestore();
    await shows(reader, thread, 2);
    expect(toldTo(reader).map(({ messageCount }) => messageCount)).toEqual([0, 1, 2]);
  });

  it('are those of the set that was asked for last', async () => {
    const [one, two] = [await here.article(), await here.article()];
    const [reader] = (await follow([one])) as [Reader];
    await ask(reader, [two.id]);
    await here.as(here.ana).post(one, 'Nobody here listens to this one.');
    await here.as(here.ana).post(two, 'But to this one.');
    await shows(reader, two, 1);
    expect(shown(reader, one)).toMatchObject({ messageCount: 0 });
    reader.send({ event: 'unfollow', data: { counts: true } });
    await ask(reader, [one.id]);
    expect(shown(reader, one)).toMatchObject({ messageCount: 1 });
  });

  it('begin at none for an article that nobody has written about, and go on with its first message', async () => {
    const url = 'http://localhost/news/never-written-about';
    const page = await (
      await fetch(`${here.config.PUBLIC_URL.origin}/embed?${new URLSearchParams({ site: 'default', url })}`)
    ).text();
    const initial = JSON.parse(/id="initial"[^>]*>([^<]*)</.exec(page)?.[1] ?? '{}') as { thread: unknown };
    const empty = threadView.parse(initial.thread);
    const readers = await follow([empty]);
    expect(toldTo(readers[0]!)).toEqual([{ thread: empty.id, position: 0, epoch: 'unopened', messageCount: 0 }]);
    const body = { text: 'First!', article: { site: 'default', url } };
    await here.as(here.ana).get(messageAnswer, 'POST', `/threads/${empty.id}/messages`, { body, key: url });
    for (const reader of readers) await shows(reader, empty, 1);
  });

  it('are none of a thread that was deleted', async () => {
    const thread = await here.article();
    await here.as(here.ana).post(thread, 'This will go with all the others.');
    const readers = await follow([thread]);
    await here.as(here.olga).get(threadAnswer, 'DELETE', `/moderation/threads/${thread.id}`);
    for (const reader of readers) await shows(reader, thread, 0);
    for (const reader of readers) expect(toldTo(reader).map(({ messageCount }) => messageCount)).toEqual([1, 0]);
  });

  it('are refused by name where there is no such thread, and told of the others', async () => {
    const thread = await here.article();
    const reader = await here.connect();
    const { counts } = (await ask(reader, ['nothing-of-the-kind', thread.id])) as { counts: ThreadCount[] };
    expect(counts).toMatchObject([{ thread: thread.id }]);
    expect(await reader.frame('error')).toMatchObject({
      code: 'thread_not_found',
      for: 'follow',
      thread: 'nothing-of-the-kind',
      counts: true,
    });
  });

  it('are refused whole above what a socket may follow, and what it followed goes on', async () => {
    const threads = await Promise.all(Array.from({ length: 6 }, () => here.article()));
    const [reader] = (await follow(threads.slice(0, 1))) as [Reader];
    reader.send({ event: 'follow', data: { counts: threads.map(({ id }) => id) } });
    expect(await reader.frame('error')).toMatchObject({ code: 'too_fast', for: 'follow', counts: true });
    await here.as(here.ana).post(threads[0]!, 'Still listened to.');
    await shows(reader, threads[0]!, 1);
  });

  it('say nothing of a database that is away, and all of it once it is back', async () => {
    const thread = await here.article();
    const [reader] = (await follow([thread])) as [Reader];
    const reads = jest.spyOn(here.service(ThreadsService), 'countsOf').mockRejectedValue(new Error('away'));
    await here.as(here.ana).post(thread, 'Written while nobody could count.');
    await until('it was asked for', () => reads.mock.calls.length > 0);
    reads.mockRestore();
    await shows(reader, thread, 1);
    expect(toldTo(reader).map(({ messageCount }) => messageCount)).toEqual([0, 1]);
  });

  it('cannot be asked for of nothing, or of more than a hundred', async () => {
    const reader = await here.connect();
    for (const counts of [[], Array.from({ length: 101 }, (_, n) => `t${n}`), 'all', [7]]) {
      reader.sendRaw(JSON.stringify({ event: 'follow', data: { counts } }));
      expect(await reader.frame('error')).toMatchObject({ code: 'invalid_request', for: 'follow', counts: true });
    }
  });
});
