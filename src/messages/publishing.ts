import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import { MembersRepository } from '../members/members.repository.js';
import type { KnownSite } from '../sites/site-settings.js';
import { threadView } from '../threads/thread.view.js';
import type { Thread } from '../threads/thread.entity.js';
import { ThreadsRepository } from '../threads/threads.repository.js';
import type { StoredState } from './message.entity.js';
import type { MessageRow } from './message.row.js';
import { MessagesRepository } from './messages.repository.js';
import { PlacesRepository } from './places.repository.js';
import { ThreadLog, type MessageHappening as Happening } from './stream/thread-log.js';

/**
 * How messages come onto the page and leave it. A message has a place while it is published or has visible replies; the
 * counters of the thread and of its parent move with it, and every step is an event with a position.
 */
@Injectable()
export class Publishing {
  constructor(
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly places: PlacesRepository,
    private readonly members: MembersRepository,
    private readonly log: ThreadLog,
  ) {}

  /** Stores a new message in its place on the page, in one step. `echo`: by what its author's page knows it. */
  async post(tx: Tx, site: KnownSite, row: MessageRow, echo?: string): Promise<MessageRow> {
    const thread = await this.threads.advance(tx, row.threadId, 1);
    const message: MessageRow = { ...row, state: 'published', visible: true, position: thread.position };
    await this.messages.insert(tx, message);
    await this.members.countPublished(tx, row.authorId);
    const places = await this.countIn(tx, row);
    await this.tell(tx, site, thread, { type: 'message.posted', message, places, ...(echo ? { echo } : {}) });
    return message;
  }

  /** Puts a stored message on the page: for the first time (it takes its place in the order) or again (it takes its old one). */
  async publish(tx: Tx, site: KnownSite, row: MessageRow): Promise<MessageRow> {
    const thread = await this.threads.advance(tx, row.threadId, 1);
    const position = row.position ?? thread.position;
    const message: MessageRow = { ...row, state: 'published', visible: true, position };
    await this.messages.show(tx, row.id, position);
    if (row.position === null) await this.members.countPublished(tx, row.authorId);
    const places = row.visible ? [] : await this.countIn(tx, row);
    const told = { message, places };
    await this.tell(
      tx,
      site,
      thread,
      row.position === null
        ? { type: 'message.posted', ...told }
        : { type: 'message.restored', ...told, kept: Boolean(row.visible) },
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
    const gone = kept ? [] : await this.vanish(tx, row);
    const withdrawn: MessageRow = { ...row, state, visible: kept };
    await this.tell(tx, site, thread, { type: 'message.removed', message: withdrawn, why, kept, gone });
    return withdrawn;
  }

  /** Tells that a published message reads otherwise now. */
  async change(tx: Tx, site: KnownSite, row: MessageRow): Promise<void> {
    const thread = await this.threads.advance(tx, row.threadId, 0);
    await this.tell(tx, site, thread, { type: 'message.edited', message: row });
  }

  private async tell(tx: Tx, site: KnownSite, thread: Thread, happening: Happening): Promise<void> {
    const { message } = happening;
    const places = 'places' in happening ? await this.messages.byIds(happening.places, tx) : [];
    const messages = new Map([...places, [message.id, message]]);
    await this.log.append(tx, thread, happening, { messages, thread: threadView(thread, site) });
  }

  /** Counts it among its parent's replies; removed ancestors get their empty places back. Answers their ids. */
  private async countIn(tx: Tx, { parentId }: Pick<MessageRow, 'parentId'>): Promise<string[]> {
    return parentId === '' ? [] : this.places.appear(tx, parentId);
  }

  /** The reverse: ancestors that were only places for it vanish as well. Answers their ids. */
  private async vanish(tx: Tx, { id, parentId }: Pick<MessageRow, 'id' | 'parentId'>): Promise<string[]> {
    await this.messages.setVisible(tx, id, false);
    return parentId === '' ? [] : this.places.vanish(tx, parentId);
  }
}
