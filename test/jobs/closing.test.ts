import { beforeAll, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import { Jobs } from '../../src/jobs/jobs.service.js';
import { CLOSE_THREAD } from '../../src/threads/closing.service.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a discussion that is to close at a time', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database, env: { JOBS_POLL: '60000' } });
  });

  it('is open until then, and closed afterwards on every page that has it open', async () => {
    const thread = await forum.article();
    const reader = await forum.follow(thread);
    const runAt = forum.clock.now() + minutes(5);
    await forum.service(Transactions).run((tx) => tx.enqueue(CLOSE_THREAD, { threadId: thread.id }, { runAt }));
    await forum.service(Jobs).runDue();
    await forum.as(forum.ana).post(thread, 'Still open?');
    forum.clock.pass(minutes(5));
    await forum.service(Jobs).runDue();
    expect(await reader.next('thread.changed')).toMatchObject({ state: 'closed' });
  });
});
