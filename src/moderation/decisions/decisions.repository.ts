import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { MessageDecision } from '../../message-parts/history/message-decision.entity.js';

/** What was decided on messages, as their authors may know it. */
@Injectable()
export class DecisionsRepository {
  async insert(tx: Tx, decision: MessageDecision): Promise<void> {
    await tx.manager.insert(MessageDecision, decision);
  }
}
