import { Injectable } from '@nestjs/common';
import { newId } from '../database/ids.js';
import { PrimaryReads } from '../database/primary-reads.js';
import { eachOf } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';
import type { QueueEventRow } from './queue-event.entity.js';
import type { QueueHead } from './queue-head.entity.js';

/** Old events that one new one takes with it at most: where fewer are kept than before, they go little by little. */
const SWEPT = 20;

/** The log of each site's queue, and how far each has come. */
@Injectable()
export class QueueLogRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** Where each of these queues stands; one that nothing has happened in is not among them. */
  heads(siteIds: readonly string[]): Promise<QueueHead[]> {
    return this.reads.query<QueueHead>(
      `SELECT site_id AS "siteId", position, epoch FROM queue_heads
        WHERE site_id IN (SELECT value FROM ${eachOf(this.reads.dialect, '$1')} AS wanted)`,
      [siteIds],
    );
  }

  /** Makes a head where there is none, so that whoever follows has an epoch. */
  async begin(tx: Tx, siteId: string): Promise<void> {
    await tx.query(
      'INSERT INTO queue_heads (site_id, position, epoch) VALUES ($1, 0, $2) ON CONFLICT (site_id) DO NOTHING',
      [siteId, newId(tx.now)],
    );
  }

  /** Takes the next position: on the head's row, which is held until the commit, so that positions rise in the order of commits. */
  async advance(tx: Tx, siteId: string): Promise<number> {
    const rows = await tx.query<{ position: number }>(
      `INSERT INTO queue_heads AS head (site_id, position, epoch) VALUES ($1, 1, $2)
         ON CONFLICT (site_id) DO UPDATE SET position = head.position + 1 RETURNING position`,
      [siteId, newId(tx.now)],
    );
    const [row] = rows;
    if (!row) throw new Error(`No queue of ${siteId}`);
    return row.position;
  }

  async append(tx: Tx, row: QueueEventRow): Promise<void> {
    await tx.query(
      `INSERT INTO queue_events (site_id, position, move, message_id, by_id, by_name, decision, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [row.siteId, row.position, row.move, row.messageId, row.byId, row.byName, row.decision, row.at],
    );
  }

  /** Keeps one event for each of these messages, under the positions after the last one; answers how far the queue has come. */
  async appendAll(
    tx: Tx,
    { siteId, at, move, byId, byName }: Pick<QueueEventRow, 'siteId' | 'at' | 'move' | 'byId' | 'byName'>,
    messageIds: readonly string[],
  ): Promise<number> {
    const first = await this.advance(tx, siteId);
    const last = first + messageIds.length - 1;
    await tx.query('UPDATE queue_heads SET position = $2 WHERE site_id = $1', [siteId, last]);
    await tx.query(
      `INSERT INTO queue_events (site_id, position, move, message_id, by_id, by_name, decision, at)
         SELECT $1, $2 + ROW_NUMBER() OVER (ORDER BY value), $3, value, $4, $5, NULL, $6
           FROM ${eachOf(tx.dialect, '$7')} AS each`,
      [siteId, first - 1, move, byId, byName, at, messageIds],
    );
    return last;
  }

  /** Lets go of what is as old as `upTo` or older, a few at a time. */
  async sweep(tx: Tx, siteId: string, upTo: number): Promise<void> {
    await tx.query(
      `DELETE FROM queue_events WHERE site_id = $1 AND position IN
         (SELECT position FROM queue_events WHERE site_id = $1 AND position <= $2 ORDER BY position LIMIT ${SWEPT})`,
      [siteId, upTo],
    );
  }

  /** The events of (after, until], rising. */
  between(siteId: string, after: number, until: number): Promise<QueueEventRow[]> {
    return this.reads.query<QueueEventRow>(
      `SELECT site_id AS "siteId", position, move, message_id AS "messageId", by_id AS "byId", by_name AS "byName", decision, at
         FROM queue_events WHERE site_id = $1 AND position > $2 AND position <= $3 ORDER BY position`,
      [siteId, after, until],
    );
  }
}
