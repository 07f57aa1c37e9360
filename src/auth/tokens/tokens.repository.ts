import { Injectable } from '@nestjs/common';
import { STAFF_ROLES, type StaffRole } from '../../members/members.schema.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf, type Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { Identity } from '../actor.js';
import { Token, type TokenKind } from './token.entity.js';

type Row = {
  id: string;
  name: string;
  kind: Identity['kind'];
  created_at: number;
  entitlements: string | null;
  site_id: string | null;
  role: StaffRole | null;
  /** A site where a sanction holds. */
  sanctioned: string | null;
};

/** A token that speaks for somebody. */
export type SessionRow = Pick<Token, 'hash' | 'kind' | 'way' | 'device' | 'createdAt' | 'usedAt' | 'expiresAt'>;

/** Questions about tokens, and who a token is. */
@Injectable()
export class TokensRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async insert(tx: Tx, token: Omit<Token, 'revokedAt' | 'usedAt'>): Promise<void> {
    await tx.manager.insert(Token, { ...token, revokedAt: null, usedAt: null });
  }

  /** The member behind a token that is good at `now`; null for every other. */
  async identify(hash: string, kinds: readonly TokenKind[], now: number): Promise<Identity | null> {
    return (await this.identifyAll([hash], kinds, now)).get(hash) ?? null;
  }

  /**
   * The members behind those of the tokens that are good at `now`, by hash: one question for any number of them. COALESCE keeps
   * SQLite from the index of what is revoked, by which it would look through everybody's token that is not.
   */
  async identifyAll(
    hashes: readonly string[],
    kinds: readonly TokenKind[],
    now: number,
  ): Promise<Map<string, Identity>> {
    const rows = await this.reads.query<Row & { hash: string }>(
      `SELECT t.hash, m.id, m.name, m.kind, m.created_at, m.entitlements, r.site_id, r.role, s.site_id AS sanctioned
         FROM ${eachOf(this.reads.dialect, '$1')} AS wanted JOIN tokens t ON t.hash = wanted.value
         JOIN members m ON m.id = t.member_id LEFT JOIN staff_roles r ON r.member_id = m.id
         LEFT JOIN sanctions s ON s.member_id = r.member_id AND s.lifted_at IS NULL AND (s.until IS NULL OR s.until > $2)
        WHERE COALESCE(t.revoked_at, 0) = 0 AND (t.expires_at IS NULL OR t.expires_at > $2)
          AND t.kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`,
      [hashes, now],
    );
    const rowsOf = new Map<string, Row[]>();
    for (const row of rows) rowsOf.set(row.hash, [...(rowsOf.get(row.hash) ?? []), row]);
    const found = new Map<string, Identity>();
    for (const [hash, ofToken] of rowsOf) {
      const identity = identityOf(ofToken);
      if (identity) found.set(hash, identity);
    }
    return found;
  }

  /** Who a member is to others. */
  async identity(on: Queries, memberId: string): Promise<Identity | null> {
    const rows = await on.query<Row>(
      `SELECT m.id, m.name, m.kind, m.created_at, m.entitlements, r.site_id, r.role, NULL AS sanctioned
         FROM members m LEFT JOIN staff_roles r ON r.member_id = m.id WHERE m.id = $1`,
      [memberId],
    );
    return identityOf(rows);
  }

  /** Those of a member that speak for it at `now`, the one that was used last first. */
  sessionsOf(
    memberId: string,
    kinds: readonly TokenKind[],
    now: number,
    on: Queries = this.reads,
  ): Promise<SessionRow[]> {
    return on.query<SessionRow>(
      `SELECT hash, kind, way, device, created_at AS "createdAt", used_at AS "usedAt", expires_at AS "expiresAt" FROM tokens
        WHERE member_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
          AND kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})
        ORDER BY COALESCE(used_at, created_at) DESC, hash`,
      [memberId, now],
    );
  }

  /** Keeps that these were used, of those of which nothing was kept since `before`. */
  async markUsed(tx: Tx, hashes: readonly string[], before: number): Promise<void> {
    await tx.query(
      `UPDATE tokens SET used_at = $2 WHERE hash IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS used)
          AND COALESCE(used_at, created_at) <= $3`,
      [hashes, tx.now, before],
    );
  }

  /** Takes a one-time link out of use. False when it was used, has expired or never was. */
  async consume(tx: Tx, hash: string): Promise<string | null> {
    const rows = await tx.query<{ member_id: string }>(
      `UPDATE tokens SET revoked_at = $2 WHERE hash = $1 AND kind = 'link' AND revoked_at IS NULL AND expires_at > $2 RETURNING member_id`,
      [hash, tx.now],
    );
    return rows[0]?.member_id ?? null;
  }

  /** True once anybody of staff has come in by a link or has an API token. */
  async staffHasSignedIn(): Promise<boolean> {
    return (await this.reads.query(`SELECT 1 FROM tokens WHERE kind IN ('session', 'api') LIMIT 1`)).length > 0;
  }

  async revoke(tx: Tx, hashes: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE tokens SET revoked_at = $2 WHERE revoked_at IS NULL
          AND hash IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS ended)`,
      [hashes, tx.now],
    );
  }

  /**
   * Forgets some that ended before then; answers how many. The last way in that a member of staff had is kept: it says that
   * somebody has come in.
   */
  async forgetEnded(tx: Tx, before: number, most: number): Promise<number> {
    let count = 0;
    for (const ended of ['expires_at', 'revoked_at']) {
      const gone = await tx.query(
        `DELETE FROM tokens WHERE hash IN (
           SELECT hash FROM tokens old WHERE ${ended} <= $1 AND (kind NOT IN ('session', 'api') OR EXISTS (
             SELECT 1 FROM tokens newer WHERE newer.member_id = old.member_id AND newer.kind IN ('session', 'api')
               AND newer.created_at > old.created_at))
           ORDER BY ${ended} LIMIT $2) RETURNING hash`,
        [before, most - count],
      );
      count += gone.length;
    }
    return count;
  }

  /** Takes away all tokens of these members. Answers their hashes. */
  async removeOf(tx: Tx, memberIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ hash: string }>(
      `DELETE FROM tokens WHERE member_id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS gone) RETURNING hash`,
      [memberIds],
    );
    return rows.map(({ hash }) => hash);
  }

  /** Answers the hashes of what was revoked. */
  async revokeAll(tx: Tx, memberId: string): Promise<string[]> {
    const rows = await tx.query<{ hash: string }>(
      'UPDATE tokens SET revoked_at = $2 WHERE member_id = $1 AND revoked_at IS NULL RETURNING hash',
      [memberId, tx.now],
    );
    return rows.map(({ hash }) => hash);
  }
}

function identityOf(rows: readonly Row[]): Identity | null {
  const [first] = rows;
  if (!first) return null;
  // A role that only a newer build knows gives no power here.
  const held = rows.filter(({ role }) => role !== null && STAFF_ROLES.includes(role));
  const roles = Object.fromEntries(held.flatMap(({ site_id, role }) => (site_id && role ? [[site_id, role]] : [])));
  const sanctionedOn = [...new Set(rows.flatMap(({ sanctioned }) => sanctioned ?? []))];
  const { id, name, kind, created_at: createdAt, entitlements } = first;
  return { id, name, kind, createdAt, roles, sanctionedOn, entitlements };
}
