import { Injectable } from '@nestjs/common';
import { eachOf } from '../../database/sql.js';
import { PartTablesRepository } from '../../messages/parts/part-tables.repository.js';
import type { Tx } from '../../database/transactions.js';

/** Where a message is in one of these threads. */
const within = (tx: Tx): string => `thread_id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)`;

@Injectable()
export class DemoRemovalRepository {
  constructor(private readonly parts: PartTablesRepository) {}

  /** Threads of the default site under articles at these paths, wherever the forum was found then. */
  async threadsAt(tx: Tx, paths: readonly string[]): Promise<string[]> {
    const threads = await tx.query<{ id: string; url: string }>(
      `SELECT id, url FROM threads WHERE site_id = 'default'`,
    );
    return threads.filter(({ url }) => URL.canParse(url) && paths.includes(new URL(url).pathname)).map(({ id }) => id);
  }

  /** Takes threads away with all that is in them. Answers how many messages that were. */
  async removeThreads(tx: Tx, threads: readonly string[]): Promise<number> {
    const messages = `SELECT id FROM messages WHERE ${within(tx)}`;
    const authors = await tx.query<{ id: string }>(
      `SELECT DISTINCT author_id AS id FROM messages WHERE ${within(tx)}`,
      [threads],
    );
    await this.parts.removeAll(tx, messages, [threads]);
    const gone = await tx.query(`DELETE FROM messages WHERE ${within(tx)} RETURNING id`, [threads]);
    for (const table of ['thread_events', 'thread_addresses'])
      await tx.query(`DELETE FROM ${table} WHERE ${within(tx)}`, [threads]);
    await tx.query(`DELETE FROM threads WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)`, [
      threads,
    ]);
    await tx.query(
      `UPDATE members SET published_count =
          (SELECT count(*) FROM messages m WHERE m.author_id = members.id AND m.position IS NOT NULL)
        WHERE id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)`,
      [authors.map(({ id }) => id)],
    );
    return gone.length;
  }

  /** Takes away invented people of these names: guests who have no way in and have written nothing. */
  async removePeople(tx: Tx, names: readonly string[]): Promise<number> {
    const gone = await tx.query(
      `DELETE FROM members WHERE kind = 'guest' AND name IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)
          AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.member_id = members.id)
          AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.author_id = members.id)
          AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.member_id = members.id)
          AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.member_id = members.id) RETURNING id`,
      [names],
    );
    return gone.length;
  }
}
