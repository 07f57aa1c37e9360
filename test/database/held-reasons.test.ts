import { beforeAll, expect, it } from '@jest/globals';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a reason to hold that a newer build wrote', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.changeSite('default', { settings: { premoderation: 'all' } });
  });

  it('keeps no moderator from the message, nor from those beside it', async () => {
    const odd = await forum.as(forum.ana).post(forum.thread, 'Held for a reason of tomorrow.');
    const plain = await forum.as(forum.ben).post(forum.thread, 'Held beside it.');
    for (const [reasons, read] of [
      ['[{"rule":"tone"},{"code":"tone","detail":"rude"}]', [{ code: 'tone', detail: 'rude' }]],
      ['{"code":"tone","evidence":{"score":1}}', [{ code: 'tone' }]],
      ['[{"code":"tone","detail":{"score":1}},null]', []],
      ['', []],
    ] as const) {
      await forum.connections.write.query(`UPDATE messages SET reasons = '${reasons}' WHERE id = '${odd.id}'`);
      const { items } = await forum.as(forum.mia).queue({ kind: 'held' });
      expect(items.map(({ message, reasons: why }) => [message.id, why])).toEqual([
        [odd.id, read],
        [plain.id, [{ code: 'premoderation' }]],
      ]);
    }
  });
});
