import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../../database/primary-reads.js';
import type { Queries } from '../../../database/sql.js';
import type { Tx } from '../../../database/transactions.js';
import type { Passkey } from './passkey.entity.js';

const COLUMNS = `id, member_id AS "memberId", credential_id AS "credentialId", public_key AS "publicKey", counter, transports, name, device,
  created_at AS "createdAt", used_at AS "usedAt"`;

@Injectable()
export class PasskeysRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** A member's, in the order in which they were added. */
  of(memberId: string, on: Queries = this.reads): Promise<Passkey[]> {
    return on.query<Passkey>(`SELECT ${COLUMNS} FROM passkeys WHERE member_id = $1 ORDER BY created_at, id`, [
      memberId,
    ]);
  }

  async byCredential(credentialId: string): Promise<Passkey | null> {
    const [found] = await this.reads.query<Passkey>(`SELECT ${COLUMNS} FROM passkeys WHERE credential_id = $1`, [
      credentialId,
    ]);
    return found ?? null;
  }

  /** False where the forum has this passkey already. */
  async insert(tx: Tx, passkey: Omit<Passkey, 'usedAt'>): Promise<boolean> {
    const { id, memberId, credentialId, publicKey, counter, transports, name, device, createdAt } = passkey;
    const kept = await tx.query(
      `INSERT INTO passkeys (id, member_id, credential_id, public_key, counter, transports, name, device, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
      [id, memberId, credentialId, publicKey, counter, transports, name, device, createdAt],
    );
    return kept.length > 0;
  }

  /**
   * Keeps that it was used, and how often its authenticator says it was. False where it is gone, or another use with this count or a
   * higher one was kept meanwhile: one of two authenticators is a copy then (WebAuthn, 6.1.1). Who does not count says 0 each time.
   */
  async use(tx: Tx, id: string, counter: number): Promise<boolean> {
    const used = await tx.query(
      `UPDATE passkeys SET counter = $2, used_at = $3
        WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING id`,
      [id, counter, tx.now],
    );
    return used.length > 0;
  }

  /** False where the member has no such passkey. */
  async delete(tx: Tx, memberId: string, id: string): Promise<boolean> {
    const gone = await tx.query('DELETE FROM passkeys WHERE id = $1 AND member_id = $2 RETURNING id', [id, memberId]);
    return gone.length > 0;
  }

  async forget(tx: Tx, memberId: string): Promise<void> {
    await tx.query('DELETE FROM passkeys WHERE member_id = $1', [memberId]);
  }
}
