import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { MessageRow } from '../../messages/message.row.js';
import type { MessagePart } from '../../messages/parts/message-part.js';
import { MessageParts } from '../../messages/parts/message-parts.js';
import { RevisionsRepository } from './revisions.repository.js';

/** What a message said before, and what was decided on it: by the rules when it came in, and by moderators. */
@Injectable()
export class HistoryPart implements MessagePart, OnModuleInit {
  readonly name = 'history';
  readonly tables = [
    { table: 'message_revisions', words: true },
    { table: 'message_verdicts', words: true },
    { table: 'message_decisions' },
  ] as const;

  constructor(
    private readonly parts: MessageParts,
    private readonly revisions: RevisionsRepository,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  rewriting(tx: Tx, row: MessageRow): Promise<void> {
    return this.revisions.keep(tx, row);
  }
}
