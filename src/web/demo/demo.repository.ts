import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';

@Injectable()
export class DemoRepository {
  /** False while another process puts the talk there: until this unit ends, nobody else does. */
  async isOnlyOne(tx: Tx): Promise<boolean> {
    if (tx.dialect === 'sqlite') return true;
    const [row] = await tx.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('demo')) AS mine`);
    return row?.mine === true;
  }

  /** True while nobody has opened an article, on any site, and no publisher has added a site of their own. */
  async isUntouched(tx: Tx): Promise<boolean> {
    const rows = await tx.query<{ found: number }>(
      `SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM threads) OR EXISTS (SELECT 1 FROM sites WHERE id <> 'default')`,
      [],
    );
    return rows.length === 0;
  }
}
