import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import { WAITED, type Tx } from '../database/transactions.js';
import type { ThreadEventRow } from './thread-event.entity.js';

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
   * When the nth last event was, in ms; null where there are not so many, or a clock that was put back since says that it
   * is yet to come. The positions count, so one row is read however many there are.
   */
  async nthLast(
    tx: Tx,
    thread: { readonly id: string; readonly position: number },
    nth: number,
  ): Promise<number | null> {
    if (thread.position < nth) return null;
    const [event] = await tx.query<{ at: number }>(
      'SELECT at FROM thread_events WHERE thread_id = $1 AND position = $2 AND at <= $3',
      [thread.id, thread.position - nth + 1, tx.now + WAITED],
    );
    return event?.at ?? null;
  }

  /** The events of (after, until], rising. */
  between(threadId: string, after: number, until: number): Promise<ThreadEventRow[]> {
    return this.reads.query<ThreadEventRow>(
      `SELECT thread_id AS "threadId", position, type, message_id AS "messageId", detail, at FROM thread_events
        WHERE thread_id = $1 AND position > $2 AND position <= $3 ORDER BY position`,
      [threadId, after, until],
    );
  }
}
