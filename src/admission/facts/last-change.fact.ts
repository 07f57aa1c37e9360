import { Injectable } from '@nestjs/common';
import { rowsOf } from '../../database/rows.js';
import type { Tx } from '../../database/transactions.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** When anything last happened in the thread, in ms; null where nothing has yet, or it is forgotten. */
@Injectable()
export class LastChangeFact implements Fact<number | null> {
  readonly name = 'last_change';
  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<number | null>> {
    const threads = new Map(drafts.map(({ thread: { id, position } }) => [id, { id, position }]));
    const rows = await tx.query<{ id: string; at: number }>(
      `SELECT asked.id, e.at FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', position: 'bigint' })} AS asked
         JOIN thread_events e ON e.thread_id = asked.id AND e.position = asked.position`,
      [JSON.stringify([...threads.values()])],
    );
    const times = new Map(rows.map(({ id, at }) => [id, at]));
    return {
      of: ({ thread }) => times.get(thread.id) ?? null,
      admitted: ({ thread, now }, isPublished) => {
        if (isPublished) times.set(thread.id, now);
      },
    };
  }
}
