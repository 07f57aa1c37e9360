import { Injectable } from '@nestjs/common';
import { eachOf, type Queries } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { KnownThread } from './twins.js';

type Row = Omit<KnownThread, 'addresses'> & { readonly address: string | null };

/** The addresses of a whole site at once. */
@Injectable()
export class AddressRulesRepository {
  /** Every thread of a site that is neither merged nor deleted; found also by where those were that it has taken in. */
  async threads(on: Queries, siteId: string): Promise<KnownThread[]> {
    const rows = await on.query<Row>(
      `SELECT t.id, t."key", t.title, t.url, t.message_count AS "messageCount", t.created_at AS "createdAt", a.value AS address
         FROM threads t LEFT JOIN thread_addresses a ON a.thread_id = t.id AND a.kind = 'url'
        WHERE t.site_id = $1 AND t.merged_into IS NULL AND t.deleted_at IS NULL ORDER BY t.id, a.created_at`,
      [siteId],
    );
    const threads = new Map<string, Row & { addresses: string[] }>();
    for (const row of rows) {
      const thread = threads.get(row.id) ?? { ...row, addresses: [] };
      if (row.address !== null) thread.addresses.push(row.address);
      threads.set(row.id, thread);
    }
    const merged = await on.query<{ id: string; into: string; url: string }>(
      'SELECT id, merged_into AS "into", url FROM threads WHERE site_id = $1 AND merged_into IS NOT NULL',
      [siteId],
    );
    const intoOf = new Map(merged.map(({ id, into }) => [id, into]));
    for (const { into, url } of merged) threads.get(endOf(into, intoOf))?.addresses.push(url);
    return [...threads.values()].map(({ address: _, ...thread }) => thread);
  }

  /** Gives each of these addresses to its thread, whoever had it. */
  async assign(
    tx: Tx,
    siteId: string,
    rows: readonly { readonly hash: string; readonly threadId: string; readonly value: string }[],
  ): Promise<void> {
    const lists = [rows.map(({ hash }) => hash), rows.map(({ threadId }) => threadId), rows.map(({ value }) => value)];
    const { from, hash, threadId, value } =
      tx.dialect === 'sqlite'
        ? {
            from: `json_each($2) h JOIN json_each($3) t ON t.key = h.key JOIN json_each($4) v ON v.key = h.key`,
            hash: 'h.value',
            threadId: 't.value',
            value: 'v.value',
          }
        : {
            from: `unnest($2::text[], $3::text[], $4::text[]) AS given(hash, thread_id, value)`,
            hash: 'given.hash',
            threadId: 'given.thread_id',
            value: 'given.value',
          };
    await tx.query(
      `INSERT INTO thread_addresses (site_id, hash, thread_id, kind, value, source, created_at)
         SELECT $1, ${hash}, ${threadId}, 'url', ${value},
           COALESCE((SELECT known.source FROM thread_addresses known
             WHERE known.thread_id = ${threadId} AND known.kind = 'url' AND known.value = ${value} LIMIT 1), ''), $5
           FROM ${from} WHERE TRUE
         ON CONFLICT (site_id, hash) DO UPDATE SET thread_id = excluded.thread_id, value = excluded.value, source = excluded.source`,
      [siteId, ...lists, tx.now],
    );
  }

  async removeEach(tx: Tx, siteId: string, hashes: readonly string[]): Promise<void> {
    await tx.query(
      `DELETE FROM thread_addresses WHERE site_id = $1 AND kind = 'url'
         AND hash IN (SELECT value FROM ${eachOf(tx.dialect, '$2')} AS each)`,
      [siteId, hashes],
    );
  }
}

/** Where one comes who follows merges. */
function endOf(id: string, intoOf: ReadonlyMap<string, string>): string {
  const into = intoOf.get(id);
  return into === undefined ? id : endOf(into, intoOf);
}
