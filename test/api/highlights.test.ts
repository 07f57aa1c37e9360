import { beforeAll, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import { eventsAnswer } from '../../src/events/events.schema.js';
import { MessagesRepository } from '../../src/messages/messages.repository.js';
import { ThreadLog } from '../../src/messages/stream/thread-log.js';
import { threadView } from '../../src/threads/thread.view.js';
import { ThreadsRepository } from '../../src/threads/threads.repository.js';
import { ThreadsService } from '../../src/threads/threads.service.js';
import { apply } from '../../src/web/forum/state/apply.js';
import { begin } from '../../src/web/forum/state/state.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a message that is highlighted', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('is told to followers, to those who come later, and to the page', async () => {
    const start = await forum.article();
    const { id } = await forum.as(forum.ana).post(start, 'The ferry is back.');
    const reader = await forum.follow(start);
    await forum.service(Transactions).run(async (tx) => {
      const { site } = await forum.service(ThreadsService).onSite(start.id);
      const message = await forum.service(MessagesRepository).lock(tx, id);
      const thread = await forum.service(ThreadsRepository).advance(tx, start.id, 0);
      const known = { messages: new Map([[id, message!]]), thread: threadView(thread, site) };
      const happening = { type: 'message.highlighted', message: message!, by: 'Mia' } as const;
      await forum.service(ThreadLog).append(tx, [{ thread, happening, known }]);
    });
    expect(await reader.next('message.highlighted')).toMatchObject({ id });
    const answer = await forum.anyone.get(eventsAnswer, 'GET', `/threads/${start.id}/events`);
    const events = 'events' in answer ? answer.events : [];
    expect(events).toMatchObject([{ type: 'message.posted' }, { type: 'message.highlighted', data: { by: 'Mia' } }]);
    const page = begin({ thread: start, sort: 'oldest', embedded: false, origin: forum.url });
    const shown = events.reduce((state, event) => apply(state, event, () => true), page);
    expect(shown.messages[id]).toMatchObject({ html: '<p>The ferry is back.</p>\n' });
  });
});
