import { beforeAll, expect, it } from '@jest/globals';
import { queueAnswer } from '../../src/moderation/queue/queue.schema.js';
import { belongs } from '../../src/web/console/queue/queues.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the queue of all that waits', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('has what is held and what is reported, the oldest first', async () => {
    const { ana, ben, mia, thread } = forum;
    const reported = await forum.as(ana).post(thread, 'Buy ferries!');
    await forum.as(ben).report(reported, 'spam');
    const newcomer = await forum.guest('Paul');
    const held = await forum.as(newcomer).post(thread, 'See https://ferry.example/');
    await forum.as(ana).post(thread, 'Nothing wrong here.');
    const { items } = await forum.as(mia).get(queueAnswer, 'GET', '/moderation/queue?kind=waiting');
    expect(items.map(({ message, kind }) => [message.id, kind])).toEqual([
      [reported.id, 'reported'],
      [held.id, 'held'],
    ]);
    expect(items.every((item) => belongs('waiting', item))).toBe(true);
  });
});
