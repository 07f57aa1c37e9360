import { Injectable } from '@nestjs/common';
import { sha256 } from '../../../database/ids.js';
import type { Tx } from '../../../database/transactions.js';
import { PasskeyChallenge } from './passkey-challenge.entity.js';

@Injectable()
export class PasskeyChallengesRepository {
  /** @param memberId who is to add a passkey by it; null: for signing in */
  async insert(tx: Tx, challenge: string, memberId: string | null, expiresAt: number): Promise<void> {
    await tx.manager.insert(PasskeyChallenge, { hash: sha256(challenge), memberId, expiresAt });
  }

  /** False where it was taken before, by whichever process, is too old, never was, or was given for something else. */
  async take(tx: Tx, challenge: string, memberId: string | null): Promise<boolean> {
    const taken = await tx.query(
      `DELETE FROM passkey_challenges WHERE hash = $1 AND expires_at > $2
          AND ${memberId === null ? 'member_id IS NULL' : 'member_id = $3'} RETURNING hash`,
      [sha256(challenge), tx.now, ...(memberId === null ? [] : [memberId])],
    );
    return taken.length > 0;
  }

  /** Forgets some that have expired; answers how many. */
  async forgetExpired(tx: Tx, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM passkey_challenges WHERE hash IN (
         SELECT hash FROM passkey_challenges WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) RETURNING hash`,
      [tx.now, most],
    );
    return gone.length;
  }

  async forgetOf(tx: Tx, memberId: string): Promise<void> {
    await tx.query('DELETE FROM passkey_challenges WHERE member_id = $1', [memberId]);
  }
}
