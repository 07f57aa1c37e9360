import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { Tx } from '../../database/transactions.js';
import { PartTablesRepository } from '../../messages/parts/part-tables.repository.js';

export type ListedThread = {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly messageCount: number;
};

/** What merging and deleting a thread does to its messages, and what takes it back. Each is a few statements, however many there are. */
@Injectable()
export class ThreadActsRepository {
  constructor(
    private readonly reads: PrimaryReads,
    private readonly parts: PartTablesRepository,
  ) {}

  /** Writes down where the messages of these threads are now. */
  async remember(tx: Tx, act: string, threadIds: readonly [string, string?]): Promise<void> {
    const [one, other = one] = threadIds;
    await tx.query(
      `INSERT INTO moved_messages (act, message_id, thread_id, position, visible)
         SELECT $1, id, thread_id, position, visible FROM messages WHERE thread_id = $2 OR thread_id = $3`,
      [act, one, other],
    );
  }

  async forget(tx: Tx, act: string): Promise<void> {
    await tx.query('DELETE FROM moved_messages WHERE act = $1', [act]);
  }

  /**
   * Moves all messages of one thread to another, and puts those of both in the order of their time.
   * @param beyond a position that neither thread has reached: no two messages of a thread may share one, not even on their way
   */
  async merge(tx: Tx, from: string, into: string, beyond: number): Promise<void> {
    await tx.query(
      `UPDATE messages SET position = ordered.place + $3 FROM
         (SELECT id, ROW_NUMBER() OVER (ORDER BY created_at, position, id) AS place FROM messages
           WHERE (thread_id = $1 OR thread_id = $2) AND position IS NOT NULL) AS ordered
         WHERE messages.id = ordered.id`,
      [from, into, beyond],
    );
    await tx.query('UPDATE messages SET thread_id = $2 WHERE thread_id = $1', [from, into]);
    await this.parts.followTo(tx, into);
  }

  /** Everything back to where it was, but for what was taken out since; what was answered since goes with what it answers. */
  async unmerge(tx: Tx, act: string, from: string, into: string): Promise<void> {
    await tx.query(
      `UPDATE messages SET thread_id = was.thread_id, position = COALESCE(was.position, messages.position)
         FROM moved_messages AS was WHERE was.act = $1 AND was.message_id = messages.id AND messages.thread_id = $2`,
      [act, into],
    );
    await tx.query(
      `WITH RECURSIVE below(id) AS (
         SELECT id FROM messages WHERE thread_id = $1
         UNION SELECT reply.id FROM below JOIN messages reply ON reply.parent_id = below.id AND reply.thread_id = $2
       ) UPDATE messages SET thread_id = $1 WHERE thread_id = $2 AND id IN (SELECT id FROM below)`,
      [from, into],
    );
    await this.parts.followTo(tx, from);
  }

  async hide(tx: Tx, threadId: string): Promise<void> {
    await tx.query('UPDATE messages SET visible = FALSE WHERE thread_id = $1 AND visible = TRUE', [threadId]);
  }

  /** What was erased since, and is no place for replies, stays away. */
  async unhide(tx: Tx, act: string): Promise<void> {
    await tx.query(
      `UPDATE messages SET visible = TRUE FROM moved_messages AS was
         WHERE was.act = $1 AND was.message_id = messages.id AND was.visible = TRUE
           AND (messages.state = 'published' OR messages.reply_count > 0)`,
      [act],
    );
  }

  /** Those of its messages that wait for a moderator, as far as nothing has become of the thread. */
  async waiting(tx: Tx, threadId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM messages WHERE thread_id = $1
         AND (state = 'held' OR (open_reports > 0 AND state IN ('published', 'deleted'))) ORDER BY id`,
      [threadId],
    );
    return rows.map(({ id }) => id);
  }

  /** Threads of a site that were deleted or merged. */
  async goneFrom(tx: Tx, siteId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM threads WHERE site_id = $1 AND (deleted_at IS NOT NULL OR merged_into IS NOT NULL)',
      [siteId],
    );
    return rows.map(({ id }) => id);
  }

  async setFate(
    tx: Tx,
    id: string,
    { mergedInto, deletedAt }: { mergedInto: string | null; deletedAt: number | null },
  ): Promise<void> {
    await tx.query('UPDATE threads SET merged_into = $2, deleted_at = $3 WHERE id = $1', [id, mergedInto, deletedAt]);
  }

  /** A thread whose order is another now: counted anew, in a new epoch, a place further than any position of before. */
  async startAnew(tx: Tx, id: string, { epoch, least }: { epoch: string; least: number }): Promise<void> {
    // No follower of another epoch is told what was; what stays in the log has no gap.
    await tx.query('DELETE FROM thread_events WHERE thread_id = $1', [id]);
    await tx.query(
      `UPDATE threads SET epoch = $2, position = CASE WHEN position < $3 THEN $3 ELSE position END + 1,
         message_count = (SELECT COUNT(*) FROM messages m WHERE m.thread_id = threads.id AND m.state = 'published')
         WHERE id = $1`,
      [id, epoch, least],
    );
  }

  /** Of a site, the latest first. */
  list(siteId: string, limit: number): Promise<ListedThread[]> {
    return this.reads.query<ListedThread>(
      `SELECT id, title, url, message_count AS "messageCount" FROM threads
        WHERE site_id = $1 AND merged_into IS NULL AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $2`,
      [siteId, limit],
    );
  }
}
