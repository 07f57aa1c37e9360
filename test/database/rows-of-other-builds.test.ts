import { beforeAll, describe, expect, it } from '@jest/globals';
import { verdictsAnswer } from '../../src/moderation/verdicts/verdicts.schema.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';

eachDatabase('what another build wrote', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const write = (sql: string) => forum.connections.write.query(sql);

  describe('of why a message was held', () => {
    let message: MessageView;
    beforeAll(async () => {
      message = await forum.as(forum.ana).post(forum.thread, 'Why is this here?');
    });
    const wrote = async (columns: string) => {
      const plain = `verdict = 'publish', rules = '[]', facts = '{"repeat":false}', evidence = '{}'`;
      await write(`UPDATE message_verdicts SET ${plain} WHERE message_id = '${message.id}'`);
      await write(`UPDATE message_verdicts SET ${columns} WHERE message_id = '${message.id}'`);
      return forum
        .as(forum.mia)
        .get(verdictsAnswer, 'GET', `/moderation/messages/${message.id}/verdicts`)
        .then(({ verdicts }) => verdicts);
    };

    it.each([
      [`rules = 'null'`, { rules: [], facts: { repeat: false } }],
      [`rules = '{"held":true}'`, { rules: [] }],
      [`facts = ''`, { verdict: 'publish', facts: {} }],
      [`facts = 'null'`, { facts: {} }],
      [`evidence = '[1]'`, { evidence: {} }],
      [
        `evidence = '{"tone":{"value":1,"by":"cache"},"none":null,"look":{"value":2,"by":"source"}}'`,
        { evidence: { look: { value: 2, by: 'source' } } },
      ],
    ])('is told as far as it is understood: %s', async (columns, told) => {
      expect(await wrote(columns)).toMatchObject([told]);
    });

    it('is left out where it is a verdict of its own', async () => {
      expect(await wrote(`verdict = 'shadow'`)).toEqual([]);
    });
  });

  it.each([
    'null',
    '',
    '[]',
    '{"places":null}',
    '{"places":"x"}',
    '{"places":[7]}',
    '{"gone":null,"kept":null,"why":null}',
  ])('of an event keeps no follower from the rest of the thread: %j', async (detail) => {
    const thread = await forum.article();
    const first = await forum.as(forum.ana).post(thread, `Says ${detail} first.`);
    const second = await forum.as(forum.ben).post(thread, `Says ${detail} second.`);
    for (const type of ['message.posted', 'message.removed', 'message.restored', 'message.pinned']) {
      await write(
        `UPDATE thread_events SET type = '${type}', detail = '${detail}' WHERE thread_id = '${thread.id}' AND position = 1`,
      );
      const { events } = (await forum.anyone.events(thread)) as { events: readonly { position: number }[] };
      expect(events).toMatchObject([{ position: 1 }, { position: 2, data: { message: { id: second.id } } }]);
      expect(JSON.stringify(events[0])).toContain(type === 'message.pinned' ? thread.id : first.id);
    }
  });

  it('of why something is held keeps its author from no edit', async () => {
    await forum.changeSite('default', { settings: { premoderation: 'all' } });
    const author = forum.as(forum.ana);
    for (const reasons of ['null', '', '{"code":"tone"}', '[null,7]', '"x"']) {
      const held = await author.post(forum.thread, `Held for ${reasons}.`);
      await write(`UPDATE messages SET reasons = '${reasons}' WHERE id = '${held.id}'`);
      expect(await author.edit(held, `Edited, held for ${reasons}.`)).toMatchObject({ state: 'held', revision: 2 });
    }
    await forum.changeSite('default', { settings: { premoderation: 'none' } });
  });

  it('of an answer is given again as far as it is understood, and is nobody else’s fault where it is not', async () => {
    const post = (key: string) =>
      forum.as(forum.ben).ask('POST', `/threads/${forum.thread.id}/messages`, { body: { text: `By ${key}.` }, key });
    const kept = async (key: string, answer: string) => {
      await post(key);
      await write(`UPDATE idempotency_keys SET answer = '${answer}' WHERE key = '${key}'`);
      return post(key);
    };
    expect(await kept('merged', '{"outcome":"merged","value":{"message":{"id":"m"}}}')).toMatchObject({
      status: 200,
      body: { message: { id: 'm' } },
    });
    for (const answer of ['', 'null', '[]']) {
      const refused = kept(`kept-${answer}-`, answer);
      expectRefusal(await refused, 'idempotency_mismatch');
    }
  });

  it('of an entry of the log keeps moderators from none of the others', async () => {
    await forum.as(forum.mia).setState(await forum.article(), 'closed', 'Enough.');
    await write(`UPDATE audit_log SET before = '', after = 'none' WHERE seq = 1`);
    const { entries } = await forum.as(forum.mia).log();
    expect(entries.at(-1)).toMatchObject({ id: '1', before: null, after: null });
  });
});
