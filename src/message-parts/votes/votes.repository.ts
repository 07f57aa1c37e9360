import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';

export type VoteValue = -1 | 0 | 1;

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
