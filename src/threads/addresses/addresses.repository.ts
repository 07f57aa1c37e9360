import { Injectable } from '@nestjs/common';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf, type Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { ThreadAddress } from './thread-address.entity.js';

const COLUMNS = `site_id AS "siteId", hash, thread_id AS "threadId", kind, value, source, created_at AS "createdAt"`;

/** By which addresses and keys threads are found. */
@Injectable()
export class AddressesRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** The id of the thread that has this address or key. */
  async find(on: Queries, siteId: string, hash: string): Promise<string | null> {
    const [row] = await on.query<{ threadId: string }>(
      'SELECT thread_id AS "threadId" FROM thread_addresses WHERE site_id = $1 AND hash = $2',
      [siteId, hash],
    );
    return row?.threadId ?? null;
  }

  /** False where another thread, or this one, has it already. */
  async add(
    tx: Tx,
    { siteId, hash, threadId, kind, value, source }: Omit<ThreadAddress, 'createdAt'>,
  ): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO thread_addresses (site_id, hash, thread_id, kind, value, created_at, source) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (site_id, hash) DO NOTHING RETURNING hash`,
      [siteId, hash, threadId, kind, value, tx.now, source],
    );
    return added.length > 0;
  }

  /** Of one thread, the oldest first. */
  of(on: Queries, threadId: string): Promise<ThreadAddress[]> {
    return on.query<ThreadAddress>(
      `SELECT ${COLUMNS} FROM thread_addresses WHERE thread_id = $1 ORDER BY created_at, hash`,
      [threadId],
    );
  }

  /** Gives all that one thread has to another. */
  async give(tx: Tx, from: string, to: string): Promise<void> {
    await tx.query('UPDATE thread_addresses SET thread_id = $2 WHERE thread_id = $1', [from, to]);
  }

  async release(tx: Tx, siteId: string, hash: string): Promise<void> {
    await tx.query('DELETE FROM thread_addresses WHERE site_id = $1 AND hash = $2', [siteId, hash]);
  }

  async removeOf(tx: Tx, threadId: string): Promise<void> {
    await tx.query('DELETE FROM thread_addresses WHERE thread_id = $1', [threadId]);
  }

  /** Published messages by address or key, where there is a thread. */
  async counts(siteId: string, hashes: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.reads.query<{ hash: string; count: number }>(
      `SELECT a.hash, t.message_count AS count FROM thread_addresses a JOIN threads t ON t.id = a.thread_id
        WHERE a.site_id = $1 AND a.hash IN (SELECT value FROM ${eachOf(this.reads.dialect, '$2')} AS asked)`,
      [siteId, hashes],
    );
    return new Map(rows.map(({ hash, count }) => [hash, count]));
  }

  /** Every address of a site, in the order of age, some at a time. */
  onSite(on: Queries, siteId: string, after: string, limit: number): Promise<ThreadAddress[]> {
    return on.query<ThreadAddress>(
      `SELECT ${COLUMNS} FROM thread_addresses WHERE site_id = $1 AND kind = 'url' AND hash > $2 ORDER BY hash LIMIT $3`,
      [siteId, after, limit],
    );
  }
}
