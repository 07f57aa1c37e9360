import { beforeAll, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the context of a message', (database) => {
  let forum: Forum;
  let ana: Acting;
  let mia: Acting;
  let said = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    [ana, mia] = [forum.as(forum.ana), forum.as(forum.mia)];
  });

  const text = () => `Message ${(said += 1)}`;
  /** A message, a reply to it, a reply to that, and so on. */
  async function chain(thread: ThreadView, length: number): Promise<MessageView[]> {
    const messages = [await ana.post(thread, text())];
    while (messages.length < length) messages.push(await ana.reply(messages.at(-1) as MessageView, text()));
    return messages;
  }
  const ids = (messages: readonly { id: string }[]) => messages.map(({ id }) => id);

  it('is its ancestors from the top, itself, and its replies', async () => {
    const thread = await forum.article();
    const [root, parent, message, reply] = (await chain(thread, 4)) as [
      MessageView,
      MessageView,
      MessageView,
      MessageView,
    ];
    const { text: _, ...seen } = message;
    const context = await forum.anyone.context(message);
    expect(context.thread).toEqual(await forum.anyone.thread(thread));
    expect([ids(context.ancestors), context.earlier]).toEqual([[root.id, parent.id], null]);
    expect(context.message).toMatchObject({
      ...seen,
      replyCount: 1,
      replies: { messages: [{ id: reply.id }], next: null },
    });
    expect(context.place.rootId).toBe(root.id);
    expect((await forum.anyone.context(root)).ancestors).toEqual([]);
  });

  it('is no more than twenty-five ancestors, and the way to those above', async () => {
    const messages = await chain(await forum.article(), 40);
    const context = await forum.anyone.context(messages[39] as MessageView);
    expect(ids(context.ancestors)).toEqual(ids(messages.slice(14, 39)));
    expect(context.earlier).toBe(messages[13]?.id);
    expect(context.place.rootId).toBe(messages[0]?.id);
    const above = await forum.anyone.context({ id: context.earlier as string });
    expect([ids(above.ancestors), above.earlier]).toEqual([ids(messages.slice(0, 13)), null]);
    const fits = await forum.anyone.context(messages[25] as MessageView);
    expect([fits.ancestors.length, fits.earlier]).toEqual([25, null]);
  });

  it('leads on into the thread from where its branch begins, both ways', async () => {
    const thread = await forum.article();
    const roots = [];
    for (let n = 0; n < 9; n += 1) roots.push((await ana.post(thread, text())).id);
    const reply = await ana.reply({ id: roots[4] as string, threadId: thread.id }, text());
    for (const id of [roots[4] as string, reply.id]) {
      const { place } = await forum.anyone.context({ id });
      const older = await forum.anyone.page(thread, { cursor: place.older as string });
      const newer = await forum.anyone.page(thread, { cursor: place.newer as string });
      expect([...ids(older.messages).toReversed(), place.rootId, ...ids(newer.messages)]).toEqual(roots);
    }
  });

  it('shows empty places for what was taken away above it', async () => {
    const [root, parent, message] = (await chain(await forum.article(), 3)) as [MessageView, MessageView, MessageView];
    await mia.decide(parent, 'reject');
    await ana.delete(root);
    const { ancestors } = await forum.anyone.context(message);
    expect(ancestors).toMatchObject([
      { id: root.id, state: 'deleted', author: null, html: '' },
      { id: parent.id, state: 'rejected', author: null, html: '' },
    ]);
    expect(await forum.anyone.context(parent)).toMatchObject({
      message: { state: 'rejected', author: null, html: '' },
    });
  });

  it('of what waits is its author’s and the moderators’', async () => {
    const nora = await forum.guest('Nora');
    const parent = await ana.post(await forum.article(), text());
    const held = await forum.as(nora).reply(parent, `www.example.com ${text()}`);
    for (const who of [forum.as(nora), mia]) {
      const context = await who.context(held);
      expect(context.message).toEqual(held);
      expect([ids(context.ancestors), context.place]).toEqual([
        [parent.id],
        { rootId: parent.id, older: expect.any(String), newer: expect.any(String) },
      ]);
    }
    for (const who of [forum.anyone, ana]) {
      expect(await refusalOf(who.context(held))).toMatchObject({ status: 404, code: 'message_not_found' });
    }
    expect((await forum.anyone.context(parent)).message.replies?.messages).toEqual([]);
  });

  it('of what is not there is not there', async () => {
    for (const id of ['nothing', forum.thread.id]) {
      expect(await refusalOf(forum.anyone.context({ id }))).toMatchObject({ status: 404, code: 'message_not_found' });
    }
  });
});
