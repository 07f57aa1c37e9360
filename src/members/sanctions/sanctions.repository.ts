import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { columnsOf } from '../../database/rows.js';
import { eachOf, type Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { ActiveSanction } from './active-sanction.js';
import { FORMER_MEMBER } from '../names/names.js';
import { Sanction } from './sanction.entity.js';

export type SanctionRow = Sanction & { readonly byName: string };

const COLUMNS = `s.id, s.member_id AS "memberId", s.site_id AS "siteId", s.kind, s.until, s.reason, s.by_id AS "byId",
  s.created_at AS "createdAt", s.lifted_at AS "liftedAt", COALESCE(b.name, '${FORMER_MEMBER}') AS "byName"`;

const HOLDS = 'lifted_at IS NULL AND (until IS NULL OR until > $2)';
/** A ban before a suspension, and what holds for longer before what ends sooner. */
const BY_WEIGHT = 'kind, CASE WHEN until IS NULL THEN 0 ELSE 1 END, until DESC';

@Injectable()
export class SanctionsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** What holds against a member on a site now; a ban before a suspension, and what holds for longer before what ends sooner. */
  async active(on: Queries, memberId: string, siteId: string, now: number): Promise<ActiveSanction | null> {
    return (await this.activeOf(on, [memberId], now))(memberId, siteId);
  }

  /** The same for several members, each on the site that is asked about. */
  async activeOf(
    on: Queries,
    memberIds: readonly string[],
    now: number,
  ): Promise<(memberId: string, siteId: string) => ActiveSanction | null> {
    const rows = await on.query<ActiveSanction & { memberId: string; siteId: string }>(
      `SELECT member_id AS "memberId", site_id AS "siteId", kind, until, reason FROM sanctions
        WHERE member_id IN (SELECT value FROM ${eachOf(on.dialect, '$1')} AS asked)
          AND ${HOLDS} ORDER BY ${BY_WEIGHT}`,
      [memberIds, now],
    );
    return (memberId, siteId) => {
      const active = rows.find((row) => row.memberId === memberId && (row.siteId === '*' || row.siteId === siteId));
      return active ? { kind: active.kind, until: active.until, reason: active.reason } : null;
    };
  }

  /** All that holds against a member now, on whichever site: what weighs most first, as in `active`. */
  holding(memberId: string, now: number, on: Queries = this.reads): Promise<Sanction[]> {
    return on.query<Sanction>(
      `SELECT ${columnsOf(Sanction)} FROM sanctions WHERE member_id = $1 AND ${HOLDS} ORDER BY ${BY_WEIGHT} LIMIT 100`,
      [memberId, now],
    );
  }

  /** Whether anything holds against a member now, on whichever site. */
  async holdsAny(memberId: string, now: number): Promise<boolean> {
    const rows = await this.reads.query(`SELECT 1 FROM sanctions WHERE member_id = $1 AND ${HOLDS} LIMIT 1`, [
      memberId,
      now,
    ]);
    return rows.length > 0;
  }

  /** Every one that was ever given to a member, in their order, behind that id. */
  everOf(memberId: string, after: string, limit: number): Promise<Sanction[]> {
    return this.reads.query<Sanction>(
      `SELECT ${columnsOf(Sanction)} FROM sanctions WHERE member_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [memberId, after, limit],
    );
  }

  /** These, whatever has become of them. */
  some(ids: readonly string[]): Promise<Sanction[]> {
    return this.reads.query<Sanction>(
      `SELECT ${columnsOf(Sanction)} FROM sanctions WHERE id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [ids],
    );
  }

  /** Whatever holds or held on one of these sites, or on every site. */
  ofMember(memberId: string, siteIds: readonly string[]): Promise<SanctionRow[]> {
    const sites = siteIds.includes('*')
      ? ''
      : `AND s.site_id IN ('*', ${siteIds.map((_, index) => `$${index + 2}`).join(', ')})`;
    return this.reads.query<SanctionRow>(
      `SELECT ${COLUMNS} FROM sanctions s LEFT JOIN members b ON b.id = s.by_id WHERE s.member_id = $1 ${sites} ORDER BY s.created_at DESC LIMIT 100`,
      [memberId, ...(sites ? siteIds : [])],
    );
  }

  async byId(on: Queries, id: string): Promise<SanctionRow | null> {
    const rows = await on.query<SanctionRow>(
      `SELECT ${COLUMNS} FROM sanctions s LEFT JOIN members b ON b.id = s.by_id WHERE s.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  async insert(tx: Tx, sanction: Sanction): Promise<void> {
    await tx.manager.insert(Sanction, sanction);
  }

  /** False when it had been lifted before. */
  async lift(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(
      'UPDATE sanctions SET lifted_at = $2 WHERE id = $1 AND lifted_at IS NULL RETURNING id',
      [id, tx.now],
    );
    return rows.length > 0;
  }
}
