import { Injectable } from '@nestjs/common';
import type { Value } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { MessageParts } from './message-parts.js';

/** What befalls the tables of all parts when something befalls a message. */
@Injectable()
export class PartTablesRepository {
  constructor(private readonly parts: MessageParts) {}

  /** Takes away what holds words of a message. */
  async forgetWords(tx: Tx, messageId: string): Promise<void> {
    for (const { table } of this.parts.tables.filter(({ words }) => words))
      await tx.query(`DELETE FROM ${table} WHERE message_id = $1`, [messageId]);
  }

  /** Messages of this thread have come from others: what says where they are follows. */
  async followTo(tx: Tx, threadId: string): Promise<void> {
    for (const { table } of this.parts.tables.filter(({ thread }) => thread))
      await tx.query(
        `UPDATE ${table} SET thread_id = $1 WHERE thread_id <> $1
           AND message_id IN (SELECT id FROM messages WHERE thread_id = $1)`,
        [threadId],
      );
  }

  /**
   * Takes away everything that tells of messages, before they go themselves.
   * @param ids a SELECT of their ids, with these parameters
   */
  async removeAll(tx: Tx, ids: string, parameters: readonly Value[]): Promise<void> {
    for (const { table } of this.parts.tables)
      await tx.query(`DELETE FROM ${table} WHERE message_id IN (${ids})`, parameters);
  }
}
