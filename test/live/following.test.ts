import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('following a thread', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('shows a reply to everyone following the thread', async () => {
    const { ana, ben } = forum;
    const thread = await forum.article();
    const message = await forum.as(ana).post(thread, 'Was anyone there?');
    const readers = await Promise.all([forum.follow(thread), forum.follow(thread, ana), forum.follow(thread, ben)]);
    const reply = await forum.as(ben).reply(message, 'I was there.');
    for (const reader of readers) {
      expect(await reader.next('message.posted')).toMatchObject({ id: reply.id, author: { name: 'Ben' }, parentId: message.id });
    }
  });
});
