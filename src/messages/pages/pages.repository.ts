import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf, type Queries } from '../../database/sql.js';
import type { Cursor } from './cursor.js';
import { MESSAGE_COLUMNS, type MessageRow } from '../message.row.js';
import type { Sort } from '../messages.schema.js';

const SCORE = { best: 'm.best', hot: 'm.hot', controversial: 'm.controversial' } as const;

/** One level of a thread in an order: `parentId` '' for its own, `cursor` null from the beginning. */
export type Level = {
  readonly threadId: string;
  readonly parentId: string;
  readonly sort: Sort;
  readonly cursor: Cursor | null;
};

/** A message with the last decision on it, as far as it is known. */
export type OwnRow = MessageRow & {
  readonly decidedReason: string | null;
  readonly decidedAt: number | null;
};

/** Columns of an OwnRow. */
export const OWN = `${MESSAGE_COLUMNS}, d.reason AS "decidedReason", d.at AS "decidedAt"`;

/** Lists of visible messages. Each is one walk along an index: a thread of a million costs what one of a hundred costs. */
@Injectable()
export class PagesRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** One level of a thread, from the cursor on. */
  level(on: Queries, { threadId, parentId, sort, cursor }: Level, limit: number): Promise<MessageRow[]> {
    const where = `m.thread_id = $1 AND m.parent_id = $2 AND m.visible = TRUE`;
    if (sort === 'oldest' || sort === 'newest') {
      const [than, direction] = sort === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC'];
      const from = cursor ? `AND m.position ${than} $4` : '';
      return select(on, `WHERE ${where} ${from} ORDER BY m.position ${direction} LIMIT $3`, [
        threadId,
        parentId,
        limit,
        ...(cursor ? [cursor.position] : []),
      ]);
    }
    const score = SCORE[sort];
    const from = cursor ? `AND (${score}, m.position) < ($4, $5) AND m.position <= $6` : '';
    return select(on, `WHERE ${where} ${from} ORDER BY ${score} DESC, m.position DESC LIMIT $3`, [
      threadId,
      parentId,
      limit,
      ...(cursor ? [cursor.score, cursor.position, cursor.until] : []),
    ]);
  }

  /** The first visible replies, oldest first, of each of these messages: at most `each` + 1, the last telling that there are more. */
  firstReplies(on: Queries, threadId: string, parentIds: readonly string[], each: number): Promise<MessageRow[]> {
    const first = `SELECT * FROM messages r WHERE r.thread_id = $1 AND r.parent_id = p.value AND r.visible = TRUE
      ORDER BY r.position LIMIT $3`;
    // The same question in each database's way: PostgreSQL has LATERAL, SQLite looks the ids of the inner list up.
    const joined =
      on.dialect === 'postgres'
        ? `CROSS JOIN LATERAL (${first}) m`
        : `CROSS JOIN messages m ON m.id IN (${first.replace('SELECT *', 'SELECT r.id')})`;
    return on.query<MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM ${eachOf(on.dialect, '$2')} AS p ${joined}
         JOIN members a ON a.id = m.author_id ORDER BY m.position`,
      [threadId, parentIds, each + 1],
    );
  }

  /** From a message up: its parent first, at most `most` of them. */
  async ancestors(parentId: string, most: number, on: Queries = this.reads): Promise<MessageRow[]> {
    if (parentId === '') return [];
    return on.query<MessageRow>(
      `WITH RECURSIVE up(id, parent_id, steps) AS (
         SELECT id, parent_id, 1 FROM messages WHERE id = $1
         UNION ALL SELECT n.id, n.parent_id, up.steps + 1 FROM up JOIN messages n ON n.id = up.parent_id WHERE up.steps < $2
       )
       SELECT ${MESSAGE_COLUMNS} FROM up JOIN messages m ON m.id = up.id JOIN members a ON a.id = m.author_id ORDER BY up.steps`,
      [parentId, most],
    );
  }

  /** The topmost message of a branch. */
  async rootOf(id: string, on: Queries = this.reads): Promise<MessageRow | null> {
    const rows = await on.query<MessageRow>(
      `WITH RECURSIVE up(id, parent_id) AS (
         SELECT id, parent_id FROM messages WHERE id = $1
         UNION ALL SELECT n.id, n.parent_id FROM up JOIN messages n ON n.id = up.parent_id
       )
       SELECT ${MESSAGE_COLUMNS} FROM up JOIN messages m ON m.id = up.id JOIN members a ON a.id = m.author_id WHERE up.parent_id = ''`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** What a member wrote in a thread that is not on the page, and that the member has not taken back; the latest first. */
  unpublishedOf(threadId: string, authorId: string): Promise<OwnRow[]> {
    return this.reads.query<OwnRow>(
      `SELECT ${OWN} FROM messages m JOIN members a ON a.id = m.author_id
         LEFT JOIN message_decisions d ON d.message_id = m.id AND d.revision = m.decided_revision
        WHERE m.author_id = $2 AND m.thread_id = $1 AND m.state <> 'published' AND m.state IN ('held', 'rejected', 'spam')
        ORDER BY m.id DESC LIMIT 100`,
      [threadId, authorId],
    );
  }

  /** These of a member's messages as they stand now, each with its last decision. */
  ownOf(authorId: string, ids: readonly string[]): Promise<OwnRow[]> {
    return this.reads.query<OwnRow>(
      `SELECT ${OWN} FROM messages m JOIN members a ON a.id = m.author_id
         LEFT JOIN message_decisions d ON d.message_id = m.id AND d.revision = m.decided_revision
        WHERE m.id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS wanted) AND m.author_id = $1`,
      [authorId, ids],
    );
  }
}

const select = (on: Queries, rest: string, values: readonly (string | number)[]): Promise<MessageRow[]> =>
  on.query<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages m JOIN members a ON a.id = m.author_id ${rest}`,
    values,
  );
