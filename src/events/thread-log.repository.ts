import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import type { Queries } from '../database/sql.js';
import { WAITED, type Tx } from '../database/transactions.js';
import type { ThreadEventRow } from './thread-event.entity.js';

/** ms: what is longer ago is nobody's pace. */
const LATELY = 60_000;
/** Of how many times as many changes posts are counted at most. */
const AMONG = 8;

/** The log of each thread. */
@Injectable()
export class ThreadLogRepository {
  constructor(private readonly reads: Reads) {}

  async append(tx: Tx, row: ThreadEventRow): Promise<void> {
    await tx.query(
      'INSERT INTO thread_events (thread_id, position, type, message_id, detail, at) VALUES ($1, $2, $3, $4, $5, $6)',
      [row.threadId, row.position, row.type, row.messageId, row.detail, row.at],
    );
  }

  /**
   * When the nth last post was, in ms; null where there were not so many lately, or a clock that was put back since says that
   * it is yet to come. The positions count every change: where even the nth of those is long ago, one row is read.
   */
  async nthLastPost(
    tx: Tx,
    thread: { readonly id: string; readonly position: number },
    nth: number,
  ): Promise<number | null> {
    if (thread.position < nth) return null;
    const [change] = await tx.query<{ at: number }>(
      'SELECT at FROM thread_events WHERE thread_id = $1 AND position = $2 AND at <= $3',
      [thread.id, thread.position - nth + 1, tx.now + WAITED],
    );
    if (!change || change.at <= tx.now - LATELY) return change?.at ?? null;
    const [post] = await tx.query<{ at: number }>(
      `SELECT at FROM thread_events
        WHERE thread_id = $1 AND position > $2 AND type = 'message.posted' AND at <= $3
        ORDER BY position DESC LIMIT 1 OFFSET $4`,
      [thread.id, thread.position - nth * AMONG, tx.now + WAITED, nth - 1],
    );
    return post?.at ?? null;
  }

  /** The events of (after, until], rising. */
  between(threadId: string, after: number, until: number): Promise<ThreadEventRow[]> {
    return this.reads.query<ThreadEventRow>(
      `SELECT thread_id AS "threadId", position, type, message_id AS "messageId", detail, at FROM thread_events
        WHERE thread_id = $1 AND position > $2 AND position <= $3 ORDER BY position`,
      [threadId, after, until],
    );
  }

  /** The next threads after `id`, and where they stand. */
  heads(on: Queries, after: string, most: number): Promise<{ id: string; position: number }[]> {
    return on.query('SELECT id, position FROM threads WHERE id > $1 ORDER BY id LIMIT $2', [after, most]);
  }

  /** Forgets some events of a thread, up to a position and of before then, the first ones first; answers how many. */
  async forget(
    tx: Tx,
    threadId: string,
    { upTo, before, most }: { readonly upTo: number; readonly before: number; readonly most: number },
  ): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM thread_events WHERE thread_id = $1 AND position IN (
         SELECT position FROM thread_events WHERE thread_id = $1 AND position <= $2 AND at <= $3 ORDER BY position LIMIT $4)
         RETURNING position`,
      [threadId, upTo, before, most],
    );
    return gone.length;
  }
}
