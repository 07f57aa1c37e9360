import { Injectable } from '@nestjs/common';
import { newId } from '../../database/ids.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { columnsOf, insertAll, rowsOf } from '../../database/rows.js';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { InboxEventRow } from './inbox-event.entity.js';
import { InboxHead } from './inbox-head.entity.js';

/** Old events that one new one takes with it at most: where fewer are kept than before, they go little by little. */
const SWEPT = 20;
const NOT_ERASED = `NOT EXISTS (SELECT 1 FROM erasures e WHERE e.member_id = each.id)`;

/** The log of each member's inbox, and how far each has come. */
@Injectable()
export class InboxLogRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Where each of these inboxes stands; one that was never followed and has no event is not among them. */
  heads(memberIds: readonly string[]): Promise<InboxHead[]> {
    return this.reads.query<InboxHead>(
      `SELECT ${columnsOf(InboxHead)} FROM inbox_heads
        WHERE member_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [memberIds],
    );
  }

  /**
   * Moves the heads on by so many events each, and answers where they stand then. Their rows are held until the commit, so that
   * positions rise in the order of commits. By none it only makes the heads that there are not. Who was erased has no inbox.
   */
  advance(tx: Tx, events: ReadonlyMap<string, number>): Promise<Pick<InboxHead, 'memberId' | 'position'>[]> {
    const asked = [...events].map(([id, count]) => ({ id, count }));
    return tx.query(
      `INSERT INTO inbox_heads AS head (member_id, position, epoch)
         SELECT each.id, each.count, $2 FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', count: 'integer' })} AS each
          WHERE ${NOT_ERASED} ORDER BY each.id
         ON CONFLICT (member_id) DO UPDATE SET position = head.position + excluded.position
         RETURNING member_id AS "memberId", position`,
      [JSON.stringify(asked), newId(tx.now)],
    );
  }

  async append(tx: Tx, rows: readonly InboxEventRow[]): Promise<void> {
    await insertAll(tx, InboxEventRow, rows);
  }

  /** Whether the inbox tells this already, as far as its events are kept. */
  async has(
    tx: Tx,
    { memberId, type, subjectId }: Pick<InboxEventRow, 'memberId' | 'type' | 'subjectId'>,
  ): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM inbox_events WHERE member_id = $1 AND type = $2 AND subject_id = $3', [
      memberId,
      type,
      subjectId,
    ]);
    return rows.length > 0;
  }

  /** The events of (after, until], rising. */
  between(memberId: string, after: number, until: number): Promise<InboxEventRow[]> {
    return this.reads.query<InboxEventRow>(
      `SELECT ${columnsOf(InboxEventRow)} FROM inbox_events
        WHERE member_id = $1 AND position > $2 AND position <= $3 ORDER BY position`,
      [memberId, after, until],
    );
  }

  /** The next events behind that position, as far as they are kept. */
  after(memberId: string, position: number, limit: number): Promise<InboxEventRow[]> {
    return this.reads.query<InboxEventRow>(
      `SELECT ${columnsOf(InboxEventRow)} FROM inbox_events WHERE member_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
      [memberId, position, limit],
    );
  }

  /** Lets go of what is as old as `upTo` or older, a few at a time. */
  async sweep(tx: Tx, memberId: string, upTo: number): Promise<void> {
    await tx.query(
      `DELETE FROM inbox_events WHERE member_id = $1 AND position IN
         (SELECT position FROM inbox_events WHERE member_id = $1 AND position <= $2 ORDER BY position LIMIT ${SWEPT})`,
      [memberId, upTo],
    );
  }

  /** Forgets some events of before then, the oldest first; answers how many. */
  async forgetSome(tx: Tx, before: number, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM inbox_events WHERE (member_id, position) IN
         (SELECT member_id, position FROM inbox_events WHERE at <= $1 ORDER BY at LIMIT $2) RETURNING position`,
      [before, most],
    );
    return gone.length;
  }

  /** Takes these members' inboxes away. */
  async removeOf(tx: Tx, memberIds: readonly string[]): Promise<void> {
    for (const table of ['inbox_events', 'inbox_heads'])
      await tx.query(
        `DELETE FROM ${table} WHERE member_id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS gone)`,
        [memberIds],
      );
  }
}
