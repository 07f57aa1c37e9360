import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { MessageRow } from '../message.row.js';
import type { MessagePart, Mine, PartTable } from './message-part.js';

/** Every part that messages have in this forum. */
@Injectable()
export class MessageParts {
  private readonly parts: MessagePart[] = [];

  /** Called while the forum starts. @throws Error where there is one of this name, or one with a table of this one's */
  add(part: MessagePart): void {
    const isTaken = this.parts.some(
      ({ name, tables }) =>
        name === part.name || tables.some(({ table }) => part.tables.some((own) => own.table === table)),
    );
    if (isTaken) throw new Error(`Messages have a part “${part.name}” already, or one with its tables`);
    this.parts.push(part);
  }

  /** Before the text of a message is written anew. */
  async rewriting(tx: Tx, row: MessageRow): Promise<void> {
    for (const part of this.parts) await part.rewriting?.(tx, row);
  }

  async mine(threadId: string, memberId: string): Promise<Partial<Mine>> {
    const own = await Promise.all(this.parts.map((part) => part.mine?.(threadId, memberId)));
    return Object.assign({}, ...own) as Partial<Mine>;
  }

  get tables(): readonly PartTable[] {
    return this.parts.flatMap(({ tables }) => tables);
  }
}
