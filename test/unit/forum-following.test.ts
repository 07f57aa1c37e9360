import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { MessageView, PageAnswer, RepliesView, Sort } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { applyAll, reveal } from '../../src/web/forum/state/apply.js';
import { begin, branchOf, repliesBelow, type ForumState } from '../../src/web/forum/state/state.js';

const AT = '2026-11-24T08:00:00.000Z';

type Row = {
  readonly id: string;
  readonly parent: Row | null;
  readonly position: number;
  revision: number;
  state: 'published' | 'deleted' | 'rejected';
  visible: boolean;
  replyCount: number;
};

type Step = {
  readonly what: 'post' | 'reply' | 'edit' | 'delete' | 'reject' | 'restore' | 'close';
  readonly which: number;
};
const talk: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom(
      'post',
      'post',
      'reply',
      'reply',
      'reply',
      'edit',
      'delete',
      'reject',
      'reject',
      'restore',
      'restore',
      'close',
    ),
    which: fc.nat(1_000),
  }),
  { maxLength: 50 },
);

/** A thread as the server keeps it (src/messages/publishing.ts, in short): what it tells its followers, and what its page is. */
class Thread {
  readonly events: ThreadEvent[] = [];
  /** What each event is about: its message, and the places that came back with it. */
  private readonly about: (readonly Row[])[] = [];
  private readonly rows: Row[] = [];
  private closed = false;

  play({ what, which }: Step): void {
    const of = (wanted: (row: Row) => boolean) => {
      const some = this.rows.filter(wanted);
      return some[which % Math.max(1, some.length)];
    };
    const published = of(({ state }) => state === 'published');
    const removed = of(({ state }) => state === 'rejected');
    if (what === 'post') this.post(null);
    if (what === 'reply') this.post(published ?? null);
    if (what === 'edit' && published) this.edit(published);
    if (what === 'delete' && published) this.remove(published, 'deleted');
    if (what === 'reject' && published) this.remove(published, 'rejected');
    if (what === 'restore' && removed) this.restore(removed);
    if (what === 'close') this.close();
  }

  /** The whole of it, oldest first, every reply with it. */
  page(sort: Sort = 'oldest'): PageAnswer {
    const { messages } = this.below(null);
    return { thread: this.view, messages: sort === 'newest' ? messages.toReversed() : messages, next: null };
  }

  /** The same as `events`, told now: with the views of now (docs/decisions/0002-events-without-text.md). */
  retold(): ThreadEvent[] {
    return this.events.map((event, n): ThreadEvent => {
      const [message, ...places] = (this.about[n] ?? []).map((row) => viewOf(row));
      if (event.type === 'thread.changed') return { ...event, data: { thread: this.view } };
      if (event.type === 'message.removed' || !message) return event;
      if (event.type === 'message.edited') return { ...event, data: { message } };
      return { ...event, data: { message, ...(places.length > 0 ? { places } : {}) } };
    });
  }

  /** The visible replies of a message, in order. */
  repliesOf(id: string | null): string[] {
    return this.rows.filter((row) => row.visible && (row.parent?.id ?? null) === id).map((row) => row.id);
  }

  private get view(): ThreadView {
    return {
      id: 't',
      site: 'default',
      key: null,
      url: 'http://localhost/ferry',
      title: 'The ferry comes back',
      state: this.closed ? 'closed' : 'open',
      closed: this.closed ? { by: 'Mia', reason: null, at: AT } : null,
      messageCount: this.rows.filter(({ state }) => state === 'published').length,
      position: this.events.length,
      epoch: 'e',
      createdAt: AT,
      posting: { maxLength: 5_000, editWindow: 900, premoderation: 'none' },
      opened: true,
      gone: null,
    };
  }

  private post(parent: Row | null): void {
    const position = this.events.length + 1;
    const row: Row = {
      id: `m${position}`,
      parent,
      position,
      revision: 1,
      state: 'published',
      visible: false,
      replyCount: 0,
    };
    this.rows.push(row);
    this.appear(row);
    this.tell({ type: 'message.posted', data: { message: viewOf(row) } }, [row]);
  }

  private edit(row: Row): void {
    row.revision += 1;
    this.tell({ type: 'message.edited', data: { message: viewOf(row) } }, [row]);
  }

  private remove(row: Row, state: 'deleted' | 'rejected'): void {
    row.state = state;
    row.revision += state === 'rejected' ? 1 : 0;
    const kept = row.replyCount > 0;
    const gone = kept ? [] : this.vanish(row);
    const why = state === 'deleted' ? 'deleted' : 'moderated';
    this.tell({ type: 'message.removed', data: { id: row.id, parentId: row.parent?.id ?? null, why, kept, gone } });
  }

  private restore(row: Row): void {
    row.state = 'published';
    row.revision += 1;
    const places = row.visible ? [] : this.appear(row);
    const data = {
      message: viewOf(row),
      ...(places.length > 0 ? { places: places.map((place) => viewOf(place)) } : {}),
    };
    this.tell({ type: 'message.restored', data }, [row, ...places]);
  }

  private close(): void {
    this.closed = !this.closed;
    this.tell({ type: 'thread.changed', data: { thread: { ...this.view, position: this.events.length + 1 } } });
  }

  /** Answers the empty places that come back with it, its parent first. */
  private appear(row: Row): Row[] {
    row.visible = true;
    if (!row.parent) return [];
    row.parent.replyCount += 1;
    return row.parent.visible ? [] : [row.parent, ...this.appear(row.parent)];
  }

  private vanish(row: Row): string[] {
    row.visible = false;
    const { parent } = row;
    if (!parent) return [];
    parent.replyCount -= 1;
    if (parent.state === 'published' || parent.replyCount > 0) return [];
    return [parent.id, ...this.vanish(parent)];
  }

  private tell(happened: { type: ThreadEvent['type']; data: unknown }, about: readonly Row[] = []): void {
    this.about.push(about);
    this.events.push({ position: this.events.length + 1, at: AT, ...happened } as ThreadEvent);
  }

  private below(parent: Row | null): { messages: MessageView[]; next: null } {
    const rows = this.rows
      .filter((row) => row.visible && row.parent === parent)
      .toSorted((a, b) => a.position - b.position);
    return { messages: rows.map((row) => viewOf(row, this.below(row))), next: null };
  }
}

function viewOf(row: Row, replies?: RepliesView): MessageView {
  const published = row.state === 'published';
  return {
    id: row.id,
    threadId: 't',
    parentId: row.parent?.id ?? null,
    depth: 0,
    position: row.position,
    revision: row.revision,
    author: published ? { id: 'ana', name: 'Ana', role: 'guest', badges: [] } : null,
    html: published ? `<p>${row.id}, version ${row.revision}</p>` : '',
    state: row.state,
    createdAt: AT,
    editedAt: null,
    votes: { up: 0, down: 0 },
    replyCount: row.replyCount,
    ...(replies ? { replies } : {}),
  };
}

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

/** A page of which only the first two of every list are there. */
function cut({ messages, ...page }: PageAnswer): PageAnswer {
  const short = (all: readonly MessageView[]): RepliesView => ({
    messages: all.slice(0, 2).map((one) => ({ ...one, replies: short(one.replies?.messages ?? []) })),
    next: all.length > 2 ? 'cursor' : null,
  });
  return { ...page, ...short(messages), messages: [...short(messages).messages] };
}

const flat = (message: MessageView): MessageView[] => [message, ...(message.replies?.messages ?? []).flatMap(flat)];
