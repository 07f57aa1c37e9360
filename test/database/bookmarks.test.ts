import { beforeAll, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import { BookmarksRepository } from '../../src/message-parts/bookmarks/bookmarks.repository.js';
import { PartTablesRepository } from '../../src/messages/parts/part-tables.repository.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('bookmarks', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('are a member’s own, and go with the message', async () => {
    const { ana, ben, thread } = forum;
    const { id } = await forum.as(ana).post(thread, 'The ferry is back.');
    const bookmarks = forum.service(BookmarksRepository);
    const run = forum.service(Transactions).run.bind(forum.service(Transactions));
    await run((tx) => bookmarks.add(tx, { messageId: id, memberId: ben.id, threadId: thread.id, at: tx.now }));
    expect([await bookmarks.of(thread.id, ben.id), await bookmarks.of(thread.id, ana.id)]).toEqual([[id], []]);
    await run((tx) => forum.service(PartTablesRepository).removeAll(tx, 'SELECT $1', [id]));
    expect(await bookmarks.of(thread.id, ben.id)).toEqual([]);
  });
});
