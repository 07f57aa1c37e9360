import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { Vote } from './vote.entity.js';

export type VoteValue = -1 | 0 | 1;

/** A vote, and under which article. */
export type CastRow = Pick<Vote, 'messageId' | 'threadId' | 'value'> & {
  readonly siteId: string;
  readonly title: string;
  readonly url: string;
};

@Injectable()
export class VotesRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async ofMember(threadId: string, memberId: string): Promise<Record<string, 'up' | 'down'>> {
    const rows = await this.reads.query<{ id: string; value: number }>(
      'SELECT message_id AS id, value FROM votes WHERE member_id = $1 AND thread_id = $2',
      [memberId, threadId],
    );
    return Object.fromEntries(rows.map(({ id, value }) => [id, value > 0 ? 'up' : 'down']));
  }

  /** The next of all that a member voted on, behind that one. */
  allOf(memberId: string, [threadId, messageId]: readonly [string, string], limit: number): Promise<CastRow[]> {
    return this.reads.query<CastRow>(
      `SELECT v.message_id AS "messageId", v.thread_id AS "threadId", v.value, t.site_id AS "siteId", t.title, t.url
         FROM votes v JOIN threads t ON t.id = v.thread_id
        WHERE v.member_id = $1 AND (v.thread_id, v.message_id) > ($2, $3) ORDER BY v.thread_id, v.message_id LIMIT $4`,
      [memberId, threadId, messageId, limit],
    );
  }

  async find(on: Queries, messageId: string, memberId: string): Promise<VoteValue> {
    const rows = await on.query<{ value: VoteValue }>(
      'SELECT value FROM votes WHERE message_id = $1 AND member_id = $2',
      [messageId, memberId],
    );
    return rows[0]?.value ?? 0;
  }

  /** One vote a member and message: the primary key. 0 takes it back. */
  async put(tx: Tx, vote: { messageId: string; memberId: string; threadId: string; value: VoteValue }): Promise<void> {
    if (vote.value === 0) {
      await tx.query('DELETE FROM votes WHERE message_id = $1 AND member_id = $2', [vote.messageId, vote.memberId]);
      return;
    }
    await tx.query(
      `INSERT INTO votes (message_id, member_id, thread_id, value) VALUES ($1, $2, $3, $4)
         ON CONFLICT (message_id, member_id) DO UPDATE SET value = excluded.value`,
      [vote.messageId, vote.memberId, vote.threadId, vote.value],
    );
  }
}
