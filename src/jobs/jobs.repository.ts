import { Injectable } from '@nestjs/common';
import { newId } from '../database/ids.js';
import { PrimaryReads } from '../database/primary-reads.js';
import { eachOf, type Dialect } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';

/** A job that this process has taken. */
export type Claimed = {
  readonly id: string;
  readonly kind: string;
  readonly payload: string;
  readonly asked: number;
  readonly attempts: number;
  readonly lease: string;
};

export type JobLine = {
  readonly id: string;
  readonly kind: string;
  readonly state: 'waiting' | 'dead';
  readonly attempts: number;
  readonly runAt: number;
  readonly lastError: string | null;
};

const DUE = `state = 'waiting' AND run_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)`;
const ofKinds = (dialect: Dialect, placeholder: string): string =>
  `kind IN (SELECT value FROM ${eachOf(dialect, placeholder)} AS wanted)`;

@Injectable()
export class JobsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  async hasDue(kinds: readonly string[], now: number): Promise<boolean> {
    const { dialect } = this.reads;
    return (
      (await this.reads.query(`SELECT 1 FROM jobs WHERE ${DUE} AND ${ofKinds(dialect, '$2')} LIMIT 1`, [now, kinds]))
        .length > 0
    );
  }

  /** Takes the job that is due for longest, of those that nobody else has. Kinds that this build does not know are left to those that do. */
  async claim(tx: Tx, kinds: readonly string[], lease: number): Promise<Claimed | null> {
    const locked = tx.dialect === 'postgres' ? ' FOR UPDATE SKIP LOCKED' : '';
    const [job] = await tx.query<Claimed>(
      `UPDATE jobs SET lease = $3, leased_until = $4, attempts = attempts + 1
        WHERE id = (SELECT id FROM jobs WHERE ${DUE} AND ${ofKinds(tx.dialect, '$2')} ORDER BY run_at, id LIMIT 1${locked})
        RETURNING id, kind, payload, asked, attempts, lease`,
      [tx.now, kinds, newId(tx.now), tx.now + lease],
    );
    return job ?? null;
  }

  /** Done: it is gone, unless somebody has asked for it again since. */
  async finish(tx: Tx, { id, lease, asked }: Claimed): Promise<void> {
    await tx.query('DELETE FROM jobs WHERE id = $1 AND lease = $2 AND asked = $3', [id, lease, asked]);
    await tx.query('UPDATE jobs SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2', [id, lease]);
  }

  /** Once more at `runAt`. */
  async postpone(tx: Tx, { id, lease }: Claimed, runAt: number, error: string | null): Promise<void> {
    await tx.query(
      `UPDATE jobs SET lease = NULL, leased_until = NULL, run_at = $3, last_error = $4, attempts = CASE WHEN $5 THEN 0 ELSE attempts END
        WHERE id = $1 AND lease = $2`,
      [id, lease, runAt, error, error === null],
    );
  }

  async bury(tx: Tx, { id, lease, asked }: Claimed, error: string): Promise<void> {
    await tx.query(
      `UPDATE jobs SET state = 'dead', lease = NULL, leased_until = NULL, last_error = $4
        WHERE id = $1 AND lease = $2 AND asked = $3`,
      [id, lease, asked, error],
    );
    await tx.query('UPDATE jobs SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2', [id, lease]);
  }

  /** Recurring work has one row; where it is to come sooner than the row says, it does. */
  async ensure(tx: Tx, kind: string, runAt: number): Promise<void> {
    await tx.query(
      `INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
         VALUES ($1, $2, 'recurring', 'null', 'waiting', 1, 0, $3, $4)
         ON CONFLICT (kind, dedupe_key) DO UPDATE SET state = 'waiting',
           run_at = CASE WHEN jobs.run_at < excluded.run_at THEN jobs.run_at ELSE excluded.run_at END`,
      [newId(tx.now), kind, runAt, tx.now],
    );
  }

  /** Jobs as an operator sees them: those that failed for the last time first, then by when they are due. */
  list(most: number): Promise<JobLine[]> {
    return this.reads.query<JobLine>(
      `SELECT id, kind, state, attempts, run_at AS "runAt", last_error AS "lastError" FROM jobs
        ORDER BY CASE WHEN state = 'dead' THEN 0 ELSE 1 END, run_at, id LIMIT $1`,
      [most],
    );
  }

  /** How many there are of each state, and how many of those that wait are due by now. */
  async counts(now: number): Promise<{ readonly waiting: number; readonly due: number; readonly dead: number }> {
    const [row] = await this.reads.query<{ waiting: number; due: number; dead: number }>(
      `SELECT sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END) AS waiting, sum(CASE WHEN state = 'dead' THEN 1 ELSE 0 END) AS dead,
          sum(CASE WHEN state = 'waiting' AND run_at <= $1 THEN 1 ELSE 0 END) AS due FROM jobs`,
      [now],
    );
    return { waiting: Number(row?.waiting ?? 0), due: Number(row?.due ?? 0), dead: Number(row?.dead ?? 0) };
  }

  /** Gives those that failed for the last time another chance: this one, or with null all. Answers how many. */
  async revive(tx: Tx, id: string | null): Promise<number> {
    const revived = await tx.query(
      `UPDATE jobs SET state = 'waiting', attempts = 0, run_at = $1, lease = NULL, leased_until = NULL
        WHERE state = 'dead' AND ($2 OR id = $3) RETURNING id`,
      [tx.now, id === null, id ?? ''],
    );
    return revived.length;
  }

  /** Forgets some dead jobs of before then; answers how many. */
  async forgetDead(tx: Tx, before: number, most: number): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state = 'dead' AND run_at <= $1 ORDER BY run_at LIMIT $2)
        RETURNING id`,
      [before, most],
    );
    return gone.length;
  }
}
