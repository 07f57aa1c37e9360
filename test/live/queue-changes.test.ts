import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

eachDatabase('a console', (database) => {
  let forum: Forum;
  let nora: Person;
  let message: MessageView;
  let held: MessageView;
  beforeAll(async () => {
    forum = await startForum({ database });
    nora = await forum.guest('Nora');
    await forum.addSite('gazette');
  });
  beforeEach(async () => {
    const thread = await forum.article();
    message = await forum.as(forum.ana).post(thread, `Report me in ${thread.id}`);
    held = await forum.as(nora).post(thread, `See www.example.com/${thread.id}`);
  });

  it('hears when a reported message is edited, and when one more reports it', async () => {
    await forum.as(forum.ben).report(message);
    const console = await forum.watchQueue('default', forum.mia);
    await forum.as(forum.ana).edit(message, 'Good morning');
    expect(await console.frame('queue')).toMatchObject({
      change: 'changed',
      messageId: message.id,
      item: { message: { text: 'Good morning', revision: 2 }, reported: { text: message.text } },
    });
    await forum.as(nora).report(message, 'spam');
    expect(await console.frame('queue')).toMatchObject({
      change: 'changed',
      messageId: message.id,
      item: { reportCounts: { total: 2, reasons: { abuse: 1, spam: 1 } } },
    });
  });

  it('hears when one that waits is edited, why it waits still, and when it is taken back', async () => {
    const console = await forum.watchQueue('default', forum.mia);
    const edited = await forum.as(nora).edit(held, 'No link any more');
    expect(await console.frame('queue')).toMatchObject({
      change: 'changed',
      item: { kind: 'held', message: { text: 'No link any more' }, reasons: [{ code: 'newcomer_link' }] },
    });
    await forum.as(nora).edit(edited, 'See www.example.org instead');
    const { item } = await console.frame('queue');
    expect(item?.reasons).toEqual([{ code: 'newcomer_link', detail: expect.stringContaining('example.org') }]);
    await forum.as(nora).delete(held);
    const left = await console.frame('queue');
    expect([left.change, left.messageId, left.item, left.by]).toEqual(['left', held.id, undefined, undefined]);
  });

  it('lists what is reported with the oldest message first, and counts what waits on all one’s sites', async () => {
    const there = await forum.as(forum.ana).post(await forum.article({ site: 'gazette' }), 'In the gazette');
    const later = await forum.as(forum.ana).post(await forum.article(), 'Later, and reported first');
    for (const one of [later, there, message]) await forum.as(forum.ben).report(one);
    const { items, total } = await forum.as(forum.olga).queue({ kind: 'reported', limit: 100 });
    const ids = items.map((item) => item.message.id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toEqual(expect.arrayContaining([later.id, there.id, message.id]));
    expect(total).toBe(ids.length);
    const mine = await forum.as(forum.mia).queue({ kind: 'reported', limit: 100 });
    expect([mine.total, mine.items.some((item) => item.message.id === there.id)]).toEqual([total - 1, false]);
  });
});
