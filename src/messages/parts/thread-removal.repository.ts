import { Injectable } from '@nestjs/common';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { PartTablesRepository } from './part-tables.repository.js';

/** Takes whole threads out of the database, for good. */
@Injectable()
export class ThreadRemovalRepository {
  constructor(private readonly parts: PartTablesRepository) {}

  /** Takes threads away with all that is in them. Answers how many messages that were. */
  async takeOut(tx: Tx, threads: readonly string[]): Promise<number> {
    const these = `(SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)`;
    const authors = await tx.query<{ id: string }>(
      `SELECT DISTINCT author_id AS id FROM messages WHERE thread_id IN ${these}`,
      [threads],
    );
    await this.parts.removeAll(tx, `SELECT id FROM messages WHERE thread_id IN ${these}`, [threads]);
    const gone = await tx.query(`DELETE FROM messages WHERE thread_id IN ${these} RETURNING id`, [threads]);
    for (const table of ['thread_events', 'thread_addresses'])
      await tx.query(`DELETE FROM ${table} WHERE thread_id IN ${these}`, [threads]);
    await tx.query(`DELETE FROM threads WHERE id IN ${these}`, [threads]);
    await tx.query(
      `UPDATE members SET published_count =
          (SELECT count(*) FROM messages m WHERE m.author_id = members.id AND m.position IS NOT NULL)
        WHERE id IN ${these}`,
      [authors.map(({ id }) => id)],
    );
    return gone.length;
  }
}
