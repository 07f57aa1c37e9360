import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../database/primary-reads.js';
import { columnsOf, rowsOf } from '../database/rows.js';
import { eachOf, type Queries } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import { Member } from './member.entity.js';
import type { StaffRole } from './members.schema.js';
import { StaffRoleRow } from './staff/staff-role.entity.js';

const NOT_ERASED = 'NOT EXISTS (SELECT 1 FROM erasures gone WHERE gone.member_id = members.id)';

@Injectable()
export class MembersRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async insert(tx: Tx, member: Member): Promise<void> {
    await tx.manager.insert(Member, member);
  }

  /** True when somebody whose name is proven (staff, verified), and who is not `exceptId`, goes by a name of one of these skeletons. */
  async isProvenName(on: Queries, skeletons: readonly string[], exceptId: string | null = null): Promise<boolean> {
    const rows = await on.query(
      `SELECT 1 FROM members WHERE name_skeleton IN (SELECT value FROM ${eachOf(on.dialect, '$1')} AS wanted)
         AND kind IN ('staff', 'verified') AND id <> $2 LIMIT 1`,
      [skeletons, exceptId ?? ''],
    );
    return rows.length > 0;
  }

  /** Those of these skeletons that a name has which somebody has proven to be theirs. */
  async provenSkeletons(on: Queries, skeletons: readonly string[]): Promise<Set<string>> {
    if (skeletons.length === 0) return new Set();
    const rows = await on.query<{ skeleton: string }>(
      `SELECT name_skeleton AS skeleton FROM members WHERE kind IN ('staff', 'verified')
          AND name_skeleton IN (SELECT value FROM ${eachOf(on.dialect, '$1')} AS wanted)`,
      [skeletons],
    );
    return new Set(rows.map(({ skeleton }) => skeleton));
  }

  async rename(tx: Tx, id: string, name: string, nameSkeleton: string): Promise<void> {
    await tx.manager.update(Member, { id }, { name, nameSkeleton });
  }

  /** Waits for whatever the member is posting, and keeps the next of it waiting: it is judged by what this unit writes. */
  async lock(tx: Tx, id: string): Promise<void> {
    if (tx.dialect === 'postgres') await tx.query('SELECT 1 FROM members WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** False for who was erased, and may be believed to be somebody for a moment yet. */
  async isThere(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(`SELECT 1 FROM members WHERE id = $1 AND ${NOT_ERASED}`, [id]);
    return rows.length > 0;
  }

  /**
   * How many messages of each of these members were ever published, but for who was erased; locked in the order of their ids.
   * Whatever else they post meanwhile, in whatever thread, waits for the end of this unit: else the rules would judge each of them as if it were the only one.
   */
  async lockAuthors(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
    const locks = tx.dialect === 'postgres' ? ' FOR NO KEY UPDATE' : '';
    const rows = await tx.query<{ id: string; published: number }>(
      `SELECT id, published_count AS published FROM members
        WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted) AND ${NOT_ERASED} ORDER BY id${locks}`,
      [ids],
    );
    return new Map(rows.map(({ id, published }) => [id, published]));
  }

  async byEmail(on: Queries, email: string): Promise<{ id: string; name: string } | null> {
    const rows = await on.query<{ id: string; name: string }>('SELECT id, name FROM members WHERE email = $1', [email]);
    return rows[0] ?? null;
  }

  /** Everyone with a role, in the order of names; a row a role. */
  staff(): Promise<{ name: string; email: string | null; siteId: string; role: StaffRole }[]> {
    return this.reads.query(
      `SELECT m.name, m.email, r.site_id AS "siteId", r.role FROM staff_roles r JOIN members m ON m.id = r.member_id
        ORDER BY m.name, m.id, r.site_id`,
    );
  }

  /** A member as it is stored, and its roles; null where there is none. */
  async stored(id: string): Promise<{ readonly member: Member; readonly roles: readonly StaffRoleRow[] } | null> {
    const [[member], roles] = await Promise.all([
      this.reads.query<Member>(`SELECT ${columnsOf(Member)} FROM members WHERE id = $1`, [id]),
      this.reads.query<StaffRoleRow>(
        `SELECT ${columnsOf(StaffRoleRow)} FROM staff_roles WHERE member_id = $1 ORDER BY site_id`,
        [id],
      ),
    ]);
    return member ? { member, roles } : null;
  }

  async isEmpty(): Promise<boolean> {
    return (await this.reads.query('SELECT 1 FROM members LIMIT 1')).length === 0;
  }

  async putRole(tx: Tx, memberId: string, siteId: string, role: StaffRole): Promise<void> {
    await tx.manager.upsert(StaffRoleRow, { memberId, siteId, role }, ['memberId', 'siteId']);
  }

  /** Where they have a role: ids of sites, and EVERY_SITE. */
  async sitesOf(tx: Tx, memberId: string): Promise<string[]> {
    const rows = await tx.query<{ site_id: string }>(
      'SELECT site_id FROM staff_roles WHERE member_id = $1 ORDER BY site_id',
      [memberId],
    );
    return rows.map(({ site_id }) => site_id);
  }

  async roleAt(tx: Tx, memberId: string, siteId: string): Promise<StaffRole | null> {
    const [row] = await tx.query<{ role: StaffRole }>(
      'SELECT role FROM staff_roles WHERE member_id = $1 AND site_id = $2',
      [memberId, siteId],
    );
    return row?.role ?? null;
  }

  async takeRole(tx: Tx, memberId: string, siteId: string): Promise<void> {
    await tx.manager.delete(StaffRoleRow, { memberId, siteId });
  }

  /** What publishers say of a member, as it is stored. */
  async entitlementsOf(tx: Tx, memberId: string): Promise<string | null> {
    const rows = await tx.query<{ entitlements: string | null }>('SELECT entitlements FROM members WHERE id = $1', [
      memberId,
    ]);
    return rows[0]?.entitlements ?? null;
  }

  async setEntitlements(tx: Tx, memberId: string, entitlements: string): Promise<void> {
    await tx.manager.update(Member, { id: memberId }, { entitlements });
  }

  /** Roles of those of whom a publisher has said something. */
  entitledStaff(tx: Tx): Promise<{ memberId: string; siteId: string; entitlements: string }[]> {
    return tx.query(
      `SELECT m.id AS "memberId", r.site_id AS "siteId", m.entitlements FROM staff_roles r JOIN members m ON m.id = r.member_id
        WHERE m.entitlements IS NOT NULL ORDER BY m.id`,
    );
  }

  async setKind(tx: Tx, memberId: string, kind: Member['kind']): Promise<void> {
    await tx.manager.update(Member, { id: memberId }, { kind });
  }

  /** The next guests after `id` who came before then and have nothing on any page. */
  async unpublishedGuests(on: Queries, after: string, before: number, most: number): Promise<string[]> {
    const rows = await on.query<{ id: string }>(
      `SELECT id FROM members WHERE kind = 'guest' AND published_count = 0 AND id > $1 AND created_at <= $2 ORDER BY id LIMIT $3`,
      [after, before, most],
    );
    return rows.map(({ id }) => id);
  }

  /** Of these members those who never wrote, voted or reported, and were never sanctioned. */
  async emptyOf(on: Queries, ids: readonly string[]): Promise<string[]> {
    const rows = await on.query<{ id: string }>(
      `SELECT m.id FROM members m WHERE m.id IN (SELECT value FROM ${eachOf(on.dialect, '$1')} AS wanted)
          AND NOT EXISTS (SELECT 1 FROM messages WHERE author_id = m.id)
          AND NOT EXISTS (SELECT 1 FROM votes WHERE member_id = m.id)
          AND NOT EXISTS (SELECT 1 FROM reports WHERE member_id = m.id)
          AND NOT EXISTS (SELECT 1 FROM sanctions WHERE member_id = m.id)
          AND NOT EXISTS (SELECT 1 FROM staff_roles WHERE member_id = m.id)`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  async forget(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query(`DELETE FROM members WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS gone)`, [ids]);
  }

  /** Messages more that were published, by their authors' ids. */
  async countPublished(tx: Tx, counts: ReadonlyMap<string, number>): Promise<void> {
    await tx.query(
      `UPDATE members SET published_count = published_count + each.posts
         FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', posts: 'integer' })} AS each WHERE members.id = each.id`,
      [JSON.stringify([...counts].map(([id, posts]) => ({ id, posts })))],
    );
  }
}
