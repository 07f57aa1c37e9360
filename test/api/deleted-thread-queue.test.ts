import { beforeAll, expect, it } from '@jest/globals';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what waited in a discussion that is deleted', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const mia = () => forum.as(forum.mia);

  it('leaves the queue and every console at once, and comes back when that is taken back', async () => {
    const thread = await forum.article();
    const held = await forum.as(await forum.guest('Ida')).post(thread, 'My pictures: https://ida.example/');
    const reported = await forum.as(forum.ben).post(thread, 'You people know nothing.');
    const quiet = await forum.as(forum.ben).post(thread, 'I was there.');
    await forum.as(forum.ana).report(reported);
    const spam = await forum.as(await forum.guest('Max')).post(thread, 'Cheap pills: https://max.example/');
    await mia().decide(spam, 'spam');
    const console = await forum.watchQueue('default', forum.mia);
    const deleted = await mia().get(threadAnswer, 'DELETE', `/moderation/threads/${thread.id}`);

    for (const { id } of [held, reported])
      expect(await console.frame('queue', (data) => 'messageId' in data && data.messageId === id)).toMatchObject({
        change: 'left',
        by: { name: 'Mia' },
        counts: { held: 0, reported: 0 },
      });
    for (const kind of ['held', 'reported', 'spam', 'all'] as const)
      expect(await mia().queue({ kind })).toMatchObject({ items: [], total: 0 });
    for (const message of [held, reported, quiet])
      expect(await refusalOf(mia().decide(message, 'reject'))).toMatchObject({ code: 'message_not_found' });

    await mia().get(threadAnswer, 'POST', `/moderation/log/${deleted.entry}/undo`);
    for (const { id } of [held, reported])
      expect(await console.frame('queue', (data) => 'messageId' in data && data.messageId === id)).toMatchObject({
        change: 'entered',
        item: { message: { id } },
        counts: { held: 1, reported: 1 },
      });
    expect((await mia().queue({ kind: 'spam' })).items).toMatchObject([{ message: { id: spam.id } }]);
    expect((await mia().decide(held, 'approve')).message.state).toBe('published');
  });
});
