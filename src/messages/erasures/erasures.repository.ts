import { Injectable } from '@nestjs/common';
import { erased, type Erased } from '../../database/backup/recounts.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { InboxLogRepository } from '../../events/inbox/inbox-log.repository.js';
import type { KeptMessages } from '../../members/erasure.entity.js';
import { PartTablesRepository } from '../parts/part-tables.repository.js';
import type { Tx } from '../../database/transactions.js';

/** What is left of somebody who was erased: places without words, and a name that is nobody's. */
@Injectable()
export class ErasuresRepository {
  constructor(
    private readonly reads: PrimaryReads,
    private readonly parts: PartTablesRepository,
    private readonly inboxes: InboxLogRepository,
  ) {}

  async isMember(id: string): Promise<boolean> {
    return (await this.reads.query('SELECT 1 FROM members WHERE id = $1', [id])).length > 0;
  }

  erased(): Promise<Erased[]> {
    return erased(this.reads);
  }

  /** What was chosen when they were erased; null for who was not. */
  async choice(memberId: string): Promise<KeptMessages | null> {
    const rows = await this.reads.query<{ messages: KeptMessages }>(
      'SELECT messages FROM erasures WHERE member_id = $1',
      [memberId],
    );
    return rows[0]?.messages ?? null;
  }

  /** Ids of messages that still have words, some at a time; with `keep` those that are on no page. */
  async written(authorId: string, messages: KeptMessages, limit: number): Promise<string[]> {
    const rows = await this.reads.query<{ id: string }>(
      `SELECT id FROM messages WHERE author_id = $1 AND text <> '' ${messages === 'keep' ? "AND state <> 'published'" : ''}
        ORDER BY id LIMIT $2`,
      [authorId, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The next of their messages behind `after` that are published. */
  async published(authorId: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.reads.query<{ id: string }>(
      `SELECT id FROM messages WHERE author_id = $1 AND state = 'published' AND id > $2 ORDER BY id LIMIT $3`,
      [authorId, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** What it said before, and what the rules knew of its author. */
  forgetHistory(tx: Tx, messageId: string): Promise<void> {
    return this.parts.forgetWords(tx, messageId);
  }

  async blank(tx: Tx, messageId: string): Promise<void> {
    await tx.query(`UPDATE messages SET text = '', html = '', words = '' WHERE id = $1`, [messageId]);
    await this.parts.forgetWords(tx, messageId);
  }

  /** Discussions that they closed and nobody else has since, with their names on them; some at a time. */
  async closed(tx: Tx, memberId: string, name: string, limit: number): Promise<{ id: string; siteId: string }[]> {
    return tx.query(
      `SELECT t.id, t.site_id AS "siteId" FROM threads t WHERE t.closed_by <> $2 AND EXISTS (
         SELECT 1 FROM audit_log e WHERE e.actor_id = $1 AND e.subject_kind = 'thread' AND e.subject_id = t.id AND e.at = t.closed_at)
        ORDER BY t.id LIMIT $3`,
      [memberId, name, limit],
    );
  }

  async nameCloser(tx: Tx, threadId: string, name: string): Promise<void> {
    await tx.query('UPDATE threads SET closed_by = $2 WHERE id = $1', [threadId, name]);
  }

  async forget(tx: Tx, memberId: string, name: string, messages: KeptMessages): Promise<void> {
    const of = [memberId];
    await tx.query(
      `UPDATE members SET name = $2, name_skeleton = '', kind = 'guest', email = NULL, entitlements = NULL WHERE id = $1`,
      [memberId, name],
    );
    await tx.query('DELETE FROM staff_roles WHERE member_id = $1', of);
    // Answers to others, too, may tell of them: a moderator's decision on what they wrote.
    await tx.query('DELETE FROM idempotency_keys WHERE owner LIKE $1 OR answer LIKE $1', [`%${memberId}%`]);
    await tx.query('UPDATE queue_events SET by_name = $2 WHERE by_id = $1', [memberId, name]);
    await tx.query('UPDATE reports SET note = NULL WHERE member_id = $1', of);
    // Who had their words removed does not get them back by asking for less.
    await tx.query(
      `INSERT INTO erasures (member_id, at, messages) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET messages = 'remove' WHERE excluded.messages = 'remove'`,
      [memberId, tx.now, messages],
    );
    // After that nothing more is kept for them.
    await this.inboxes.removeOf(tx, of);
  }
}
