import { beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../src/database/ids.js';
import { Transactions } from '../../src/database/transactions.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { KnownThreads } from '../../src/threads/addresses/known-threads.service.js';
import { ThreadsRepository } from '../../src/threads/threads.repository.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a discussion', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('is found by every id that it had, however often it was merged, also to write in', async () => {
    const chain = [];
    for (let n = 0; n < 4; n += 1) chain.push(await forum.article());
    const [first, ...others] = chain;
    const last = chain[3];
    await forum.as(forum.ana).post(first!, 'Said in the first of four.');
    let from = first!;
    for (const into of others) {
      const body = { into: into.id };
      await forum.as(forum.mia).get(threadAnswer, 'POST', `/moderation/threads/${from.id}/merge`, { body });
      from = into;
    }
    for (const { id } of chain)
      expect(await forum.anyone.thread({ id })).toMatchObject({ id: last?.id, messageCount: 1 });
    const late = await forum.as(forum.ben).post(first!, 'Said by the first of four ids.');
    expect(late.threadId).toBe(last?.id);
    expect((await forum.anyone.page(first!)).messages.map(({ id }) => id)).toContain(late.id);
  });

  it('of before there were addresses is found by its own, and of two under one article that with more messages', async () => {
    const [quiet, busy] = [await forum.article(), await forum.article()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await forum.as(forum.ana).post(busy!, 'Where people talk.');
    const these = `('${quiet!.id}', '${busy!.id}')`;
    const { write } = forum.connections;
    await write.query(`DELETE FROM thread_addresses WHERE thread_id IN ${these}`);
    await write.query(`UPDATE threads SET url = 'http://localhost/twice', title_by = '' WHERE id IN ${these}`);
    await forum.service(KnownThreads).onModuleInit();
    const found = await forum.anyone.openThread({ site: 'default', url: 'http://localhost/twice' });
    expect(found).toMatchObject({ id: busy!.id, messageCount: 1 });
    expect((await forum.anyone.thread(quiet!)).id).toBe(quiet!.id);
  });

  it('of before there were addresses is found by its own, also where there are hundreds of them', async () => {
    const like = (await forum.service(ThreadsRepository).row(forum.thread.id))!;
    const many = Array.from({ length: 401 }, (_, n) => `http://localhost/of-before/${n}`);
    await forum.service(Transactions).run(async (tx) => {
      for (const url of many)
        await forum.service(ThreadsRepository).insert(tx, { ...like, id: newId(tx.now), url, titleBy: '' });
    });
    await forum.service(KnownThreads).onModuleInit();
    const found = await forum.connections.read.query(
      `SELECT hash FROM thread_addresses WHERE value LIKE '%/of-before/%'`,
    );
    expect(found).toHaveLength(401);
  });

  it('that is closed says by whom, why and since when, and nothing once it is open again', async () => {
    const thread = await forum.article();
    const before = forum.clock.now();
    await forum.as(forum.mia).setState(thread, 'closed', 'Enough was said');
    const { state, closed } = await forum.anyone.thread(thread);
    expect([state, closed]).toEqual(['closed', { by: 'Mia', reason: 'Enough was said', at: expect.any(String) }]);
    expect(Date.parse(closed?.at ?? '')).toBeGreaterThanOrEqual(before);
    await forum.as(forum.mia).setState(thread, 'archived');
    expect((await forum.anyone.thread(thread)).closed).toMatchObject({ by: 'Mia', reason: null });
    await forum.as(forum.mia).setState(thread, 'open');
    expect(await forum.anyone.thread(thread)).toMatchObject({ state: 'open', closed: null });
  });
});
