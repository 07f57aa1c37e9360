import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import type { Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import type { SettingsRow } from './settings.entity.js';

const COLUMNS = 'site_id AS "siteId", scope, owner, stored, revision';

export type SettingsPlace = Pick<SettingsRow, 'siteId' | 'scope' | 'owner'>;

@Injectable()
export class SettingsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** What is set for a thread or a member; null: nothing. */
  async one({ siteId, scope, owner }: SettingsPlace, on: Queries = this.reads): Promise<SettingsRow | null> {
    const [row] = await on.query<SettingsRow>(
      `SELECT ${COLUMNS} FROM settings WHERE site_id = $1 AND scope = $2 AND owner = $3`,
      [siteId, scope, owner],
    );
    return row ?? null;
  }

  /** What is set in parts of a site: sections first. */
  ofSite(siteId: string, limit: number, on: Queries = this.reads): Promise<SettingsRow[]> {
    return on.query<SettingsRow>(
      `SELECT ${COLUMNS} FROM settings WHERE site_id = $1 ORDER BY CASE WHEN scope = 'section' THEN 0 ELSE 1 END, scope, owner LIMIT $2`,
      [siteId, limit],
    );
  }

  /** Keeps the row where it is still at the revision before; false where somebody was first. */
  async put(tx: Tx, { siteId, scope, owner, stored, revision }: SettingsRow): Promise<boolean> {
    const written = await tx.query(
      revision === 1
        ? `INSERT INTO settings (site_id, scope, owner, stored, revision) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (site_id, scope, owner) DO NOTHING RETURNING revision`
        : `UPDATE settings SET stored = $4, revision = $5
            WHERE site_id = $1 AND scope = $2 AND owner = $3 AND revision = $5 - 1 RETURNING revision`,
      [siteId, scope, owner, stored, revision],
    );
    return written.length > 0;
  }

  async removeOf(tx: Tx, siteId: string): Promise<void> {
    await tx.query('DELETE FROM settings WHERE site_id = $1', [siteId]);
  }
}
