import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import { columnsOf, insertAll, rowsOf } from '../database/rows.js';
import type { Queries } from '../database/sql.js';
import { WAITED, type Tx } from '../database/transactions.js';
import { ThreadEventRow } from './thread-event.entity.js';

/** ms: what is longer ago is nobody's pace. */
const LATELY = 60_000;
/** Of how many times as many changes posts are counted at most. */
const AMONG = 8;

/** A thread where `posts` more are about to be posted. */
type CountedThread = { readonly id: string; readonly position: number; readonly posts: number };

/** The log of each thread. */
@Injectable()
export class ThreadLogRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async append(tx: Tx, rows: readonly ThreadEventRow[]): Promise<void> {
    await insertAll(tx, ThreadEventRow, rows);
  }

  /**
   * Of each thread the times of its `nth` last post and of those after it, oldest first and one for each of `posts`, in ms; fewer
   * where there were not so many lately. What a clock that was put back since says is yet to come does not count.
   */
  async timesOfPosts(tx: Tx, threads: readonly CountedThread[], nth: number): Promise<Map<string, (number | null)[]>> {
    const busy = await this.changingFast(tx, threads, nth);
    const times = new Map<string, (number | null)[]>();
    for (const { id, position, posts } of busy) {
      const newest = Math.max(0, nth - posts);
      const rows = await tx.query<{ at: number }>(
        `SELECT at FROM thread_events
          WHERE thread_id = $1 AND position > $2 AND type = 'message.posted' AND at <= $3
          ORDER BY position DESC LIMIT $4 OFFSET $5`,
        [id, position - nth * AMONG, tx.now + WAITED, nth - newest, newest],
      );
      const missing = Array.from({ length: nth - newest - rows.length }, () => null);
      times.set(id, [...missing, ...rows.map(({ at }) => at).toReversed()]);
    }
    return times;
  }

  /**
   * Those that so many posts more could be too many for. The positions count every change: where even the nth of those is long ago,
   * one row is read.
   */
  private async changingFast(tx: Tx, threads: readonly CountedThread[], nth: number): Promise<CountedThread[]> {
    const asked = threads.flatMap(({ id, position, posts }) => {
      const at = position - nth + posts;
      return at >= 1 ? [{ id, at: Math.min(at, position) }] : [];
    });
    if (asked.length === 0) return [];
    const rows = await tx.query<{ id: string }>(
      `SELECT asked.id FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', at: 'bigint' })} AS asked
         JOIN thread_events e ON e.thread_id = asked.id AND e.position = asked.at WHERE e.at <= $2 AND e.at > $3`,
      [JSON.stringify(asked), tx.now + WAITED, tx.now - LATELY],
    );
    const fast = new Set(rows.map(({ id }) => id));
    return threads.filter(({ id }) => fast.has(id));
  }

  /** The events of (after, until], rising. */
  between(threadId: string, after: number, until: number): Promise<ThreadEventRow[]> {
    return this.reads.query<ThreadEventRow>(
      `SELECT ${columnsOf(ThreadEventRow)} FROM thread_events
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
