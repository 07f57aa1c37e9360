import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { columnsOf } from '../../database/rows.js';
import type { Tx } from '../../database/transactions.js';
import { Export } from './export.entity.js';

/** A try to make one. */
export type ExportRun = Pick<Export, 'id' | 'memberId' | 'language' | 'run' | 'tries'>;

@Injectable()
export class ExportsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async insert(tx: Tx, asked: Pick<Export, 'id' | 'memberId' | 'language' | 'expiresAt'>): Promise<Export> {
    const nothing = { state: 'waiting', failure: null, run: '', tries: 0, chunks: 0, bytes: 0, readyAt: null } as const;
    const row = { ...asked, ...nothing, createdAt: tx.now };
    await tx.manager.insert(Export, row);
    return row;
  }

  /** The one that is being made for a member. */
  async waitingOf(tx: Tx, memberId: string): Promise<Export | null> {
    const [found] = await tx.query<Export>(
      `SELECT ${columnsOf(Export)} FROM exports WHERE member_id = $1 AND state = 'waiting' AND expires_at > $2`,
      [memberId, tx.now],
    );
    return found ?? null;
  }

  /** Null also where its day is over. */
  async find(id: string, now: number): Promise<Export | null> {
    const [found] = await this.reads.query<Export>(
      `SELECT ${columnsOf(Export)} FROM exports WHERE id = $1 AND expires_at > $2`,
      [id, now],
    );
    return found ?? null;
  }

  /** From the beginning, whatever another try has kept; null where nobody waits for it any more. */
  async begin(tx: Tx, id: string, run: string): Promise<ExportRun | null> {
    const [begun] = await tx.query<ExportRun>(
      `UPDATE exports SET run = $2, tries = tries + 1, chunks = 0, bytes = 0
        WHERE id = $1 AND state = 'waiting' AND expires_at > $3
        RETURNING id, member_id AS "memberId", language, run, tries`,
      [id, run, tx.now],
    );
    if (begun) await tx.query('DELETE FROM export_chunks WHERE export_id = $1', [id]);
    return begun ?? null;
  }

  /** The next chunk. False where another try has begun, or the member was erased: the row says so, and is held until the commit. */
  async append(tx: Tx, { id, run }: ExportRun, sealed: string, bytes: number): Promise<boolean> {
    const [held] = await tx.query<{ chunks: number }>(
      `UPDATE exports SET chunks = chunks + 1, bytes = bytes + $3 WHERE id = $1 AND run = $2 AND state = 'waiting'
        RETURNING chunks`,
      [id, run, bytes],
    );
    if (!held) return false;
    await tx.query('INSERT INTO export_chunks (export_id, number, sealed) VALUES ($1, $2, $3)', [
      id,
      held.chunks,
      sealed,
    ]);
    return true;
  }

  async finish(tx: Tx, { id, run }: ExportRun, expiresAt: number): Promise<void> {
    await tx.query(
      `UPDATE exports SET state = 'ready', ready_at = $3, expires_at = $4 WHERE id = $1 AND run = $2 AND state = 'waiting'`,
      [id, run, tx.now, expiresAt],
    );
  }

  async fail(tx: Tx, { id, run }: ExportRun, failure: Export['failure']): Promise<void> {
    const failed = await tx.query(
      `UPDATE exports SET state = 'failed', failure = $3, chunks = 0, bytes = 0
        WHERE id = $1 AND run = $2 AND state = 'waiting' RETURNING id`,
      [id, run, failure],
    );
    if (failed.length > 0) await tx.query('DELETE FROM export_chunks WHERE export_id = $1', [id]);
  }

  /** Null where it is gone. */
  async chunk(id: string, number: number): Promise<string | null> {
    const [found] = await this.reads.query<{ sealed: string }>(
      'SELECT sealed FROM export_chunks WHERE export_id = $1 AND number = $2',
      [id, number],
    );
    return found?.sealed ?? null;
  }

  /** All of a member's. Their rows first: who adds a chunk holds its row, and waits, or is waited for. */
  async forget(tx: Tx, memberId: string): Promise<void> {
    await tx.query(`UPDATE exports SET state = 'failed', run = '' WHERE member_id = $1`, [memberId]);
    await tx.query('DELETE FROM export_chunks WHERE export_id IN (SELECT id FROM exports WHERE member_id = $1)', [
      memberId,
    ]);
    await tx.query('DELETE FROM exports WHERE member_id = $1', [memberId]);
  }

  /** Takes some chunks of what has expired away, then what has none any more. True where more may be left. */
  async forgetExpired(tx: Tx, most: number): Promise<boolean> {
    // Nobody adds to it from here on.
    await tx.query(`UPDATE exports SET state = 'failed', run = '' WHERE expires_at <= $1 AND state = 'waiting'`, [
      tx.now,
    ]);
    const gone = await tx.query(
      `DELETE FROM export_chunks WHERE (export_id, number) IN
         (SELECT c.export_id, c.number FROM export_chunks c JOIN exports e ON e.id = c.export_id
           WHERE e.expires_at <= $1 LIMIT $2) RETURNING number`,
      [tx.now, most],
    );
    if (gone.length === most) return true;
    await tx.query('DELETE FROM exports WHERE expires_at <= $1', [tx.now]);
    return false;
  }
}
