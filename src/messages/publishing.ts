import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import { MembersRepository } from '../members/members.repository.js';
import type { KnownSite } from '../sites/site-settings.js';
import { threadView } from '../threads/thread.view.js';
import { ThreadsRepository } from '../threads/threads.repository.js';
import type { StoredState } from './message.entity.js';
import type { MessageRow } from './message.row.js';
import { MessagesRepository } from './messages.repository.js';
import { ThreadLog, type Happening } from './thread-log.js';

/**
 * How messages come onto the page and leave it. A message has a place while it is published or has visible replies; the
 * counters of the thread and of its parent move with it, and every step is an event with a position.
 */
@Injectable()
export class Publishing {
  constructor(
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly members: MembersRepository,
    private readonly log: ThreadLog,
  ) {}

  /** Puts a stored message on the page: for the first time (it takes its place in the order) or again (it takes its old one). */
  async publish(tx: Tx, site: KnownSite, row: MessageRow, echo?: string): Promise<MessageRow> {
    const thread = await this.threads.advance(tx, row.threadId, 1);
    const first = row.position === null;
    const published: MessageRow = {
      ...row,
      state: 'published',
      visible: true,
      position: row.position ?? thread.position,
    };
    if (first) {
      await this.messages.setPosition(tx, row.id, thread.position);
      await this.members.countPublished(tx, row.authorId);
    }
    if (row.state !== 'published') await this.messages.setState(tx, row.id, 'published');
    const places = row.visible ? [] : await this.appear(tx, row);
    const known = new Map([...(await this.messages.byIds(places, tx)), [row.id, published]]);
    const happening: Happening = first
      ? { type: 'message.posted', message: published, places, ...(echo === undefined ? {} : { echo }) }
      : { type: 'message.restored', message: published, places };
    await this.log.append(tx, thread, happening, { messages: known, thread: threadView(thread, site) });
    return published;
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
    await this.log.append(
      tx,
      thread,
      { type: 'message.removed', message: withdrawn, why, kept, gone },
      { messages: new Map([[row.id, withdrawn]]), thread: threadView(thread, site) },
    );
    return withdrawn;
  }

  /** Tells that a published message reads otherwise now. */
  async change(tx: Tx, site: KnownSite, row: MessageRow): Promise<void> {
    const thread = await this.threads.advance(tx, row.threadId, 0);
    const known = { messages: new Map([[row.id, row]]), thread: threadView(thread, site) };
    await this.log.append(tx, thread, { type: 'message.edited', message: row }, known);
  }

  /** Counts it among its parent's replies; removed ancestors get their empty places back. Answers their ids. */
  private async appear(tx: Tx, row: Pick<MessageRow, 'id' | 'parentId'>): Promise<string[]> {
    await this.messages.setVisible(tx, row.id, true);
    if (row.parentId === '') return [];
    const parent = await this.messages.addReplies(tx, row.parentId, 1);
    if (!parent || parent.visible) return [];
    return [parent.id, ...(await this.appear(tx, parent))];
  }

  /** The reverse: ancestors that were only places for it vanish as well. Answers their ids. */
  private async vanish(tx: Tx, row: Pick<MessageRow, 'id' | 'parentId'>): Promise<string[]> {
    await this.messages.setVisible(tx, row.id, false);
    if (row.parentId === '') return [];
    const parent = await this.messages.addReplies(tx, row.parentId, -1);
    if (!parent || parent.state === 'published' || parent.replyCount > 0) return [];
    return [parent.id, ...(await this.vanish(tx, parent))];
  }
}
