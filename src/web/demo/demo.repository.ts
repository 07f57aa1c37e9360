import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';

@Injectable()
export class DemoRepository {
  /** True while nobody has opened an article, on any site, and no publisher has added a site of their own. */
  async isUntouched(tx: Tx): Promise<boolean> {
    const rows = await tx.query<{ found: number }>(
      `SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM threads) OR EXISTS (SELECT 1 FROM sites WHERE id <> 'default')`,
      [],
    );
    return rows.length === 0;
  }
}
