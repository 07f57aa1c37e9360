import { Injectable } from '@nestjs/common';
import { insertAll } from '../../database/rows.js';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { SpentProof } from './spent-proof.entity.js';

@Injectable()
export class SpentProofsRepository {
  /** Spends these, and answers for what each was spent by then: by another than ours where it was spent before. */
  async spend(tx: Tx, proofs: readonly SpentProof[]): Promise<ReadonlyMap<string, string>> {
    if (proofs.length === 0) return new Map();
    await insertAll(tx, SpentProof, proofs, 'ON CONFLICT (id) DO NOTHING');
    const rows = await tx.query<Pick<SpentProof, 'id' | 'use'>>(
      `SELECT id, use FROM spent_proofs WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS spent)`,
      [proofs.map(({ id }) => id)],
    );
    return new Map(rows.map(({ id, use }) => [id, use]));
  }

  /** Forgets some that have expired; answers how many. */
  async forgetExpired(tx: Tx, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM spent_proofs WHERE id IN (SELECT id FROM spent_proofs WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        RETURNING id`,
      [tx.now, most],
    );
    return gone.length;
  }
}
