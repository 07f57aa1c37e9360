import { Injectable } from '@nestjs/common';
import { newId } from '../../database/ids.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { contention } from '../../database/failures.js';
import type { Credential } from './credential.entity.js';

/** As its owner may know it; `sealed` for whoever has the key. */
export type OwnCredential = Pick<Credential, 'way' | 'scope' | 'sealed' | 'createdAt' | 'usedAt'>;
type Known = Pick<Credential, 'id' | 'memberId'>;
export type Subject = Pick<Credential, 'way' | 'scope'> & {
  /** As the way finds it; the first is how it is kept from now on. */
  readonly subjects: readonly [string, ...string[]];
  readonly sealed: string | null;
};

@Injectable()
export class CredentialsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** A member's, the one that was used last first. */
  of(memberId: string): Promise<OwnCredential[]> {
    return this.reads.query<OwnCredential>(
      `SELECT way, scope, sealed, created_at AS "createdAt", used_at AS "usedAt" FROM credentials
        WHERE member_id = $1 ORDER BY used_at DESC, id LIMIT 100`,
      [memberId],
    );
  }

  /** Whose it is; kept as it is found from now on. */
  async use(tx: Tx, { way, scope, subjects, sealed }: Subject): Promise<Known | null> {
    const [known] = await tx.query<Known>(
      `UPDATE credentials SET subject = $4, sealed = $5, used_at = $6 WHERE way = $1 AND scope = $2
          AND subject IN (SELECT value FROM ${eachOf(tx.dialect, '$3')} AS wanted) RETURNING id, member_id AS "memberId"`,
      [way, scope, subjects, subjects[0], sealed, tx.now],
    );
    return known ?? null;
  }

  /** @throws contention where somebody else has kept the same meanwhile */
  async insert(tx: Tx, memberId: string, { way, scope, subjects, sealed }: Subject): Promise<void> {
    const kept = await tx.query(
      `INSERT INTO credentials (id, member_id, way, scope, subject, sealed, created_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (way, scope, subject) DO NOTHING RETURNING id`,
      [newId(tx.now), memberId, way, scope, subjects[0], sealed, tx.now],
    );
    if (kept.length === 0) throw contention('The same proof was given twice at once');
  }

  /** True for whoever has proven something. */
  async hasAny(tx: Tx, memberId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM credentials WHERE member_id = $1 LIMIT 1', [memberId])).length > 0;
  }

  async forget(tx: Tx, memberId: string): Promise<void> {
    await tx.query('DELETE FROM credentials WHERE member_id = $1', [memberId]);
  }
}
