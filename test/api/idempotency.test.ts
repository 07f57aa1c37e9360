import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messageAnswer, type MessageView } from '../../src/messages/messages.schema.js';
import { sitesAnswer } from '../../src/moderation/addresses/addresses.schema.js';
import { settingsAnswer } from '../../src/moderation/settings/settings.schema.js';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import type { Answer } from '../support/answer.js';
import { hours, minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a write with an Idempotency-Key', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let ana: Acting;
  let ben: Acting;
  let mia: Acting;
  let olga: Acting;
  beforeAll(async () => {
    forum = await startForum({ database });
    [ana, ben, mia, olga] = [forum.ana, forum.ben, forum.mia, forum.olga].map((who) => forum.as(who)) as [
      Acting,
      Acting,
      Acting,
      Acting,
    ];
  });
  beforeEach(async () => {
    forum.clock.pass(minutes(11));
    thread = await forum.article();
  });

  const post = (who: Acting, key: string | undefined, text = 'I was there.', on = thread) =>
    who.ask('POST', `/threads/${on.id}/messages`, { key, body: { text } });
  const count = async () => (await forum.anyone.thread(thread)).messageCount;
  const replayed = ({ headers }: Answer) => headers.get('idempotency-replayed');
  const first = (n: number) => `key ${thread.id.slice(-12)} ${n}`.replaceAll(' ', '-');

  it('is answered again as it was answered first, and done once', async () => {
    const [one, again, later] = [await post(ana, first(1)), await post(ana, first(1)), await post(ana, first(1))];
    expect([one.status, again.status, later.status]).toEqual([201, 201, 201]);
    expect([replayed(one), replayed(again), replayed(later)]).toEqual([null, 'true', 'true']);
    expect([again.text, later.text]).toEqual([one.text, one.text]);
    expect(await count()).toBe(1);
    expect((await forum.anyone.thread(thread)).position).toBe(1);
  });

  it('is done once when fifty come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(ana, first(1))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('is refused when it asks for something else', async () => {
    const message = messageAnswer.parse((await post(ana, first(1))).body).message;
    const other = await Promise.all([
      post(ana, first(1), 'I was not there.'),
      post(ana, first(1), 'I was there.', await forum.article()),
      ana.ask('PATCH', `/messages/${message.id}`, { key: first(1), body: { text: 'I was there.', revision: 1 } }),
      ana.ask('DELETE', `/messages/${message.id}`, { key: first(1) }),
    ]);
    for (const answer of other) {
      expect([answer.status, answer.body]).toMatchObject([422, { error: { code: 'idempotency_mismatch' } }]);
      expect(replayed(answer)).toBeNull();
    }
    expect(await count()).toBe(1);
  });

  it('is each member’s own', async () => {
    const [one, other] = [await post(ana, first(1)), await post(ben, first(1), 'So was I.')];
    expect([one.status, other.status, replayed(other)]).toEqual([201, 201, null]);
    expect(await count()).toBe(2);
  });

  it('may be tried again with its key after it was refused: what was refused is not kept', async () => {
    await mia.setState(thread, 'closed');
    expect((await post(ana, first(1))).status).toBe(409);
    await mia.setState(thread, 'open');
    expect((await post(ana, first(2), '')).status).toBe(422);
    const [closed, empty] = [await post(ana, first(1)), await post(ana, first(2), 'Something after all.')];
    expect([closed.status, replayed(closed), empty.status, replayed(empty)]).toEqual([201, null, 201, null]);
  });

  it('is answered as at first whatever has happened since', async () => {
    const one = await post(ana, first(1));
    const { message } = messageAnswer.parse(one.body);
    await ana.edit(message, 'I was there, I think.');
    await ana.delete(message);
    await mia.setState(thread, 'closed');
    const again = await post(ana, first(1));
    expect([again.status, again.text, replayed(again)]).toEqual([201, one.text, 'true']);
    expect(await count()).toBe(0);
  });

  it('is told from 202 and 201: a held message is held again', async () => {
    const nora = forum.as(await forum.guest('Nora'));
    const [one, again] = [await post(nora, first(1), 'www.example.com'), await post(nora, first(1), 'www.example.com')];
    expect([one.status, again.status, again.text]).toEqual([202, 202, one.text]);
    expect((await nora.mine(thread)).held).toHaveLength(1);
  });

  it('is kept for a day, and then a new one', async () => {
    const one = await post(ana, first(1));
    forum.clock.pass(hours(23));
    expect(replayed(await post(ana, first(1)))).toBe('true');
    forum.clock.pass(hours(1) + minutes(1));
    const next = await post(ana, first(1));
    expect([next.status, replayed(next)]).toEqual([201, null]);
    expect(next.text).not.toBe(one.text);
    expect(replayed(await post(ana, first(1)))).toBe('true');
    expect(await count()).toBe(2);
  });

  it('is done once by fifty who come with a key of yesterday’s', async () => {
    await post(ana, first(1));
    forum.clock.pass(hours(25));
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(ana, first(1))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await count()).toBe(2);
  });

  it('needs one of 1 to 64 visible characters, and to post needs one at all', async () => {
    const details = [{ path: 'Idempotency-Key', message: expect.any(String) }];
    for (const key of [undefined, '', 'x'.repeat(65), 'with space', 'tab\there', 'ümlaut', 'a, b']) {
      const answer = await post(ana, key);
      expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'invalid_request', details } }]);
    }
    expect((await post(ana, 'x'.repeat(64))).status).toBe(201);
    expect((await post(ana, '!"#~', 'Odd, but visible.')).status).toBe(201);
    expect(await count()).toBe(2);
  });

  describe('is done once, whatever it does', () => {
    let message: MessageView;
    const writes: readonly [string, () => Promise<readonly [Acting, string, string, unknown?]>][] = [
      ['edit', async () => [ana, 'PATCH', `/messages/${message.id}`, { text: 'I was not.', revision: 1 }]],
      ['delete', async () => [ana, 'DELETE', `/messages/${message.id}`]],
      ['vote', async () => [ben, 'PUT', `/messages/${message.id}/vote`, { value: 'up' }]],
      ['report', async () => [ben, 'POST', `/messages/${message.id}/reports`, { reason: 'spam' }]],
      [
        'decide',
        async () => [mia, 'POST', `/moderation/messages/${message.id}/decisions`, { decision: 'reject', revision: 1 }],
      ],
      ['close', async () => [mia, 'PATCH', `/moderation/threads/${thread.id}`, { state: 'closed' }]],
      [
        'ban',
        async () => [mia, 'POST', `/moderation/members/${await poster()}/sanctions`, { kind: 'ban', reason: 'Spam' }],
      ],
      [
        'lift',
        async () => {
          const { id } = await mia.ban({ id: await poster() });
          return [mia, 'DELETE', `/moderation/sanctions/${id}`];
        },
      ],
      ['rename', async () => [mia, 'PATCH', `/moderation/threads/${thread.id}`, { title: 'The ferry is back' }]],
      [
        'merge',
        async () => {
          const { id } = await forum.article();
          return [mia, 'POST', `/moderation/threads/${id}/merge`, { into: thread.id }];
        },
      ],
      ['delete a discussion', async () => [mia, 'DELETE', `/moderation/threads/${(await forum.article()).id}`]],
      [
        'take back what was done to one',
        async () => {
          await mia.get(threadAnswer, 'PATCH', `/moderation/threads/${thread.id}`, { body: { title: 'The ferries' } });
          return [mia, 'POST', `/moderation/log/${(await mia.log()).entries[0]?.id}/undo`];
        },
      ],
      [
        'change a setting',
        async () => {
          const path = '/moderation/sites/default/settings';
          const { revision } = await olga.get(settingsAnswer, 'GET', path);
          return [olga, 'PATCH', path, { settings: { newcomerMessages: 3 }, unset: [], revision }];
        },
      ],
      [
        'change the rules of addresses',
        async () => {
          const site = (await olga.get(sitesAnswer, 'GET', '/moderation/sites')).sites.find(
            ({ id }) => id === 'default',
          );
          const body = { addresses: { ignore: ['ref', thread.id] }, revision: site?.revision };
          return [olga, 'PUT', '/moderation/sites/default/addresses', body];
        },
      ],
      [
        'call oneself otherwise',
        async () => [forum.as(await forum.guest('Paula')), 'PATCH', '/me', { name: 'Paula of Tide Street' }],
      ],
      ['open an article', async () => [ana, 'PUT', '/threads', { site: 'default', url: `${thread.url}/next` }]],
      [
        'open an article without a name',
        async () => [forum.anyone, 'PUT', '/threads', { site: 'default', url: thread.url }],
      ],
    ];
    const poster = async () => {
      const paul = await forum.guest('Paul');
      await forum.as(paul).post(thread, 'Buy now!');
      return paul.id;
    };

    it.each(writes)('%s', async (_, prepare) => {
      message = await ana.post(thread, 'I was there.');
      const [who, method, path, body] = await prepare();
      const send = () => who.ask(method, path, { key: first(9), ...(body === undefined ? {} : { body }) });
      const one = await send();
      expect([one.status < 300, replayed(one)]).toEqual([true, null]);
      const log = await mia.log({ limit: 1 });
      const { position } = await forum.anyone.thread(thread);
      const again = await Promise.all([send(), send(), send()]);
      for (const answer of again) {
        expect([answer.status, answer.text, replayed(answer)]).toEqual([one.status, one.text, 'true']);
      }
      expect(await mia.log({ limit: 1 })).toEqual(log);
      expect((await forum.anyone.thread(thread)).position).toBe(position);
    });
  });
});
