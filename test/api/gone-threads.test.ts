import { beforeAll, expect, it } from '@jest/globals';
import { miscounts } from '../../src/database/backup/recounts.js';
import { look } from '../../src/database/backup/looking.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';
import { until } from '../support/until.js';

const WORDS = 'My street is Long Row';

eachDatabase('what is said in a discussion that is gone', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const act = (method: string, path: string, body?: object) =>
    forum.as(forum.mia).get(threadAnswer, method, `/moderation/${path}`, body ? { body } : {});
  const merge = (from: ThreadView, into: ThreadView) => act('POST', `threads/${from.id}/merge`, { into: into.id });
  const pathOf = ({ id }: ThreadView) => `/api/v1/threads/${id}/messages`;
  const read = async (path: string) => (await forum.visit(path)).text;
  /** All that somebody hears who asks for a discussion from its beginning. */
  const replay = async ({ id, epoch }: ThreadView): Promise<string> => {
    const reader = await forum.connect();
    reader.send({ event: 'follow', data: { thread: id, after: 0, epoch } });
    await until('it is answered', () => reader.frames.some(({ event }) => event === 'following' || event === 'error'));
    await reader.close();
    return JSON.stringify(reader.frames);
  };

  it('is told to nobody who asks for the past of one that was deleted, whether anybody follows it or not', async () => {
    for (const isFollowed of [false, true]) {
      const thread = await forum.article();
      const follower = isFollowed ? await forum.follow(thread) : null;
      await forum.as(forum.ana).post(thread, `${WORDS}.`);
      expect(JSON.stringify(await forum.anyone.events(thread, { after: 0 }))).toContain(WORDS);
      expect(await replay(thread)).toContain(WORDS);
      await act('DELETE', `threads/${thread.id}`);
      await follower?.next('thread.changed');
      expect(JSON.stringify(await forum.anyone.events(thread, { after: 0 }))).not.toContain(WORDS);
      expect(await replay(thread)).not.toContain(WORDS);
    }
  });

  it('is done once: who asks again with the same key hears what was done before it went', async () => {
    const thread = await forum.article();
    await forum.as(forum.ana).post(thread, `${WORDS}.`);
    const close = [
      'PATCH',
      `/moderation/threads/${thread.id}`,
      { body: { state: 'closed' }, key: 'close-once-only-1' },
    ] as const;
    const settings = `/moderation/sites/default/settings?thread=${thread.id}`;
    const body = { settings: { premoderation: 'all' }, revision: 0 };
    const set = ['PATCH', settings, { body, key: 'set-once-only-0001' }] as const;
    const mia = forum.as(forum.mia);
    const first = [await mia.ask(...close), await mia.ask(...set)];
    expect(first.map(({ status }) => status)).toEqual([200, 200]);
    await act('DELETE', `threads/${thread.id}`);
    const again = [await mia.ask(...close), await mia.ask(...set)];
    expect(again.map(({ status, body }) => ({ status, body }))).toEqual(
      first.map(({ status, body }) => ({ status, body })),
    );
    const anew = [
      await mia.ask(close[0], close[1], { body: close[2].body, key: 'close-once-only-2' }),
      await mia.ask(set[0], set[1], { body, key: 'set-once-only-0002' }),
    ];
    for (const answer of anew) expectRefusal(answer, 'thread_not_found');
    expectRefusal(await mia.ask('GET', settings), 'thread_not_found');
  });

  it('is followed by nobody who comes when it was deleted', async () => {
    const thread = await forum.article();
    await act('DELETE', `threads/${thread.id}`);
    const reader = await forum.connect();
    reader.send({ event: 'follow', data: { thread: thread.id } });
    expect(await reader.frame('error')).toMatchObject({ code: 'thread_not_found', for: 'follow' });
  });

  it('is on no page of the id that it had before it was merged, once it was taken away', async () => {
    const [from, into] = [await forum.article(), await forum.article()];
    const message = await forum.as(forum.ana).post(from, `${WORDS}.`);
    await merge(from, into);
    expect(await read(pathOf(from))).toContain(WORDS);
    expect(await read(pathOf(from))).toContain(WORDS);
    await forum.as(forum.ana).delete(message);
    expect(await read(pathOf(from))).not.toContain(WORDS);
  });

  it('is not told by what somebody follows who stayed at the id that was merged, once it was taken away', async () => {
    const [from, into] = [await forum.article(), await forum.article()];
    const follower = await forum.follow(from);
    const message = await forum.as(forum.ana).post(from, `${WORDS}.`);
    await follower.next('message.posted');
    await merge(from, into);
    await follower.next('thread.changed');
    expect(await replay(from)).toContain(WORDS);
    await forum.as(forum.ana).delete(message);
    expect(await replay(from)).not.toContain(WORDS);
  });

  it('is counted as a recount counts it, after every act and after what takes it back', async () => {
    const [one, two, three] = [await forum.article(), await forum.article(), await forum.article()];
    for (const thread of [one, two, three]) {
      const message = await forum.as(forum.ana).post(thread, `Said under ${thread.id}`);
      await forum.as(forum.ben).reply(message, `I was there, too: ${thread.id}`);
    }
    const wrong = () => look(forum.config, miscounts);
    const merged = await merge(one, two);
    expect(await wrong()).toEqual([]);
    await act('POST', `log/${merged.entry}/undo`);
    expect(await wrong()).toEqual([]);
    const deleted = await act('DELETE', `threads/${three.id}`);
    expect(await wrong()).toEqual([]);
    await act('POST', `log/${deleted.entry}/undo`);
    expect(await wrong()).toEqual([]);
  });
});
