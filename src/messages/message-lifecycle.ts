import { Injectable } from '@nestjs/common';
import { together } from '../database/together.js';
import type { Tx } from '../database/transactions.js';
import { MembersRepository } from '../members/members.repository.js';
import type { KnownSite } from '../sites/site-settings.js';
import { threadView } from '../threads/thread.view.js';
import type { Thread } from '../threads/thread.entity.js';
import { ThreadsRepository } from '../threads/threads.repository.js';
import type { StoredState } from './message.entity.js';
import type { MessageRow } from './message.row.js';
import { MessagesRepository } from './messages.repository.js';
import { PlacesRepository, type Vanished } from './places.repository.js';
import { ThreadLog, type NewMessageEvent as Happening } from './stream/thread-log.js';

/** A message that is about to be on the page of a thread. */
export type NewPost = {
  readonly site: KnownSite;
  readonly thread: Thread;
  readonly row: MessageRow;
  /** By what its author's page knows it. */
  readonly echo?: string | undefined;
};
/** The same in its place. `thread`: as it stands with this message in it. */
export type PlacedPost = Omit<NewPost, 'row'> & { readonly message: MessageRow };

const NOTHING: Vanished = { gone: [], under: '' };

/**
 * How messages come onto the page and leave it. A message has a place while it is published or has visible replies; the
 * counters of the thread and of its parent move with it, and every step is an event with a position.
 */
@Injectable()
export class MessageLifecycle {
  constructor(
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly places: PlacesRepository,
    private readonly members: MembersRepository,
    private readonly log: ThreadLog,
  ) {}

  /** Gives new messages their places on the page: the next positions of their threads, which are locked, in this order. */
  place(posts: readonly NewPost[]): PlacedPost[] {
    const heads = new Map(posts.map(({ thread }) => [thread.id, thread]));
    return posts.map(({ site, row, echo }) => {
      const before = heads.get(row.threadId)!;
      const thread = { ...before, position: before.position + 1, messageCount: before.messageCount + 1 };
      heads.set(thread.id, thread);
      const message: MessageRow = { ...row, state: 'published', visible: true, position: thread.position };
      return { site, thread, message, echo };
    });
  }

  /** Stores new messages in their places, in one step. What they reply to is published, and locked like their threads. */
  async post(tx: Tx, posts: readonly PlacedPost[]): Promise<void> {
    if (posts.length === 0) return;
    const rows = posts.map(({ message }) => message);
    await together([
      this.threads.advanceAll(tx, countsOf(rows.map(({ threadId }) => threadId))),
      this.messages.insert(tx, rows),
      this.members.countPublished(tx, countsOf(rows.map(({ authorId }) => authorId))),
      this.messages.countReplies(tx, countsOf(rows.flatMap(({ parentId }) => parentId || []))),
      this.log.append(
        tx,
        posts.map(({ site, thread, message, echo }) => ({
          thread,
          happening: { type: 'message.posted', message, places: [], ...(echo ? { echo } : {}) },
          known: { messages: new Map([[message.id, message]]), thread: () => threadView(thread, site) },
        })),
      ),
    ]);
  }

  /** Puts a stored message on the page: for the first time (it takes its place in the order) or again (it takes its old one). */
  async publish(tx: Tx, site: KnownSite, row: MessageRow): Promise<MessageRow> {
    const thread = await this.threads.advance(tx, row.threadId, 1);
    const position = row.position ?? thread.position;
    const message: MessageRow = { ...row, state: 'published', visible: true, position };
    await this.messages.show(tx, row.id, position);
    if (row.position === null) await this.members.countPublished(tx, new Map([[row.authorId, 1]]));
    const places = row.visible ? [] : await this.countIn(tx, row);
    const data = { message, places };
    await this.append(
      tx,
      site,
      thread,
      row.position === null
        ? { type: 'message.posted', ...data }
        : { type: 'message.restored', ...data, kept: Boolean(row.visible) },
    );
    return message;
  }

  /** Takes a published message off the page. With visible replies it stays as an empty place. */
  async withdraw(
    tx: Tx,
    site: KnownSite,
    row: MessageRow,
    state: StoredState,
    why: 'deleted' | 'moderated',
  ): Promise<MessageRow> {
    const thread = await this.threads.advance(tx, row.threadId, -1);
    await this.messages.setState(tx, row.id, state);
    const kept = row.replyCount > 0;
    const vanished = kept ? NOTHING : await this.vanish(tx, row);
    const withdrawn: MessageRow = { ...row, state, visible: kept };
    await this.append(tx, site, thread, { type: 'message.removed', message: withdrawn, why, kept, ...vanished });
    return withdrawn;
  }

  /** Tells that a published message reads otherwise now. */
  async change(tx: Tx, site: KnownSite, row: MessageRow): Promise<void> {
    const thread = await this.threads.advance(tx, row.threadId, 0);
    await this.append(tx, site, thread, { type: 'message.edited', message: row });
  }

  private async append(tx: Tx, site: KnownSite, thread: Thread, happening: Happening): Promise<void> {
    const { message } = happening;
    const places = 'places' in happening ? await this.messages.byIds(happening.places, tx) : [];
    const messages = new Map([...places, [message.id, message]]);
    await this.log.append(tx, [{ thread, happening, known: { messages, thread: () => threadView(thread, site) } }]);
  }

  /** Counts it among its parent's replies; removed ancestors get their empty places back. Answers their ids. */
  private async countIn(tx: Tx, { parentId }: Pick<MessageRow, 'parentId'>): Promise<readonly string[]> {
    return parentId === '' ? [] : this.places.appear(tx, parentId);
  }

  /** The reverse: ancestors that were only places for it vanish as well. */
  private async vanish(tx: Tx, { id, parentId }: Pick<MessageRow, 'id' | 'parentId'>): Promise<Vanished> {
    await this.messages.setVisible(tx, id, false);
    return parentId === '' ? NOTHING : this.places.vanish(tx, parentId);
  }
}

/** How often each of these is there. */
function countsOf(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
