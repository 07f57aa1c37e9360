import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ForumError } from '../../errors/forum-error.js';
import { contention } from '../failures.js';
import { insertAll, rowsOf } from '../rows.js';
import { storedJson } from '../stored-json.js';
import { Transactions, type Tx } from '../transactions.js';
import { IdempotencyRecord } from './idempotency-key.entity.js';

/** How long an answer is kept, in ms. */
export const KEPT = 24 * 3_600_000;

/** A write that may be sent again: its key, and the hash of what it asks for. */
export type IdempotencyKey = { readonly key: string; readonly fingerprint: string };

/** `created` and `held` tell the caller apart from `done` what became of it: 201, 202 and 200 on HTTP. */
const outcome = z.enum(['done', 'created', 'held']);
export type Outcome = z.infer<typeof outcome>;

const keptAnswer = z.object({ outcome: outcome.catch('done'), value: z.unknown() });

/** What a write answers. `replayed`: it had been done before, and this is the first answer again. */
export class WriteResult<T> {
  #json: string | undefined;

  constructor(
    readonly outcome: Outcome,
    readonly value: T,
    readonly replayed = false,
  ) {}

  /** The value as JSON, made once: it is kept, and it is sent. */
  get json(): string {
    return (this.#json ??= JSON.stringify(this.value));
  }
}

/** Whose write it is, and its key. */
export type OwnedWrite = { readonly owner: string; readonly once: IdempotencyKey };

type Kept = { readonly fingerprint: string; readonly answer: string };

/** Writes that are done once, however often they are sent. */
@Injectable()
export class IdempotentWrites {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Runs `work` in a transaction that also keeps its answer under the owner's key; answers the kept one when there is one.
   * @throws ForumError idempotency_mismatch when the key was used for another request
   */
  run<T>(
    owner: string,
    once: IdempotencyKey | null,
    work: (tx: Tx) => Promise<WriteResult<T>>,
  ): Promise<WriteResult<T>> {
    return this.transactions.run(async (tx) => {
      if (!once) return work(tx);
      if (!(await this.claim(tx, owner, once))) return this.replay<T>(tx, owner, once);
      const written = await work(tx);
      await tx.query('UPDATE idempotency_keys SET answer = $3 WHERE owner = $1 AND key = $2', [
        owner,
        once.key,
        answerOf(written),
      ]);
      return written;
    });
  }

  /**
   * For each of these writes the answer that is kept, or why it cannot be given; undefined for one that is new. Ask under a lock
   * that whoever sends the same waits for.
   */
  async known<T>(tx: Tx, writes: readonly OwnedWrite[]): Promise<(WriteResult<T> | ForumError | undefined)[]> {
    const asked = writes.map(({ owner, once }) => ({ owner, key: once.key }));
    const rows = await tx.query<Kept & { owner: string; key: string }>(
      `SELECT known.owner, known.key, fingerprint, answer FROM ${rowsOf(tx.dialect, '$1', { owner: 'varchar', key: 'varchar' })} AS asked
         JOIN idempotency_keys known ON known.owner = asked.owner AND known.key = asked.key WHERE known.created_at > $2`,
      [JSON.stringify(asked), tx.now - KEPT],
    );
    return writes.map(({ owner, once }) => {
      const kept = rows.find((row) => row.owner === owner && row.key === once.key);
      if (!kept) return undefined;
      return kept.fingerprint === once.fingerprint ? replayOf<T>(kept) : new ForumError('idempotency_mismatch');
    });
  }

  /** Keeps the answers of writes that `known` knew nothing of. */
  async keep(tx: Tx, writes: readonly (OwnedWrite & { readonly written: WriteResult<unknown> })[]): Promise<void> {
    const rows = writes.map(({ owner, once: { key, fingerprint }, written }) => ({
      owner,
      key,
      fingerprint,
      answer: answerOf(written),
      createdAt: tx.now,
    }));
    const kept = await insertAll(
      tx,
      IdempotencyRecord,
      rows,
      `ON CONFLICT (owner, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
         WHERE idempotency_keys.created_at <= excluded.created_at - ${KEPT} RETURNING key`,
    );
    if (kept.length < writes.length) throw contention('The same key was used meanwhile for another kind of write');
  }

  /** Forgets some of what is older than a day; true where more may be. */
  async forgetSome(most: number): Promise<boolean> {
    const gone = await this.transactions.run((tx) =>
      tx.query(
        `DELETE FROM idempotency_keys WHERE (owner, key) IN
           (SELECT owner, key FROM idempotency_keys WHERE created_at <= $1 ORDER BY created_at LIMIT $2) RETURNING key`,
        [tx.now - KEPT, most],
      ),
    );
    return gone.length === most;
  }

  /**
   * True when the key is free, or a day has gone by. Before anything else: who comes with the same key meanwhile waits here
   * for the end of this unit, and the rules never see the second of two.
   */
  private async claim(tx: Tx, owner: string, { key, fingerprint }: IdempotencyKey): Promise<boolean> {
    const claimed = await tx.query(
      `INSERT INTO idempotency_keys AS known (owner, key, fingerprint, answer, created_at) VALUES ($1, $2, $3, '', $4)
         ON CONFLICT (owner, key) DO UPDATE SET fingerprint = excluded.fingerprint, created_at = excluded.created_at
         WHERE known.created_at <= $5 RETURNING key`,
      [owner, key, fingerprint, tx.now, tx.now - KEPT],
    );
    return claimed.length > 0;
  }

  private async replay<T>(tx: Tx, owner: string, { key, fingerprint }: IdempotencyKey): Promise<WriteResult<T>> {
    const [kept] = await tx.query<Kept>(
      'SELECT fingerprint, answer FROM idempotency_keys WHERE owner = $1 AND key = $2',
      [owner, key],
    );
    const again = kept?.fingerprint === fingerprint ? replayOf<T>(kept) : new ForumError('idempotency_mismatch');
    if (again instanceof ForumError) throw again;
    return again;
  }
}

const answerOf = ({ outcome, json }: WriteResult<unknown>): string => `{"outcome":"${outcome}","value":${json}}`;

/** As far as this build understands it: another one may have kept it. */
function replayOf<T>({ answer }: Kept): WriteResult<T> | ForumError {
  const kept = keptAnswer.safeParse(storedJson(answer)).data;
  return kept ? new WriteResult(kept.outcome, kept.value as T, true) : new ForumError('idempotency_mismatch');
}
