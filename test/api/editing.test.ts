import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('one’s own message', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  let ana: Acting;
  let ben: Acting;
  let mia: Acting;
  let message: MessageView;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('hasty', { settings: { editWindow: 0 } });
    [ana, ben, mia] = [forum.as(forum.ana), forum.as(forum.ben), forum.as(forum.mia)];
  });
  beforeEach(async () => {
    // So that nobody has just said the same.
    forum.clock.pass(minutes(11));
    thread = await forum.article();
    message = await ana.post(thread, 'It was on Tuesday, I think.');
  });

  /** The page as a reader sees it: what stands there, and what stands below it. */
  type Seen = [state: string, text: string, below: Seen[]];
  const seen = (messages: readonly MessageView[]): Seen[] =>
    messages.map(({ state, html, replies }) => [state, html.replace(/<[^>]*>|\n/g, ''), seen(replies?.messages ?? [])]);
  const page = async () => seen((await forum.anyone.page(thread)).messages);
  const count = async () => (await forum.anyone.thread(thread)).messageCount;

  describe('can be edited', () => {
    it('by its author, and everyone sees that it was', async () => {
      const edited = await ana.edit(message, 'It was on **Wednesday**.');
      expect(edited).toMatchObject({
        id: message.id,
        position: message.position,
        revision: 2,
        text: 'It was on **Wednesday**.',
        html: '<p>It was on <strong>Wednesday</strong>.</p>\n',
        editedAt: expect.any(String),
        createdAt: message.createdAt,
      });
      const { text: _, ...everyone } = edited;
      expect(await forum.anyone.read(message)).toEqual(everyone);
      expect(await forum.anyone.thread(thread)).toMatchObject({ messageCount: 1, position: 2 });
    });

    it('from what was seen last, and from nothing older', async () => {
      await ana.edit(message, 'First change.');
      expect(await refusalOf(ana.edit(message, 'Second change.'))).toMatchObject({ status: 409, code: 'conflict' });
      expect(await refusalOf(ana.edit({ ...message, revision: 7 }, 'Third.'))).toMatchObject({ code: 'conflict' });
      expect(await page()).toEqual([['published', 'First change.', []]]);
    });

    it('by one of two who edit at once', async () => {
      const tries = ['One.', 'Two.', 'Three.', 'Four.', 'Five.'].map((text) => ana.edit(message, text));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await ana.read(message)).revision).toBe(2);
    });

    it('by nobody else, not even a moderator', async () => {
      for (const other of [ben, mia]) {
        const refusal = await refusalOf(other.edit(message, 'Let me correct that.'));
        expect(refusal).toMatchObject({ status: 403, code: 'not_allowed' });
      }
      expect(await refusalOf(forum.anyone.edit(message, 'Me too.'))).toMatchObject({ status: 401 });
    });

    it('as long as the site’s window is open', async () => {
      forum.clock.pass(minutes(14));
      message = await ana.edit(message, 'In time.');
      forum.clock.pass(minutes(2));
      const refusal = await refusalOf(ana.edit(message, 'Too late.'));
      expect(refusal).toMatchObject({ status: 403, code: 'edit_window_over' });
      expect(await refusalOf(ana.delete(message))).toMatchObject({ code: 'edit_window_over' });
    });

    it('on no site that closes the window at once', async () => {
      const hasty = await ana.post(await forum.article({ site: 'hasty' }), 'Never mind.');
      forum.clock.pass(1);
      expect(await refusalOf(ana.edit(hasty, 'Wait.'))).toMatchObject({ code: 'edit_window_over' });
    });

    it('by the same rules as it was posted', async () => {
      const long = await refusalOf(ana.edit(message, 'x'.repeat(5_001)));
      expect(long).toMatchObject({ status: 422, details: { rule: 'length', most: 5_000 } });
      expect(await refusalOf(ana.edit(message, ' '))).toMatchObject({ details: { rule: 'length', least: 1 } });
      await mia.setState(thread, 'closed');
      expect(await refusalOf(ana.edit(message, 'After hours.'))).toMatchObject({ status: 409, code: 'thread_closed' });
    });

    it('in a closed thread only to take it back', async () => {
      await mia.setState(thread, 'closed');
      expect(await ana.delete(message)).toMatchObject({ state: 'deleted' });
    });

    it('while it waits, and goes on waiting', async () => {
      await forum.changeSite('hasty', { settings: { premoderation: 'all', editWindow: null } });
      const held = await ana.post(await forum.article({ site: 'hasty' }), 'Please read this.');
      const edited = await ana.edit(held, 'Please read this instead.');
      expect(edited).toMatchObject({ state: 'held', revision: 2, position: null });
      await forum.changeSite('hasty', { settings: { premoderation: 'none' } });
      expect(await ana.edit(edited, 'And now this.')).toMatchObject({ state: 'held', revision: 3 });
    });

    it('no more once a moderator has refused it', async () => {
      const { message: rejected } = await mia.decide(message, 'reject');
      expect(await refusalOf(ana.edit(rejected, 'Better?'))).toMatchObject({ status: 403, code: 'not_allowed' });
      expect(await ana.delete(rejected)).toMatchObject({ state: 'deleted' });
    });
  });

  describe('can be taken back', () => {
    it('and is gone where nobody has replied', async () => {
      const deleted = await ana.delete(message);
      expect(deleted).toMatchObject({ state: 'deleted', author: null, html: '', text: '' });
      expect(await page()).toEqual([]);
      expect(await count()).toBe(0);
      for (const who of [forum.anyone, ana, ben]) {
        expect(await refusalOf(who.read(message))).toMatchObject({ status: 404, code: 'message_not_found' });
        expect(await refusalOf(who.context(message))).toMatchObject({ code: 'message_not_found' });
      }
      expect(await refusalOf(ana.delete(message))).toMatchObject({ code: 'message_not_found' });
      expect(await refusalOf(ana.edit(deleted, 'Again.'))).toMatchObject({ code: 'message_not_found' });
    });

    it('and leaves an empty place where somebody has', async () => {
      await ben.reply(message, 'On Wednesday, rather.');
      await ana.delete(message);
      expect(await page()).toEqual([['deleted', '', [['published', 'On Wednesday, rather.', []]]]]);
      expect(await count()).toBe(1);
      const place = await forum.anyone.read(message);
      expect(place).toMatchObject({ author: null, html: '', votes: { up: 0, down: 0 }, editedAt: null });
      expect('text' in place).toBe(false);
    });

    it('after a moderator has taken it away, and whoever follows sees the empty place say so', async () => {
      await ben.reply(message, 'On Wednesday, rather.');
      const { message: rejected } = await mia.decide(message, 'reject');
      expect(await page()).toMatchObject([['rejected', '', [['published', 'On Wednesday, rather.', []]]]]);
      const reader = await forum.follow(thread);
      await ana.delete(rejected);
      expect(await reader.next('message.edited')).toEqual(await forum.anyone.read(message));
      expect(await page()).toMatchObject([['deleted', '', [['published', 'On Wednesday, rather.', []]]]]);
      expect(await count()).toBe(1);
    });

    it('by nobody else', async () => {
      for (const other of [ben, mia]) expect(await refusalOf(other.delete(message))).toMatchObject({ status: 403 });
    });
  });

  describe('an empty place', () => {
    it('goes when the last reply under it goes, and its own place above with it', async () => {
      const reply = await ben.reply(message, 'On Wednesday.');
      const third = await ana.reply(reply, 'Or on Thursday.');
      await ana.delete(message);
      await ben.delete(reply);
      expect(await page()).toEqual([['deleted', '', [['deleted', '', [['published', 'Or on Thursday.', []]]]]]]);
      await ana.delete(third);
      expect(await page()).toEqual([]);
      expect(await count()).toBe(0);
      const answer = await forum.anyone.events(thread);
      const last = 'events' in answer ? answer.events.at(-1) : undefined;
      expect(last?.data).toEqual({
        id: third.id,
        parentId: reply.id,
        why: 'deleted',
        kept: false,
        gone: [reply.id, message.id],
        under: null,
      });
    });

    it('comes back when a reply under it comes back', async () => {
      const reply = await ben.reply(message, 'On Wednesday.');
      const third = await ana.reply(reply, 'Or on Thursday.');
      const { message: rejected } = await mia.decide(third, 'reject');
      await ben.delete(reply);
      await ana.delete(message);
      expect(await page()).toEqual([]);
      await mia.decide(rejected, 'restore');
      expect(await page()).toEqual([['deleted', '', [['deleted', '', [['published', 'Or on Thursday.', []]]]]]]);
      const answer = await forum.anyone.events(thread);
      const last = 'events' in answer ? answer.events.at(-1) : undefined;
      expect(last).toMatchObject({
        type: 'message.restored',
        data: { places: [{ id: reply.id }, { id: message.id }] },
      });
    });

    it('stays while others stand under it, and takes no reply', async () => {
      const [first, second] = [await ben.reply(message, 'On Wednesday.'), await ben.reply(message, 'No: Thursday.')];
      await ana.delete(message);
      await ben.delete(first);
      expect(await page()).toEqual([['deleted', '', [['published', 'No: Thursday.', []]]]]);
      expect(await refusalOf(ana.reply(message, 'Hm.'))).toMatchObject({ status: 404, code: 'message_not_found' });
      expect((await ana.reply(second, 'Thursday it was.')).depth).toBe(2);
    });
  });
});
