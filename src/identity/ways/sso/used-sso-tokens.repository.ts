import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../../database/primary-reads.js';
import { sha256 } from '../../../database/ids.js';
import type { Tx } from '../../../database/transactions.js';

@Injectable()
export class UsedSsoTokensRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** False where it was used before, by whichever process. */
  async use(tx: Tx, siteId: string, jti: string, expiresAt: number): Promise<boolean> {
    const used = await tx.query(
      `INSERT INTO used_sso_tokens (site_id, jti_hash, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (site_id, jti_hash) DO NOTHING RETURNING site_id`,
      [siteId, sha256(jti), expiresAt],
    );
    return used.length > 0;
  }

  async isUsed(siteId: string, jti: string): Promise<boolean> {
    const rows = await this.reads.query('SELECT 1 FROM used_sso_tokens WHERE site_id = $1 AND jti_hash = $2', [
      siteId,
      sha256(jti),
    ]);
    return rows.length > 0;
  }

  /** Forgets some that have expired; answers how many. */
  async forgetExpired(tx: Tx, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM used_sso_tokens WHERE (site_id, jti_hash) IN (
         SELECT site_id, jti_hash FROM used_sso_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) RETURNING site_id`,
      [tx.now, most],
    );
    return gone.length;
  }
}
