import { beforeAll, expect, it, jest } from '@jest/globals';
import { foundThreads } from '../../src/moderation/search/search.schema.js';
import { threadAnswer, threadDetails } from '../../src/moderation/threads/thread-acts.schema.js';
import { OutboundClient } from '../../src/outbound/outbound-client.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

eachDatabase('what a moderator sees of a discussion', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database, env: { PAGE_LOOKS: 'on' } });
  });
  const mia = () => forum.as(forum.mia);
  const details = ({ id }: { id: string }) => mia().get(threadDetails, 'GET', `/moderation/threads/${id}`);
  const patch = ({ id }: { id: string }, body: object) =>
    mia().get(threadAnswer, 'PATCH', `/moderation/threads/${id}`, { body });
  const find = async (words: string, more: Record<string, string> = {}) =>
    mia().get(foundThreads, 'GET', `/moderation/threads?${new URLSearchParams({ words, ...more })}`);

  it('are its addresses and keys, and whose word each is', async () => {
    const url = `http://localhost/details`;
    const thread = await forum.anyone.openThread({ site: 'default', url });
    await patch(thread, { title: 'The ferry', url: `${url}/now`, key: 'post-1' });
    expect(await details(thread)).toMatchObject({
      id: thread.id,
      title: 'The ferry',
      titleBy: 'staff',
      lookedAt: null,
    });
    const { addresses } = await details(thread);
    expect(addresses.map(({ kind, value, source }) => [kind, value, source]).toSorted()).toEqual([
      ['key', 'post-1', 'staff'],
      ['url', url, 'tag'],
      ['url', `${url}/now`, 'staff'],
    ]);
  });

  it('is there also where it was merged or deleted, and says so', async () => {
    const [from, into] = [await forum.article(), await forum.article()];
    await mia().get(threadAnswer, 'POST', `/moderation/threads/${from.id}/merge`, { body: { into: into.id } });
    expect(await details(from)).toMatchObject({ id: from.id, gone: { movedTo: into.id }, addresses: [] });
    await mia().get(threadAnswer, 'DELETE', `/moderation/threads/${into.id}`);
    expect(await details(into)).toMatchObject({ id: into.id, gone: { movedTo: null } });
  });

  it('is asked of the page again when a moderator wants that, and the log says so', async () => {
    const thread = await forum.article();
    const pages = jest.spyOn(forum.service(OutboundClient), 'page');
    const before = forum.clock.now();
    const looked = await mia().get(threadDetails, 'POST', `/moderation/threads/${thread.id}/look`);
    expect(Date.parse(looked.lookedAt ?? '')).toBeGreaterThanOrEqual(before);
    expect((await mia().log()).entries[0]).toMatchObject({ action: 'thread.look', subject: { id: thread.id } });
    await until('the look', () => pages.mock.calls.some(([url]) => url === thread.url));
  });

  it('is asked of the page once where a moderator’s press of the button is sent twice', async () => {
    const thread = await forum.article();
    const before = (await mia().log()).entries.length;
    const asked = { key: `look-${thread.id}` };
    const [one, again] = [
      await mia().ask('POST', `/moderation/threads/${thread.id}/look`, asked),
      await mia().ask('POST', `/moderation/threads/${thread.id}/look`, asked),
    ];
    expect([one.status, again.status, again.text]).toEqual([200, 200, one.text]);
    expect((await mia().log()).entries).toHaveLength(before + 1);
  });

  it('says nobody’s word of an address of before that was kept', async () => {
    const thread = await forum.article();
    await forum.connections.write.query(`UPDATE thread_addresses SET source = '' WHERE thread_id = '${thread.id}'`);
    await forum.connections.write.query(`UPDATE threads SET title_by = '' WHERE id = '${thread.id}'`);
    expect(await details(thread)).toMatchObject({ titleBy: 'none', addresses: [{ value: thread.url, source: null }] });
  });

  it('is nobody else’s to see', async () => {
    await forum.addSite('echo');
    const theirs = await forum.article({ site: 'echo' });
    expect(await refusalOf(details(theirs))).toMatchObject({ code: 'thread_not_found' });
    expect((await mia().ask('POST', `/moderation/threads/${theirs.id}/look`)).status).toBe(404);
    expect((await forum.as(forum.ana).ask('GET', `/moderation/threads/${forum.thread.id}`)).status).toBe(403);
  });

  it('is found by an address that it had once, by its key and by its id, first of all', async () => {
    const thread = await forum.article({ title: 'Found' });
    await patch(thread, { url: `${thread.url}/since`, key: `key of ${thread.id}` });
    await forum.article({ title: `About ${thread.id}` });
    for (const words of [thread.url, thread.id, `key of ${thread.id}`])
      expect((await find(words)).threads[0]).toMatchObject({ id: thread.id, title: 'Found' });
  });

  it('is listed the latest first, page after page, once, and not when it is gone', async () => {
    const made = [];
    for (const n of [1, 2, 3, 4, 5]) {
      forum.clock.pass(1_000);
      made.push(await forum.anyone.openThread({ site: 'default', url: `http://localhost/listed/${n}` }));
    }
    await mia().get(threadAnswer, 'DELETE', `/moderation/threads/${made[1]?.id}`);
    const listed: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof find>> = await find('localhost/listed', {
        limit: '2',
        ...(cursor ? { cursor } : {}),
      });
      listed.push(...page.threads.map(({ url }) => url.slice(-1)));
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(listed).toEqual(['5', '4', '3', '1']);
  });
});
