import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import type { Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { SiteSecret } from './site-secret.entity.js';

/** With what each site signs. */
@Injectable()
export class SiteSecretsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Those that are good at a time, the one in use first. */
  good(siteId: string, now: number, on: Queries = this.reads): Promise<SiteSecret[]> {
    return on.query<SiteSecret>(
      `SELECT id, site_id AS "siteId", secret, created_at AS "createdAt", expires_at AS "expiresAt" FROM site_secrets
        WHERE site_id = $1 AND (expires_at IS NULL OR expires_at > $2)
        ORDER BY CASE WHEN expires_at IS NULL THEN 0 ELSE 1 END, created_at DESC, id DESC`,
      [siteId, now],
    );
  }

  async insert(tx: Tx, secret: SiteSecret): Promise<void> {
    await tx.manager.insert(SiteSecret, secret);
  }

  /** Lets those in use go at a time, and those that have gone before now for ever. */
  async retire(tx: Tx, siteId: string, at: number): Promise<void> {
    await tx.query('DELETE FROM site_secrets WHERE site_id = $1 AND expires_at <= $2', [siteId, tx.now]);
    await tx.query('UPDATE site_secrets SET expires_at = $2 WHERE site_id = $1 AND expires_at IS NULL', [siteId, at]);
  }
}
