import { expect, it } from '@jest/globals';
import { Transactions, type Tx } from '../../src/database/transactions.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { PlacesRepository } from '../../src/messages/places.repository.js';
import { miscounts } from '../../src/database/backup/recounts.js';
import { look } from '../../src/database/backup/looking.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a long chain of empty places', (database) => {
  /** So many messages, each in answer to the one before it. */
  async function chain(forum: Forum, length: number): Promise<MessageView[]> {
    const thread = await forum.article();
    const messages: MessageView[] = [];
    for (let n = 0; n < length; n += 1) {
      const parentId = messages.at(-1)?.id;
      messages.push(await forum.as(forum.ana).post(thread, `Number ${n}.`, parentId ? { parentId } : {}));
    }
    return messages;
  }

  it('goes with the last message under it and comes back with it, each step told to who follows', async () => {
    const forum = await startForum({ database });
    const messages = await chain(forum, 12);
    const [root, last] = [messages[0]!, messages.at(-1)!];
    const places = messages.slice(1, -1);
    const reader = await forum.follow({ id: root.threadId });
    for (const { id } of places) await forum.as(forum.ana).delete({ id });
    const wrong = () => look(forum.config, miscounts);
    expect(await wrong()).toEqual([]);
    const upwards = places.map(({ id }) => id).toReversed();
    for (const _ of places) await reader.next('message.removed');

    const { message } = await forum.as(forum.mia).decide(last, 'reject');
    expect(await reader.next('message.removed')).toMatchObject({ id: last.id, kept: false, gone: upwards });
    expect(await wrong()).toEqual([]);
    const page = async () => (await forum.anyone.page({ id: root.threadId })).messages;
    expect(await page()).toMatchObject([{ id: root.id, replyCount: 0 }]);

    await forum.as(forum.mia).decide(message, 'restore');
    const heard = await reader.next('message.restored');
    expect(heard.id).toBe(last.id);
    const told = reader.events.at(-1)!.data as { places?: MessageView[] };
    expect(told.places?.map(({ id }) => id).toSorted()).toEqual(upwards.toSorted());
    expect(await page()).toMatchObject([{ id: root.id, replyCount: 1 }]);
    expect(await wrong()).toEqual([]);
  });

  it('takes no more statements than a short one, so that nobody waits for its length', async () => {
    const forum = await startForum({ database });
    const places = forum.service(PlacesRepository);
    const statements = async (length: number): Promise<number> => {
      const messages = await chain(forum, length);
      for (const { id } of messages.slice(1, -1)) await forum.as(forum.ana).delete({ id });
      const parent = messages.at(-2)!;
      let asked = 0;
      await forum.service(Transactions).run(async (tx) => {
        const counting: Tx = {
          ...tx,
          query: (sql, values) => {
            asked += 1;
            return tx.query(sql, values);
          },
        };
        expect((await places.vanish(counting, parent.id)).gone).toHaveLength(length - 2);
        expect(await places.appear(counting, parent.id)).toHaveLength(length - 2);
      });
      return asked;
    };
    expect(await statements(24)).toBe(await statements(4));
  });
});
