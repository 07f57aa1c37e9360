import { beforeAll, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import { MessagesRepository } from '../../src/messages/messages.repository.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a column of messages', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('is stored with new ones, and read with all of them', async () => {
    const { id } = await forum.as(forum.ana).post(forum.thread, 'The ferry is back.');
    const read = async () => (await forum.service(MessagesRepository).byId(id))?.highlightedAt;
    expect(await read()).toBeNull();
    await forum
      .service(Transactions)
      .run((tx) => tx.query('UPDATE messages SET highlighted_at = $2 WHERE id = $1', [id, 1_764_000_000_000]));
    expect(await read()).toBe(1_764_000_000_000);
  });
});
