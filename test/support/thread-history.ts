import fc from 'fast-check';
import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { MessageView, PageAnswer, RepliesView, Sort } from '../../src/messages/messages.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';

const AT = '2026-11-24T08:00:00.000Z';

export type Row = {
  readonly id: string;
  readonly author: 'ana' | 'ben';
  readonly parent: Row | null;
  /** Null until it was published. */
  position: number | null;
  revision: number;
  state: 'published' | 'held' | 'deleted' | 'rejected';
  up: number;
  down: number;
  visible: boolean;
  replyCount: number;
};

export type Step = {
  readonly what: 'post' | 'reply' | 'edit' | 'delete' | 'reject' | 'restore' | 'close';
  readonly which: number;
};
export const talk: fc.Arbitrary<Step[]> = fc.array(
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

/** A thread as the server keeps it (src/messages/message-lifecycle.ts, in short): what it tells its followers, and what its page is. */
export class Thread {
  readonly events: ThreadEvent[] = [];
  /** What each event is about: its message, and the places that came back with it. */
  private readonly about: (readonly Row[])[] = [];
  readonly rows: Row[] = [];
  /** What each decision of moderators was about. */
  readonly decided: Row[] = [];
  private closed = false;

  play({ what, which }: Step): void {
    const of = (wanted: (row: Row) => boolean) => {
      const some = this.rows.filter(wanted);
      return some[which % Math.max(1, some.length)];
    };
    const published = of(({ state }) => state === 'published');
    const removed = of(({ state, position }) => state === 'rejected' && position !== null);
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
      if (event.type !== 'message.posted' && event.type !== 'message.restored')
        return { ...event, data: { ...event.data, message } } as ThreadEvent;
      const kept = event.type === 'message.restored' ? { kept: event.data.kept ?? false } : {};
      return { ...event, data: { message, ...kept, ...(places.length > 0 ? { places } : {}) } };
    });
  }

  /** The visible replies of a message, in order. */
  repliesOf(id: string | null): string[] {
    return this.rows
      .filter((row) => row.visible && (row.parent?.id ?? null) === id)
      .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
      .map((row) => row.id);
  }

  get view(): ThreadView {
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

  post(parent: Row | null, author: Row['author'] = 'ben'): Row {
    const row = this.write(parent, author, 'published');
    this.publish(row);
    return row;
  }

  /** A message that moderators read first. */
  hold(parent: Row | null, author: Row['author']): Row {
    return this.write(parent, author, 'held');
  }

  approve(row: Row): void {
    if (row.position !== null) return this.restore(row);
    row.revision += 1;
    row.state = 'published';
    this.decided.push(row);
    this.publish(row);
  }

  /** Moderators decide against what they were to read first. */
  decline(row: Row): void {
    row.revision += 1;
    row.state = 'rejected';
    this.decided.push(row);
  }

  /** What everyone sees of a message that has a place. */
  viewOf(id: string): MessageView | undefined {
    const row = this.rows.find((each) => each.id === id);
    return row?.visible ? viewOf(row) : undefined;
  }

  private write(parent: Row | null, author: Row['author'], state: Row['state']): Row {
    const id = `m${this.rows.length + 1}`;
    const fresh = { revision: 1, visible: false, replyCount: 0, up: 0, down: 0 };
    const row: Row = { id, author, parent, position: null, state, ...fresh };
    this.rows.push(row);
    return row;
  }

  private publish(row: Row): void {
    row.position = this.events.length + 1;
    const places = this.appear(row);
    const data = { message: viewOf(row), ...(places.length > 0 ? { places: places.map((each) => viewOf(each)) } : {}) };
    this.tell({ type: 'message.posted', data }, [row, ...places]);
  }

  edit(row: Row): void {
    row.revision += 1;
    this.tell({ type: 'message.edited', data: { message: viewOf(row) } }, [row]);
  }

  remove(row: Row, state: 'deleted' | 'rejected' | 'held'): void {
    row.state = state;
    row.revision += state === 'deleted' ? 0 : 1;
    if (state === 'rejected') this.decided.push(row);
    const kept = row.replyCount > 0;
    const gone = kept ? [] : this.vanish(row);
    const why = state === 'deleted' ? 'deleted' : 'moderated';
    this.tell({
      type: 'message.removed',
      data: { id: row.id, parentId: row.parent?.id ?? null, why, kept, gone, ...this.under(gone) },
    });
  }

  restore(row: Row): void {
    row.state = 'published';
    row.revision += 1;
    this.decided.push(row);
    const kept = row.visible;
    const places = kept ? [] : this.appear(row);
    const data = {
      kept,
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

  /** What the topmost of these hung on. */
  private under(gone: readonly string[]) {
    const topmost = this.rows.find(({ id }) => id === gone.at(-1));
    return topmost ? { under: topmost.parent?.id ?? null } : {};
  }

  private tell(happened: { type: ThreadEvent['type']; data: unknown }, about: readonly Row[] = []): void {
    this.about.push(about);
    this.events.push({ position: this.events.length + 1, at: AT, ...happened } as ThreadEvent);
  }

  below(parent: Row | null): { messages: MessageView[]; next: null } {
    const rows = this.rows
      .filter((row) => row.visible && row.parent === parent)
      .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
    return { messages: rows.map((row) => viewOf(row, this.below(row))), next: null };
  }
}

export function viewOf(row: Row, replies?: RepliesView): MessageView {
  const published = row.state === 'published';
  return {
    id: row.id,
    threadId: 't',
    parentId: row.parent?.id ?? null,
    depth: 0,
    position: row.position,
    revision: row.revision,
    author: published ? { id: row.author, name: row.author, role: 'guest', badges: [] } : null,
    html: published ? `<p>${row.id}, version ${row.revision}</p>` : '',
    state: row.state === 'held' ? 'rejected' : row.state,
    createdAt: AT,
    editedAt: null,
    votes: published ? { up: row.up, down: row.down } : { up: 0, down: 0 },
    replyCount: row.replyCount,
    ...(replies ? { replies } : {}),
  };
}

/** A page of which only the first two of every list are there. */
export function cut({ messages, ...page }: PageAnswer): PageAnswer {
  const short = (all: readonly MessageView[]): RepliesView => ({
    messages: all.slice(0, 2).map((one) => ({ ...one, replies: short(one.replies?.messages ?? []) })),
    next: all.length > 2 ? 'cursor' : null,
  });
  return { ...page, ...short(messages), messages: [...short(messages).messages] };
}
