import { Injectable } from '@nestjs/common';
import { firstIdAt } from '../../database/ids.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { columnsOf, insertAll } from '../../database/rows.js';
import type { Tx } from '../../database/transactions.js';
import type { Decision } from '../admission.service.js';
import type { Admitted } from '../rule.js';
import { MessageVerdict } from './message-verdict.entity.js';

/** One that let a revision of a message in. */
export type Recorded = {
  readonly messageId: string;
  readonly revision: number;
  readonly verdict: Admitted;
  readonly basis: Decision['basis'];
};

/** Why messages are where they are: kept with each revision, gone with the words of the member. */
@Injectable()
export class VerdictsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async keep(tx: Tx, recorded: readonly Recorded[]): Promise<void> {
    const rows = recorded.map(({ messageId, revision, verdict, basis }) => ({
      messageId,
      revision,
      verdict: verdict.verdict,
      rules: JSON.stringify(verdict.verdict === 'hold' ? verdict.rules : []),
      facts: JSON.stringify(basis.facts),
      evidence: JSON.stringify(basis.evidence),
      at: tx.now,
    }));
    await insertAll(tx, MessageVerdict, rows);
  }

  /** Of one message, the latest first. */
  of(messageId: string, limit: number): Promise<MessageVerdict[]> {
    return this.reads.query<MessageVerdict>(
      `SELECT ${columnsOf(MessageVerdict)} FROM message_verdicts WHERE message_id = $1 ORDER BY revision DESC LIMIT $2`,
      [messageId, limit],
    );
  }

  /** Takes away some of messages that were posted before a time, in ms; what waits for a moderator keeps its own. Answers how many. */
  async forgetSome(tx: Tx, before: number, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM message_verdicts WHERE message_id IN (
         SELECT v.message_id FROM message_verdicts v JOIN messages m ON m.id = v.message_id
          WHERE v.message_id < $1 AND m.state <> 'held' ORDER BY v.message_id LIMIT ${most}) RETURNING message_id`,
      [firstIdAt(before)],
    );
    return gone.length;
  }
}
