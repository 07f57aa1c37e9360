import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { Message } from '../message.entity.js';
import { OWN, type OwnRow } from '../pages/pages.repository.js';

/** One's own message, and the names of its thread. */
export type ListedRow = OwnRow & { readonly title: string; readonly url: string };

/** One's own message as it is stored, whatever has become of it. */
export type WrittenRow = Pick<
  Message,
  'id' | 'threadId' | 'siteId' | 'parentId' | 'state' | 'text' | 'up' | 'down' | 'createdAt' | 'editedAt'
> & { readonly title: string; readonly url: string };

/** All that somebody wrote, across threads. */
@Injectable()
export class OwnMessagesRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** The next of all that somebody ever wrote, the earliest first, behind that time and id. */
  written(authorId: string, [at, id]: readonly [number, string], limit: number): Promise<WrittenRow[]> {
    return this.reads.query<WrittenRow>(
      `SELECT m.id, m.thread_id AS "threadId", m.site_id AS "siteId", m.parent_id AS "parentId", m.state, m.text, m.up, m.down,
          m.created_at AS "createdAt", m.edited_at AS "editedAt", t.title, t.url
         FROM messages m JOIN threads t ON t.id = m.thread_id
        WHERE m.author_id = $1 AND (m.created_at, m.id) > ($2, $3) ORDER BY m.created_at, m.id LIMIT $4`,
      [authorId, at, id, limit],
    );
  }

  /**
   * The next before that time and id, the latest first: what GET /messages/{id} shows its author. So neither what they took back
   * nor what is in a deleted thread.
   */
  before(
    authorId: string,
    siteId: string | null,
    [at, id]: readonly [number, string],
    limit: number,
  ): Promise<ListedRow[]> {
    return this.reads.query<ListedRow>(
      `SELECT ${OWN}, t.title, t.url FROM messages m JOIN members a ON a.id = m.author_id
         JOIN threads t ON t.id = m.thread_id AND t.deleted_at IS NULL
         LEFT JOIN message_decisions d ON d.message_id = m.id AND d.revision = m.decided_revision
        WHERE m.author_id = $1 AND m.state <> 'deleted' AND (m.created_at, m.id) < ($2, $3)
          ${siteId === null ? '' : 'AND m.site_id = $5'} ORDER BY m.created_at DESC, m.id DESC LIMIT $4`,
      [authorId, at, id, limit, ...(siteId === null ? [] : [siteId])],
    );
  }
}
