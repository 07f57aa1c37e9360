import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import { eachOf, type Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { Thread } from './thread.entity.js';

const COLUMNS = `id, site_id AS "siteId", "key", url, title, state, closed_by AS "closedBy", closed_reason AS "closedReason",
  closed_at AS "closedAt", message_count AS "messageCount", position, epoch, created_at AS "createdAt"`;

@Injectable()
export class ThreadsRepository {
  constructor(private readonly reads: Reads) {}

  byId(id: string, on: Queries = this.reads): Promise<Thread | null> {
    return one(on, `SELECT ${COLUMNS} FROM threads WHERE id = $1`, [id]);
  }

  byKey(on: Queries, siteId: string, key: string): Promise<Thread | null> {
    return one(on, `SELECT ${COLUMNS} FROM threads WHERE site_id = $1 AND "key" = $2`, [siteId, key]);
  }

  /** The article's thread by its URL alone: one without a key first, else the oldest with one. */
  byUrl(on: Queries, siteId: string, url: string): Promise<Thread | null> {
    const sql = `SELECT ${COLUMNS} FROM threads WHERE site_id = $1 AND url = $2
      ORDER BY CASE WHEN "key" IS NULL THEN 0 ELSE 1 END, id LIMIT 1`;
    return one(on, sql, [siteId, url]);
  }

  async countsOf(siteId: string, urls: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.reads.query<{ url: string; count: number }>(
      `SELECT url, SUM(message_count) AS count FROM threads WHERE site_id = $1
        AND url IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS wanted) GROUP BY url`,
      [siteId, urls],
    );
    return new Map(rows.map(({ url, count }) => [url, Number(count)]));
  }

  standing(ids: readonly string[]): Promise<Pick<Thread, 'id' | 'position' | 'epoch' | 'messageCount'>[]> {
    return this.reads.query(
      `SELECT id, position, epoch, message_count AS "messageCount" FROM threads
        WHERE id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [ids],
    );
  }

  /**
   * Lets only one unit at a time look for an article's thread and make it, where the database has several writers: while
   * one gives a thread its key, another would find none without and make a second.
   */
  async lockArticle(tx: Tx, siteId: string, url: string): Promise<void> {
    if (tx.dialect !== 'postgres') return;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`thread ${siteId} ${url}`]);
  }

  async insert(tx: Tx, thread: Thread): Promise<void> {
    await tx.manager.insert(Thread, thread);
  }

  async setKey(tx: Tx, id: string, key: string): Promise<void> {
    await tx.query('UPDATE threads SET "key" = $2 WHERE id = $1', [id, key]);
  }

  async setTitle(tx: Tx, id: string, title: string): Promise<void> {
    await tx.query('UPDATE threads SET title = $2 WHERE id = $1', [id, title]);
  }

  /**
   * Takes the next position: inside the transaction and on the thread's row, so two events can never share one.
   * `published` is what the event adds to the count of messages.
   */
  async advance(tx: Tx, id: string, published: -1 | 0 | 1): Promise<Thread> {
    const rows = await tx.query<Thread>(
      `UPDATE threads SET position = position + 1, message_count = message_count + $2 WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, published],
    );
    const [thread] = rows;
    if (!thread) throw new Error(`No thread ${id}`);
    return thread;
  }

  async setState(
    tx: Tx,
    id: string,
    change: Pick<Thread, 'state' | 'closedBy' | 'closedReason' | 'closedAt'>,
  ): Promise<void> {
    await tx.query('UPDATE threads SET state = $2, closed_by = $3, closed_reason = $4, closed_at = $5 WHERE id = $1', [
      id,
      change.state,
      change.closedBy,
      change.closedReason,
      change.closedAt,
    ]);
  }

  /** The row, locked until the end of the unit where the database has row locks; SQLite has but one writer. */
  lock(tx: Tx, id: string): Promise<Thread | null> {
    return one(tx, `SELECT ${COLUMNS} FROM threads WHERE id = $1${tx.dialect === 'postgres' ? ' FOR UPDATE' : ''}`, [
      id,
    ]);
  }
}

async function one(on: Queries, sql: string, values: readonly string[]): Promise<Thread | null> {
  const [row] = await on.query<Thread>(sql, values);
  return row ?? null;
}
