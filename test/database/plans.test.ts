import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { PagesRepository } from '../../src/messages/pages/pages.repository.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what an author of sixty thousand messages asks for', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  afterEach(() => void jest.restoreAllMocks());

  it('is found by an index that holds nothing but what is not published', async () => {
    const asked = jest.spyOn(forum.service(PrimaryReads), 'query');
    await forum.service(PagesRepository).unpublishedOf(forum.thread.id, forum.ana.id);
    const [sql, values = []] = asked.mock.calls[0] as [string, string[]?];
    const plain = sql.replace(/\$(\d)/g, (_, n: string) => `'${values[Number(n) - 1]}'`);
    const { read } = forum.connections;
    if (forum.connections.dialect === 'postgres') await read.query('SET enable_seqscan = off');
    const plan = await read.query<unknown[]>(
      forum.connections.dialect === 'postgres' ? `EXPLAIN ${plain}` : `EXPLAIN QUERY PLAN ${plain}`,
    );
    expect(JSON.stringify(plan)).toContain('messages_unpublished');
  });
});
