import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';

/** What a feature keeps of a member, and how it is forgotten. */
export type MemberTable = {
  readonly forget: (tx: Tx, memberId: string) => Promise<void>;
  /** Forgets what only staff have, where the last role of somebody is taken. */
  readonly leaveStaff?: (tx: Tx, memberId: string) => Promise<void>;
};

/** Where features say what they keep of members, so that whoever erases one knows nothing of them. */
@Injectable()
export class MemberTables {
  private readonly tables: MemberTable[] = [];

  add(table: MemberTable): void {
    this.tables.push(table);
  }

  /** Forgets what every feature keeps of somebody. */
  async forget(tx: Tx, memberId: string): Promise<void> {
    for (const { forget } of this.tables) await forget(tx, memberId);
  }

  /** Forgets what features keep of staff alone. */
  async leaveStaff(tx: Tx, memberId: string): Promise<void> {
    for (const { leaveStaff } of this.tables) await leaveStaff?.(tx, memberId);
  }
}
