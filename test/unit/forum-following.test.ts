import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MessageView, PageAnswer, Sort } from '../../src/messages/messages.schema.js';
import { applyAll, reveal } from '../../src/web/forum/state/apply.js';
import { begin, branchOf, repliesBelow, type ForumState } from '../../src/web/forum/state/state.js';
import { cut, talk, Thread, type Step } from '../support/thread-history.js';

const opened = (page: PageAnswer, sort: Sort = 'oldest'): ForumState =>
  begin({ thread: page.thread, page, sort, embedded: false, origin: 'http://localhost' });

/** What a reader sees of a page: every message with its words and its replies, in order. */
function seen(state: ForumState, parent: string | null = null): unknown[] {
  return branchOf(state, parent).ids.map((id) => {
    const message = state.messages[id];
    return [id, message?.author?.name ?? '(removed)', message?.html, repliesBelow(state, id), seen(state, id)];
  });
}
const counts = ({ messages }: ForumState) =>
  Object.fromEntries(Object.values(messages).map(({ id, replyCount }) => [id, replyCount]));
const head = ({ thread: { messageCount, position, state } }: ForumState) => ({ messageCount, position, state });

describe('a page that follows its thread', () => {
  it('shows what a page that is opened now shows, whatever has happened since it was opened itself', () => {
    fc.assert(
      fc.property(talk, talk, (before, since) => {
        const thread = new Thread();
        before.forEach((step) => thread.play(step));
        const page = opened(thread.page());
        since.forEach((step) => thread.play(step));
        const { state, gap } = applyAll(page, thread.events, () => true);
        expect(gap).toBe(false);
        expect(seen(state)).toEqual(seen(opened(thread.page())));
        expect(head(state)).toEqual(head(opened(thread.page())));
        expect(counts(state)).toEqual(counts(opened(thread.page())));
      }),
      { numRuns: 500 },
    );
  });

  it('does so when it hears of it later, with what the messages have become since', () => {
    fc.assert(
      fc.property(talk, talk, fc.nat(), (before, since, at) => {
        const thread = new Thread();
        before.forEach((step) => thread.play(step));
        const page = opened(thread.page());
        since.forEach((step) => thread.play(step));
        const live = applyAll(page, thread.events.slice(0, at % (thread.events.length + 1)), () => true).state;
        const { state } = applyAll(live, thread.retold(), () => true);
        expect(seen(state)).toEqual(seen(opened(thread.page())));
        expect(head(state)).toEqual(head(opened(thread.page())));
      }),
      { numRuns: 500 },
    );
  });

  it('of which a part is loaded, shows of that part what there is, and knows how many replies there are', () => {
    fc.assert(
      fc.property(talk, talk, (before, since) => {
        const thread = new Thread();
        before.forEach((step) => thread.play(step));
        const page = opened(cut(thread.page()));
        since.forEach((step) => thread.play(step));
        const { state } = applyAll(page, thread.events, () => true);
        for (const [parent, { ids, next }] of Object.entries(state.branches)) {
          const all = thread.repliesOf(parent || null);
          expect(ids).toEqual(next === null ? all : all.filter((id) => ids.includes(id)));
        }
        for (const { id, replyCount } of Object.values(state.messages))
          expect([id, replyCount]).toEqual([id, thread.repliesOf(id).length]);
      }),
      { numRuns: 500 },
    );
  });

  it('counts a reply once that kept its place while it was away, though it is not loaded itself', () => {
    const thread = new Thread();
    const play = (what: Step['what'], which = 0) => thread.play({ what, which });
    play('post');
    for (const which of [0, 0, 0, 3]) play('reply', which);
    const page = opened(cut(thread.page()));
    play('reject', 3);
    play('restore');
    expect(counts(applyAll(page, thread.events, () => true).state)['m1']).toBe(3);
  });

  it('counts one reply less where an empty place went that was never loaded', () => {
    const thread = new Thread();
    const play = (what: Step['what'], which = 0) => thread.play({ what, which });
    play('post');
    for (const which of [0, 0, 0]) play('reply', which);
    const page = opened(cut(thread.page()));
    play('reply', 3);
    play('reject', 3);
    play('reject', 3);
    expect(thread.repliesOf('m1')).toHaveLength(2);
    expect(counts(applyAll(page, thread.events, () => true).state)['m1']).toBe(2);
  });

  it('does so with the newest first', () => {
    fc.assert(
      fc.property(talk, talk, (before, since) => {
        const thread = new Thread();
        before.forEach((step) => thread.play(step));
        const page = opened(thread.page('newest'), 'newest');
        since.forEach((step) => thread.play(step));
        const { state } = applyAll(page, thread.events, () => true);
        expect(seen(state)).toEqual(seen(opened(thread.page('newest'), 'newest')));
      }),
      { numRuns: 200 },
    );
  });

  it('does so when what arrived waited behind “N new” and was shown later, or now and then', () => {
    fc.assert(
      fc.property(talk, talk, fc.array(fc.boolean(), { minLength: 50, maxLength: 50 }), (before, since, shown) => {
        const thread = new Thread();
        before.forEach((step) => thread.play(step));
        let state = opened(thread.page());
        since.forEach((step) => thread.play(step));
        for (const [n, event] of thread.events.entries()) {
          state = applyAll(state, [event], () => shown[n % shown.length] ?? true).state;
          if (shown[(n * 7) % shown.length]) state = reveal(state);
        }
        state = reveal(state);
        expect(state.waiting).toEqual([]);
        expect(seen(state)).toEqual(seen(opened(thread.page())));
      }),
      { numRuns: 500 },
    );
  });

  it('never shows a word that was taken away, however it got behind', () => {
    fc.assert(
      fc.property(talk, fc.nat(), (steps, at) => {
        const thread = new Thread();
        steps.forEach((step) => thread.play(step));
        const cut = at % (thread.events.length + 1);
        const half = applyAll(opened(new Thread().page()), thread.events.slice(0, cut), () => true).state;
        const { state } = applyAll(half, thread.events, () => true);
        const words = new Map(
          thread
            .page()
            .messages.flatMap(flat)
            .map(({ id, html }) => [id, html]),
        );
        for (const message of Object.values(state.messages)) expect(message.html).toBe(words.get(message.id) ?? '');
      }),
    );
  });
});

const flat = (message: MessageView): MessageView[] => [message, ...(message.replies?.messages ?? []).flatMap(flat)];
