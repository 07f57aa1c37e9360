import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { columnsOf } from '../../database/rows.js';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { MessageRow } from '../../messages/message.row.js';
import { MessageDecision } from './message-decision.entity.js';
import type { MessageRevision } from './message-revision.entity.js';

/** Former texts of one message that are kept; those that an open report is about are kept beside them. */
const KEPT = 50;

/** What messages said before. Never public: it is asked for by moderators alone. */
@Injectable()
export class RevisionsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Keeps the text as it stands, before it is written anew; the oldest beyond KEPT go, unless somebody has reported them. */
  async keep(tx: Tx, { id, revision, text, html, editedAt, createdAt }: MessageRow): Promise<void> {
    await tx.query('INSERT INTO message_revisions (message_id, revision, text, html, at) VALUES ($1, $2, $3, $4, $5)', [
      id,
      revision,
      text,
      html,
      editedAt ?? createdAt,
    ]);
    await tx.query(
      `DELETE FROM message_revisions WHERE message_id = $1
         AND revision <= (SELECT revision FROM message_revisions WHERE message_id = $1 ORDER BY revision DESC LIMIT 1 OFFSET ${KEPT})
         AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.message_id = $1 AND r.state = 'open' AND r.revision <= message_revisions.revision
           AND r.revision > COALESCE((SELECT MAX(older.revision) FROM message_revisions older
             WHERE older.message_id = $1 AND older.revision < message_revisions.revision), 0))`,
      [id],
    );
  }

  /** Former texts of these messages, the earliest of each first. */
  allOf(messageIds: readonly string[]): Promise<Omit<MessageRevision, 'html'>[]> {
    return this.reads.query(
      `SELECT message_id AS "messageId", revision, text, at FROM message_revisions
        WHERE message_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted) ORDER BY message_id, revision`,
      [messageIds],
    );
  }

  /** What was decided on these messages, the earliest of each first. */
  decisionsOf(messageIds: readonly string[]): Promise<MessageDecision[]> {
    return this.reads.query<MessageDecision>(
      `SELECT ${columnsOf(MessageDecision)} FROM message_decisions
        WHERE message_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted) ORDER BY message_id, seq`,
      [messageIds],
    );
  }

  /** Former texts before a revision, newest first. */
  before(messageId: string, revision: number, limit: number): Promise<MessageRevision[]> {
    return this.reads.query<MessageRevision>(
      `SELECT message_id AS "messageId", revision, text, html, at FROM message_revisions
        WHERE message_id = $1 AND revision < $2 ORDER BY revision DESC LIMIT $3`,
      [messageId, revision, limit],
    );
  }
}
