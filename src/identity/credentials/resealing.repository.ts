import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { Credential } from './credential.entity.js';

export type SealedRow = Pick<Credential, 'id' | 'way' | 'subject'> & { readonly sealed: string };

/** Credentials as whoever changes the key walks through them. */
@Injectable()
export class ResealingRepository {
  /** The next behind `after` that hold something sealed; nobody else writes them until the end of this unit. */
  next(tx: Tx, after: string, limit: number): Promise<SealedRow[]> {
    const locks = tx.dialect === 'postgres' ? ' FOR UPDATE' : '';
    return tx.query<SealedRow>(
      `SELECT id, way, subject, sealed FROM credentials WHERE sealed IS NOT NULL AND id > $1 ORDER BY id LIMIT $2${locks}`,
      [after, limit],
    );
  }

  /** Where another has that subject already, the row keeps its own: one address is one member's. */
  async keep(tx: Tx, { id, subject, sealed }: Omit<SealedRow, 'way'>): Promise<void> {
    await tx.query('UPDATE credentials SET sealed = $2 WHERE id = $1', [id, sealed]);
    await tx.query(
      `UPDATE credentials SET subject = $2 WHERE id = $1 AND NOT EXISTS (
         SELECT 1 FROM credentials other WHERE other.way = credentials.way AND other.scope = credentials.scope
           AND other.subject = $2 AND other.id <> $1)`,
      [id, subject],
    );
  }

  /** Credentials of single sign-on: only a token that comes says of whom they are. */
  async ofPublishers(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ n: number }>(`SELECT count(*) AS n FROM credentials WHERE way = 'sso'`);
    return Number(row?.n ?? 0);
  }
}
