import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { DecisionKind } from '../../src/moderation/decisions/decisions.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('moderation', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let message: MessageView;
  let ana: Acting;
  let ben: Acting;
  let mia: Acting;
  let olga: Acting;
  beforeAll(async () => {
    forum = await startForum({ database });
    [ana, ben, mia, olga] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia), forum.as(forum.olga)];
  });
  beforeEach(async () => {
    forum.clock.pass(minutes(11));
    thread = await forum.article();
    message = await ana.post(thread, 'All ferrymen are thieves.');
  });

  const ids = async () => (await forum.anyone.page(thread)).messages.map(({ id }) => id);
  const count = async () => (await forum.anyone.thread(thread)).messageCount;
  const held = async (text = 'Look at www.example.com') => forum.as(await forum.guest('Nora')).post(thread, text);
  const inQueue = async (kind: 'held' | 'reported' | 'spam' | 'rejected' | 'all', { id }: { id: string }) =>
    (await mia.queue({ kind, limit: 100 })).items.find((item) => item.message.id === id)?.kind;

  describe('the queue', () => {
    it('holds what waits and what was taken away, each kind by itself and all together', async () => {
      const waiting = await held();
      const reported = await ben.post(thread, 'Reported.');
      await ana.report(reported);
      const { message: spam } = await mia.decide(await ben.post(thread, 'Buy now!'), 'spam');
      const { message: rejected } = await mia.decide(await ben.post(thread, 'You fool!'), 'reject');
      const kinds = ['held', 'reported', 'spam', 'rejected'] as const;
      const found = await Promise.all(
        [waiting, reported, spam, rejected].map((one) =>
          Promise.all([...kinds, 'all' as const].map((kind) => inQueue(kind, one))),
        ),
      );
      const none = undefined;
      expect(found).toEqual([
        ['held', none, none, none, 'held'],
        [none, 'reported', none, none, 'reported'],
        [none, none, 'spam', none, 'spam'],
        [none, none, none, 'rejected', 'rejected'],
      ]);
      expect(await inQueue('all', message)).toBeUndefined();
    });

    it('tells nobody but moderators what is spam: to the author it was rejected', async () => {
      const { message: spam } = await mia.decide(message, 'spam');
      expect(spam.state).toBe('rejected');
      expect((await ana.read(message)).state).toBe('rejected');
    });

    it('is walked with cursors, whoever waits longest first, and its total counts them all', async () => {
      await forum.addSite('busy', { settings: { premoderation: 'all' } });
      const busy = await forum.article({ site: 'busy' });
      const posted: string[] = [];
      for (let n = 0; n < 7; n += 1) posted.push((await ana.post(busy, `Please read number ${n}.`)).id);
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await olga.queue({ kind: 'held', site: 'busy', limit: 3, ...(cursor ? { cursor } : {}) });
        expect(page.total).toBe(7);
        walked.push(...page.items.map((item) => item.message.id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(walked).toEqual(posted);
    });

    it('is no reader’s', async () => {
      expect(await refusalOf(ana.queue())).toMatchObject({ status: 403, code: 'not_allowed' });
      expect(await refusalOf(forum.anyone.queue())).toMatchObject({ status: 401 });
    });
  });

  describe('a decision', () => {
    it('to approve puts on the page what waited, at the end of the thread', async () => {
      const waiting = await held();
      const later = await ben.post(thread, 'I was later, and first on the page.');
      const answer = await mia.decide(waiting, 'approve', { reason: 'A good link' });
      expect(answer).toMatchObject({
        message: { id: waiting.id, state: 'published', revision: 2 },
        decision: { messageId: waiting.id, decision: 'approve', reason: 'A good link', by: { name: 'Mia' } },
      });
      expect(await ids()).toEqual([message.id, later.id, waiting.id]);
      expect(await inQueue('all', waiting)).toBeUndefined();
    });

    it.each(['reject', 'spam'] as const)(
      'to %s takes off the page; to restore puts it back where it was',
      async (decision) => {
        const after = await ben.post(thread, 'I was there.');
        const { message: gone } = await mia.decide(message, decision);
        expect(await ids()).toEqual([after.id]);
        expect(await count()).toBe(1);
        expect(await refusalOf(ben.read(message))).toMatchObject({ code: 'message_not_found' });
        const { message: back } = await mia.decide(gone, 'restore');
        expect(back).toMatchObject({ state: 'published', position: message.position });
        expect(await ids()).toEqual([message.id, after.id]);
        expect(await count()).toBe(2);
      },
    );

    it('to hold puts it back among those that wait', async () => {
      const { message: waiting } = await mia.decide(message, 'hold');
      expect([waiting.state, await inQueue('held', message), await ids()]).toEqual(['held', 'held', []]);
      await mia.decide(waiting, 'approve');
      expect(await ids()).toEqual([message.id]);
    });

    it('leaves an empty place where others have replied', async () => {
      const reply = await ben.reply(message, 'My father is one.');
      await mia.decide(message, 'reject');
      const [place] = (await forum.anyone.page(thread)).messages;
      expect(place).toMatchObject({ id: message.id, state: 'rejected', author: null, html: '' });
      expect(place?.replies?.messages).toMatchObject([{ id: reply.id }]);
    });

    it('is made once: of twenty moderators at once one decides, the others are told', async () => {
      const decisions: readonly DecisionKind[] = ['reject', 'spam', 'hold', 'reject'];
      const tries = Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? mia : olga).ask('POST', `/moderation/messages/${message.id}/decisions`, {
          body: { decision: decisions[n % 4], revision: 1 },
        }),
      );
      const answers = await Promise.all(tries);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const told = answers.filter(({ status }) => status !== 200);
      for (const { status, body } of told) {
        expect([status, body]).toMatchObject([409, { error: { code: 'already_decided' } }]);
      }
    });

    it.each<[DecisionKind, DecisionKind]>([
      ['approve', 'approve'],
      ['approve', 'reject'],
      ['reject', 'approve'],
      ['reject', 'reject'],
      ['spam', 'reject'],
      ['approve', 'hold'],
    ])('to %s, and another moderator’s to %s on the same sight of it', async (first, second) => {
      const waiting = await held();
      await mia.decide(waiting, first);
      expect(await refusalOf(olga.decide(waiting, second))).toMatchObject({ status: 409, code: 'already_decided' });
    });

    it('against an edit at the same time: one of the two is told that it came too late', async () => {
      const waiting = await held();
      const nora = forum.as({ ...(waiting.author as { id: string; name: string }), token: '' });
      expect(await refusalOf(nora.edit(waiting, 'x'))).toMatchObject({ status: 401 });
      const outcomes = await Promise.allSettled([mia.decide(message, 'reject'), ana.edit(message, 'Meant as a joke.')]);
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(1);
      const [seen] = (await mia.queue({ kind: 'rejected', limit: 100 })).items.filter(
        (item) => item.message.id === message.id,
      );
      const text = seen?.message.text ?? (await mia.read(message)).text;
      expect([seen !== undefined, text]).toEqual(
        outcomes[0]?.status === 'fulfilled' ? [true, 'All ferrymen are thieves.'] : [false, 'Meant as a joke.'],
      );
    });

    it('does not bring back what its author has taken back', async () => {
      await ben.reply(message, 'Wait.');
      await ana.delete(message);
      for (const decision of ['approve', 'reject', 'restore', 'hold'] as const) {
        expect(await refusalOf(mia.decide(message, decision))).toMatchObject({ status: 409, code: 'conflict' });
      }
      expect((await forum.anyone.page(thread)).messages[0]).toMatchObject({ state: 'deleted', author: null });
    });

    it('has nothing to approve in what nobody has reported, and nothing to restore in what is there', async () => {
      expect(await refusalOf(mia.decide(message, 'approve'))).toMatchObject({ code: 'already_decided' });
      expect(await refusalOf(mia.decide(message, 'restore'))).toMatchObject({ code: 'already_decided' });
    });

    it('holds what is on the page once, and nothing that waits already', async () => {
      const { message: held } = await mia.decide(message, 'hold');
      expect(held.state).toBe('held');
      expect(await refusalOf(olga.decide(held, 'hold'))).toMatchObject({ code: 'already_decided' });
    });

    it('can be undone by the one who was told of it, from the revision before', async () => {
      await mia.decide(message, 'reject');
      expect((await olga.decide(message, 'restore')).message).toMatchObject({ state: 'published', revision: 3 });
    });

    it('reaches everyone who has the page open', async () => {
      const reader = await forum.follow(thread);
      const { message: gone } = await mia.decide(message, 'reject');
      expect(await reader.next('message.removed')).toEqual({
        id: message.id,
        parentId: null,
        why: 'moderated',
        kept: false,
        gone: [],
      });
      await mia.decide(gone, 'restore');
      expect(await reader.next('message.restored')).toMatchObject({ id: message.id, html: message.html });
    });

    it('is kept for sixty messages of sixty threads at once', async () => {
      const threads = await Promise.all(Array.from({ length: 60 }, () => forum.article()));
      const posted = await Promise.all(threads.map((each, n) => ben.post(each, `In thread ${n}`)));
      const outcomes = await Promise.all(posted.map((each, n) => (n % 2 ? mia : olga).decide(each, 'reject')));
      expect(new Set(outcomes.map(({ decision }) => decision.id)).size).toBe(60);
      expect(await forum.as(forum.olga).log({ limit: 60 })).toMatchObject({
        entries: outcomes.map(() => ({ action: 'message.reject' })),
      });
    });
  });

  describe('a thread', () => {
    it('is closed with a reason that everyone sees, and nobody posts in it', async () => {
      const reader = await forum.follow(thread);
      // Which entry of the log takes it back is for staff alone.
      const { entry: _, ...closed } = await mia.setState(thread, 'closed', 'Everything is said.');
      expect(closed).toMatchObject({ state: 'closed', closed: { by: 'Mia', reason: 'Everything is said.' } });
      expect(await forum.anyone.thread(thread)).toEqual(closed);
      expect(await reader.next('thread.changed')).toEqual(closed);
      for (const who of [ana, ben, mia, olga]) {
        expect(await refusalOf(who.post(thread, 'One more.'))).toMatchObject({ status: 409, code: 'thread_closed' });
        expect(await refusalOf(who.reply(message, 'One more.'))).toMatchObject({ code: 'thread_closed' });
      }
      expect((await mia.setState(thread, 'open')).closed).toBeNull();
      expect((await ana.post(thread, 'One more.')).state).toBe('published');
    });

    it('that is archived takes nothing either, and can be opened again', async () => {
      await mia.setState(thread, 'archived');
      expect(await refusalOf(ben.vote(message, 'up'))).toMatchObject({ code: 'thread_closed' });
      expect(await mia.setState(thread, 'open')).toMatchObject({ state: 'open', closed: null });
    });

    it('that is closed already is not closed again', async () => {
      const closed = await mia.setState(thread, 'closed', 'Once.');
      expect(await olga.setState(thread, 'closed', 'Twice.')).toEqual(closed);
    });

    it('is still moderated while it is closed', async () => {
      const waiting = await held();
      await mia.setState(thread, 'closed');
      await mia.decide(waiting, 'approve');
      expect(await ids()).toEqual([message.id, waiting.id]);
    });

    it('is no reader’s to close', async () => {
      expect(await refusalOf(ana.setState(thread, 'closed'))).toMatchObject({ status: 403, code: 'not_allowed' });
      expect((await forum.anyone.thread(thread)).state).toBe('open');
    });
  });

  describe('a member’s record', () => {
    it('says what became of what they wrote, and what was done to them', async () => {
      const paul = await forum.guest('Paul');
      await forum.as(paul).post(thread, 'A good one.');
      await mia.decide(await forum.as(paul).post(thread, 'A bad one.'), 'spam');
      await mia.ban(paul, 'Spam');
      expect(await mia.record(paul)).toMatchObject({
        member: { id: paul.id, name: 'Paul', role: 'guest' },
        counts: { published: 1, held: 0, rejected: 0, spam: 1, deleted: 0 },
        recent: [{ state: 'spam' }, { state: 'published' }],
        sanctions: [{ kind: 'ban', reason: 'Spam', by: { name: 'Mia' }, liftedAt: null }],
      });
      expect(await refusalOf(ana.record(paul))).toMatchObject({ status: 403 });
      expect(await refusalOf(mia.record({ id: 'nobody' }))).toMatchObject({ status: 404, code: 'member_not_found' });
    });
  });
});
