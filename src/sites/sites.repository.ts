import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import type { Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import type { SiteRow } from './site-settings.js';
import { Site } from './site.entity.js';

const COLUMNS = 'id, name, hosts, settings, revision';

@Injectable()
export class SitesRepository {
  constructor(private readonly reads: PrimaryReads) {}

  all(): Promise<SiteRow[]> {
    return this.reads.query<SiteRow>(`SELECT ${COLUMNS} FROM sites ORDER BY id`);
  }

  async one(on: Queries, id: string): Promise<SiteRow | null> {
    const [row] = await on.query<SiteRow>(`SELECT ${COLUMNS} FROM sites WHERE id = $1`, [id]);
    return row ?? null;
  }

  /** The site as it is, and as it stays until the end of this unit but for what the unit changes. */
  async lock(tx: Tx, id: string): Promise<SiteRow | null> {
    const locks = tx.dialect === 'postgres' ? ' FOR NO KEY UPDATE' : '';
    const [row] = await tx.query<SiteRow>(`SELECT ${COLUMNS} FROM sites WHERE id = $1${locks}`, [id]);
    return row ?? null;
  }

  /** False where there is one of this id already. */
  async insert(tx: Tx, { id, name, hosts, settings, revision }: SiteRow): Promise<boolean> {
    const made = await tx.query(
      `INSERT INTO sites (id, name, hosts, settings, revision, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
      [id, name, hosts, settings, revision, tx.now],
    );
    return made.length > 0;
  }

  async update(tx: Tx, { id, ...change }: SiteRow): Promise<void> {
    await tx.manager.update(Site, { id }, change);
  }

  /** How many discussions a site has, and how many of those are out of sight: deleted, or merged into others. */
  async threadsOf(tx: Tx, id: string): Promise<{ readonly all: number; readonly deleted: number }> {
    const [row] = await tx.query<{ all: number; deleted: number }>(
      `SELECT count(*) AS "all", count(*) FILTER (WHERE merged_into IS NOT NULL OR deleted_at IS NOT NULL) AS deleted
         FROM threads WHERE site_id = $1`,
      [id],
    );
    return { all: Number(row?.all ?? 0), deleted: Number(row?.deleted ?? 0) };
  }

  /** Takes a site away that has no discussions, with the roles that hold there alone and what its pages sign with. */
  async takeAway(tx: Tx, id: string): Promise<void> {
    for (const table of ['staff_roles', 'site_secrets'])
      await tx.query(`DELETE FROM ${table} WHERE site_id = $1`, [id]);
    // Another site of this id would have other readers.
    await tx.query('DELETE FROM credentials WHERE scope = $1', [id]);
    await tx.query('DELETE FROM sites WHERE id = $1', [id]);
  }
}
