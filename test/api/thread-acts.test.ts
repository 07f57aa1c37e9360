import { beforeAll, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { pageAnswer } from '../../src/messages/messages.schema.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { ThreadsRepository } from '../../src/threads/threads.repository.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what staff do to a whole discussion', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const mia = () => forum.as(forum.mia);
  const patch = (thread: { id: string }, body: object) =>
    mia().get(threadAnswer, 'PATCH', `/moderation/threads/${thread.id}`, { body });
  const merge = (from: { id: string }, into: { id: string }) =>
    mia().get(threadAnswer, 'POST', `/moderation/threads/${from.id}/merge`, { body: { into: into.id } });
  const undo = async () => {
    const [last] = (await mia().log()).entries;
    return mia().get(threadAnswer, 'POST', `/moderation/log/${last?.id}/undo`);
  };
  const said = async (thread: { id: string }) =>
    (await forum.anyone.get(pageAnswer, 'GET', `/threads/${thread.id}/messages`)).messages.map(({ html }) =>
      html.replace(/<[^>]*>/g, '').trim(),
    );
  const actions = async () => (await mia().log()).entries.map(({ action }) => action);

  it('renames it: its title is staff’s from then on, live on open pages, until that is taken back', async () => {
    const thread = await forum.article({ title: 'The fery' });
    const reader = await forum.follow(thread);
    expect(await patch(thread, { title: 'The ferry' })).toMatchObject({ title: 'The ferry' });
    expect(await reader.next('thread.changed')).toMatchObject({ title: 'The ferry' });
    expect((await actions())[0]).toBe('thread.rename');
    expect(await undo()).toMatchObject({ title: 'The fery' });
    expect(await reader.next('thread.changed')).toMatchObject({ title: 'The fery' });
  });

  it('moves it: found by its old address, its new one and its key, and counted by all of them', async () => {
    const thread = await forum.article();
    await forum.as(forum.ana).post(thread, 'I moved as well.');
    const url = `http://localhost/moved/${thread.id}`;
    expect(await patch(thread, { url, key: thread.id })).toMatchObject({ id: thread.id, url, key: thread.id });
    const counts = await forum.anyone.counts('default', [thread.url, url]);
    expect(counts).toEqual({ [thread.url]: 1, [url]: 1 });
    expect(await forum.anyone.openThread({ site: 'default', url: thread.url })).toMatchObject({ id: thread.id, url });
  });

  it('does not move it to where another is: those are to be merged', async () => {
    const [thread, other] = [await forum.article(), await forum.article()];
    expect(await refusalOf(patch(thread, { url: other.url }))).toMatchObject({ status: 409, code: 'conflict' });
  });

  /** Two discussions of one article: Monday and Wednesday here, Tuesday there, with a reply. */
  async function twoOfOne(): Promise<{ from: ThreadView; into: ThreadView; names: readonly string[] }> {
    const [into, from] = [await forum.article(), await forum.article()];
    const names = ['Monday', 'Tuesday', 'Wednesday'].map((day) => `${day} ${from.id}`);
    await forum.as(forum.ana).post(into, names[0] ?? '');
    forum.clock.pass(60_000);
    const tuesday = await forum.as(forum.ben).post(from, names[1] ?? '');
    await forum.as(forum.ana).reply(tuesday, `A reply ${from.id}`);
    await forum.as(forum.ana).vote(tuesday, 'up');
    forum.clock.pass(60_000);
    await forum.as(forum.ben).post(into, names[2] ?? '');
    return { from, into, names };
  }

  it('merges it into another: all messages there in the order of their time, the old id, address and count too', async () => {
    const { from, into, names } = await twoOfOne();
    const [here, there] = [await forum.follow(from), await forum.follow(into)];
    expect(await merge(from, into)).toMatchObject({ id: into.id, messageCount: 4 });
    expect(await said(into)).toEqual(names);
    expect(await said(from)).toEqual(names);
    expect(await forum.anyone.thread(from)).toMatchObject({ id: into.id });
    expect(await forum.anyone.counts('default', [from.url, into.url])).toEqual({ [from.url]: 4, [into.url]: 4 });
    expect(await here.next('thread.changed')).toMatchObject({ gone: { movedTo: into.id } });
    await there.frame('reset', (data) => 'thread' in data && data.thread === into.id);
    const late = await forum.as(forum.ana).post(from, `A late one ${from.id}`);
    expect(late.threadId).toBe(into.id);
    expect(await said(into)).toEqual([...names, `A late one ${from.id}`]);
  });

  it('closes it by the id that it had before it was merged, too', async () => {
    const { from, into } = await twoOfOne();
    await merge(from, into);
    const reader = await forum.follow(into);
    expect(await mia().setState(from, 'closed', 'Enough')).toMatchObject({ id: into.id, state: 'closed', gone: null });
    expect(await reader.next('thread.changed')).toMatchObject({ id: into.id, closed: { reason: 'Enough' } });
    expect(await forum.anyone.thread(into)).toMatchObject({ state: 'closed' });
  });

  it('takes a merge back: everything where it was, and what was answered since with what it answers', async () => {
    const { from, into, names } = await twoOfOne();
    await merge(from, into);
    const tuesday = (await forum.anyone.page(into)).messages[1];
    await forum.as(forum.ben).reply(tuesday!, `Since then ${from.id}`);
    expect(await undo()).toMatchObject({ id: from.id, messageCount: 3, gone: null });
    expect([await said(from), await said(into)]).toEqual([[names[1]], [names[0], names[2]]]);
    expect((await forum.anyone.page(from)).messages[0]).toMatchObject({ replyCount: 2, votes: { up: 1 } });
    expect(await forum.anyone.counts('default', [from.url, into.url])).toEqual({ [from.url]: 3, [into.url]: 2 });
    await forum.as(forum.ben).post(from, `Goes on ${from.id}`);
    expect(await said(from)).toEqual([names[1], `Goes on ${from.id}`]);
    await forum.as(forum.ana).reply({ ...tuesday!, threadId: from.id }, `At last ${from.id}`);
    const answers = (await forum.anyone.page(from)).messages[0]?.replies?.messages.map(({ html }) => html) ?? [];
    expect(answers.map((html) => html.replace(/<p>(\w+).*/s, '$1'))).toEqual(['A', 'Since', 'At']);
  });

  it('merges it with what is written in the moment before: nothing is lost, and nobody is refused', async () => {
    const { from, into, names } = await twoOfOne();
    const threads = forum.service(ThreadsRepository);
    const row = threads.row.bind(threads);
    const late = Array.from({ length: 8 }, (_, n) => `Just now ${n} ${from.id}`);
    jest.spyOn(threads, 'row').mockImplementationOnce(async (id) => {
      const seen = await row(id);
      for (const text of late) await forum.as(forum.ben).post(from, text);
      return seen;
    });
    expect(await merge(from, into)).toMatchObject({ id: into.id, messageCount: 12 });
    expect(await said(into)).toEqual([...names, ...late]);
  });

  it('is merged into nothing that was deleted', async () => {
    const [thread, gone] = [await forum.article(), await forum.article()];
    await mia().get(z.unknown(), 'DELETE', `/moderation/threads/${gone.id}`);
    expect(await refusalOf(merge(thread, gone))).toMatchObject({ status: 404, code: 'thread_not_found' });
    expect(await forum.anyone.thread(thread)).toMatchObject({ id: thread.id, gone: null });
  });

  it('deletes it: gone for everyone, its article empty again, and back when that is taken back', async () => {
    const thread = await forum.article();
    const message = await forum.as(forum.ana).post(thread, 'Soon gone.');
    const reader = await forum.follow(thread);
    expect(await mia().get(threadAnswer, 'DELETE', `/moderation/threads/${thread.id}`)).toMatchObject({
      gone: { movedTo: null },
    });
    expect(await reader.next('thread.changed')).toMatchObject({ gone: { movedTo: null } });
    expect(await refusalOf(forum.anyone.thread(thread))).toMatchObject({ code: 'thread_not_found' });
    expect(await refusalOf(forum.anyone.read(message))).toMatchObject({ code: 'message_not_found' });
    expect(await refusalOf(forum.as(forum.ben).post(thread, 'Too late.'))).toMatchObject({ code: 'thread_not_found' });
    expect(await forum.anyone.counts('default', [thread.url])).toEqual({ [thread.url]: 0 });
    expect(await undo()).toMatchObject({ id: thread.id, messageCount: 1, gone: null });
    expect(await said(thread)).toEqual(['Soon gone.']);
    expect(await forum.anyone.counts('default', [thread.url])).toEqual({ [thread.url]: 1 });
  });

  it('is for staff of its site alone, and can be taken back once', async () => {
    await forum.addSite('echo');
    const theirs = await forum.article({ site: 'echo' });
    for (const path of [`threads/${theirs.id}`, 'threads/nowhere'])
      expect((await mia().ask('DELETE', `/moderation/${path}`)).status).toBe(404);
    expect(await refusalOf(merge(await forum.article(), theirs))).toMatchObject({ code: 'thread_not_found' });
    const thread = await forum.article();
    expect((await forum.as(forum.ana).ask('DELETE', `/moderation/threads/${thread.id}`)).status).toBe(403);
    await mia().get(z.unknown(), 'DELETE', `/moderation/threads/${thread.id}`);
    const [entry] = (await mia().log()).entries;
    await mia().get(z.unknown(), 'POST', `/moderation/log/${entry?.id}/undo`);
    const again = await mia().ask('POST', `/moderation/log/${entry?.id}/undo`);
    expect(again.status).toBe(409);
  });
});
