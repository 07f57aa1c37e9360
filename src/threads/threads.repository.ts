import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import { columnsOf, insertAll, rowsOf } from '../database/rows.js';
import { eachOf, type Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { Thread } from './thread.entity.js';
import type { ThreadCount } from './threads.schema.js';

const COLUMNS = columnsOf(Thread);
/** Threads that were merged into one after the other: so many are followed. */
const HOPS = 20;

@Injectable()
export class ThreadsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** The row of this id, whatever has become of the thread. */
  row(id: string, on: Queries = this.reads): Promise<Thread | null> {
    return one(on, `SELECT ${COLUMNS} FROM threads WHERE id = $1`, [id]);
  }

  /** The thread that goes by this id: where it was merged into another, that one. Null for one that was deleted. */
  async byId(id: string, on: Queries = this.reads): Promise<Thread | null> {
    let thread = await this.row(id, on);
    for (let hop = 0; thread?.mergedInto && hop < HOPS; hop += 1) thread = await this.row(thread.mergedInto, on);
    return thread?.mergedInto === null && thread.deletedAt === null ? thread : null;
  }

  headsOf(ids: readonly string[]): Promise<Pick<Thread, 'id' | 'position' | 'epoch' | 'messageCount'>[]> {
    return this.reads.query(
      `SELECT id, position, epoch, message_count AS "messageCount" FROM threads
        WHERE id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [ids],
    );
  }

  /** As `headsOf`; of a thread that was merged or deleted nothing is counted. */
  countsOf(ids: readonly string[]): Promise<ThreadCount[]> {
    return this.reads.query(
      `SELECT id AS thread, position, epoch,
              CASE WHEN merged_into IS NULL AND deleted_at IS NULL THEN message_count ELSE 0 END AS "messageCount" FROM threads
        WHERE id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [ids],
    );
  }

  /**
   * Lets only one unit at a time open threads on a site, give them addresses or change what addresses mean there, where the
   * database has several writers: else two would look for an article's thread, find none, and make two.
   */
  async lockSite(tx: Tx, siteId: string): Promise<void> {
    if (tx.dialect !== 'postgres') return;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`threads of ${siteId}`]);
  }

  async insert(tx: Tx, thread: Thread): Promise<void> {
    await insertAll(tx, Thread, [thread]);
  }

  /**
   * Takes away some threads of before then in which nothing ever happened, and which neither the publisher nor staff named.
   * Answers how many.
   */
  async removeEmpty(tx: Tx, before: number, most: number): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `SELECT t.id FROM threads t WHERE t.position = 0 AND t.created_at < $1 AND t.title_by NOT IN ('signed', 'staff')
          AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.thread_id = t.id) ORDER BY t.id LIMIT $2
          ${tx.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : ''}`,
      [before, most],
    );
    const ids = rows.map(({ id }) => id);
    const these = `(SELECT value FROM ${eachOf(tx.dialect, '$1')} AS each)`;
    await tx.query(`DELETE FROM thread_addresses WHERE thread_id IN ${these}`, [ids]);
    await tx.query(`DELETE FROM threads WHERE id IN ${these}`, [ids]);
    return ids.length;
  }

  /** Threads of before there were addresses, those with the most messages first. */
  withoutAddress(tx: Tx, most: number): Promise<Thread[]> {
    return tx.query<Thread>(
      `SELECT ${COLUMNS} FROM threads WHERE title_by = '' ORDER BY message_count DESC, id LIMIT $1`,
      [most],
    );
  }

  async markKnown(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE threads SET title_by = 'none' WHERE id = $1`, [id]);
  }

  async setNames(
    tx: Tx,
    { id, key, url, title, titleBy, toldAt }: Pick<Thread, 'id' | 'key' | 'url' | 'title' | 'titleBy' | 'toldAt'>,
  ): Promise<void> {
    await tx.query('UPDATE threads SET "key" = $2, url = $3, title = $4, title_by = $5, told_at = $6 WHERE id = $1', [
      id,
      key,
      url,
      title,
      titleBy,
      toldAt,
    ]);
  }

  async setImage(tx: Tx, id: string, image: string | null): Promise<void> {
    await tx.query('UPDATE threads SET image = $2 WHERE id = $1', [id, image]);
  }

  async setLookedAt(tx: Tx, id: string, at: number): Promise<void> {
    await tx.query('UPDATE threads SET looked_at = $2 WHERE id = $1', [id, at]);
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

  /** The same for several threads at once, each by as many positions as messages come onto its page. They are locked. */
  async advanceAll(tx: Tx, posts: ReadonlyMap<string, number>): Promise<void> {
    await tx.query(
      `UPDATE threads SET position = position + each.posts, message_count = message_count + each.posts
         FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', posts: 'integer' })} AS each WHERE threads.id = each.id`,
      [JSON.stringify([...posts].map(([id, posts]) => ({ id, posts })))],
    );
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

  /**
   * The thread that goes by this id (see `byId`), locked until the end of the unit where the database has row locks; SQLite
   * has but one writer.
   */
  async lock(tx: Tx, id: string): Promise<Thread | null> {
    let thread = await this.lockRow(tx, id);
    for (let hop = 0; thread?.mergedInto && hop < HOPS; hop += 1) thread = await this.lockRow(tx, thread.mergedInto);
    return thread?.mergedInto === null && thread.deletedAt === null ? thread : null;
  }

  /** The same for several at once, by the ids that they were asked by, locked in the order of their ids. */
  async lockAll(tx: Tx, ids: readonly string[]): Promise<Map<string, Thread>> {
    const locks = tx.dialect === 'postgres' ? ' FOR UPDATE' : '';
    const rows = await tx.query<Thread>(
      `SELECT ${COLUMNS} FROM threads WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted) ORDER BY id${locks}`,
      [[...new Set(ids)]],
    );
    const threads = new Map<string, Thread>();
    for (const row of rows) {
      const thread = row.mergedInto === null && row.deletedAt === null ? row : await this.lock(tx, row.id);
      if (thread) threads.set(row.id, thread);
    }
    return threads;
  }

  lockRow(tx: Tx, id: string): Promise<Thread | null> {
    const locks = tx.dialect === 'postgres' ? ' FOR UPDATE' : '';
    return one(tx, `SELECT ${COLUMNS} FROM threads WHERE id = $1${locks}`, [id]);
  }
}

async function one(on: Queries, sql: string, values: readonly string[]): Promise<Thread | null> {
  const [row] = await on.query<Thread>(sql, values);
  return row ?? null;
}
