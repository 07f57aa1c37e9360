import { beforeAll, expect, it } from '@jest/globals';
import { ErasuresService } from '../../src/messages/erasures/erasures.service.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('taking back what was done to discussions, in any order', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const act = (method: string, path: string, body?: object) =>
    forum.as(forum.mia).get(threadAnswer, method, `/moderation/${path}`, body ? { body } : {});
  const patch = ({ id }: ThreadView, body: object) => act('PATCH', `threads/${id}`, body);
  const merge = (from: ThreadView, into: ThreadView) => act('POST', `threads/${from.id}/merge`, { into: into.id });
  const undo = ({ entry }: { entry: string | null }) => act('POST', `log/${entry}/undo`);
  const talk = async (name: string): Promise<ThreadView> => {
    const thread = await forum.article({ title: name });
    await forum.as(forum.ana).post(thread, `${name} ${thread.id}`);
    return thread;
  };
  const said = async (thread: ThreadView) =>
    (await forum.anyone.page(thread)).messages.map(({ html }) => html.replace(/<p>(\w+).*/s, '$1')).toSorted();

  it('of two merges the first: everybody’s messages are back in the discussion in which they were written', async () => {
    const [one, two, home] = [await talk('One'), await talk('Two'), await talk('Home')];
    const first = await merge(one, home);
    const second = await merge(two, home);
    await undo(first);
    expect([await said(one), await said(home)]).toEqual([['One'], ['Home', 'Two']]);
    await undo(second);
    expect([await said(one), await said(two), await said(home)]).toEqual([['One'], ['Two'], ['Home']]);
    for (const thread of [one, two, home])
      expect(await forum.anyone.counts('default', [thread.url])).toEqual({ [thread.url]: 1 });
    // Where they were is kept for as long as the merges stand.
    expect(await forum.connections.read.query('SELECT act FROM moved_messages')).toEqual([]);
  });

  it('a merge into what was merged itself only after that one', async () => {
    const [one, two, home] = [await talk('One'), await talk('Two'), await talk('Home')];
    const first = await merge(one, two);
    const second = await merge(two, home);
    expect(await refusalOf(undo(first))).toMatchObject({ status: 409, code: 'conflict' });
    expect(await said(home)).toEqual(['Home', 'One', 'Two']);
    await undo(second);
    await undo(first);
    expect([await said(one), await said(two), await said(home)]).toEqual([['One'], ['Two'], ['Home']]);
  });

  it('not what was done once more since: that entry takes it back, and everything is in sight again', async () => {
    const [one, home] = [await talk('One'), await talk('Home')];
    const ways = [() => merge(one, home), () => act('DELETE', `threads/${one.id}`)];
    for (const way of ways) {
      const first = await way();
      await undo(first);
      const second = await way();
      expect(await refusalOf(undo(first))).toMatchObject({ status: 409, code: 'conflict' });
      await undo(second);
      expect([await said(one), await said(home)]).toEqual([['One'], ['Home']]);
      expect(await refusalOf(undo(second))).toMatchObject({ status: 409, code: 'conflict' });
    }
  });

  it('a move: the address to which it was moved is free again, and so is the key', async () => {
    const thread = await talk('Moved');
    const url = `${thread.url}/elsewhere`;
    const moved = await patch(thread, { url, key: `key ${thread.id}` });
    expect(await undo(moved)).toMatchObject({ url: thread.url, key: null });
    expect(await forum.anyone.counts('default', [thread.url, url])).toEqual({ [thread.url]: 1, [url]: 0 });
    const other = await forum.article();
    expect(await patch(other, { url, key: `key ${thread.id}` })).toMatchObject({ url, key: `key ${thread.id}` });
    expect(await refusalOf(undo(moved))).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('a name only while it is the one that was given: what was said later stays', async () => {
    const thread = await talk('The fery');
    const first = await patch(thread, { title: 'The ferry' });
    const second = await patch(thread, { title: 'The ferry is back' });
    expect(await refusalOf(undo(first))).toMatchObject({ status: 409, code: 'conflict' });
    expect(await undo(second)).toMatchObject({ title: 'The ferry' });
    expect(await undo(first)).toMatchObject({ title: 'The fery' });
    expect(await refusalOf(undo(first))).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('writes nothing down where nothing was changed', async () => {
    const thread = await talk('The ferry');
    expect(await patch(thread, { title: 'The ferry' })).toMatchObject({ entry: null });
    expect(await patch(thread, { url: thread.url })).toMatchObject({ entry: null });
  });

  it('shows nothing again that was erased while its discussion was deleted', async () => {
    const thread = await talk('Erased');
    const carl = await forum.guest(`Carl ${database}`);
    await forum.as(carl).post(thread, 'My name and my street.');
    const deleted = await act('DELETE', `threads/${thread.id}`);
    await forum.service(ErasuresService).erase(carl.id);
    await undo(deleted);
    expect(await said(thread)).toEqual(['Erased']);
  });
});
