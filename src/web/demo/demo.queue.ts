import { Injectable } from '@nestjs/common';
import type { Identity } from '../../auth/actor.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { QueueLog } from '../../events/queue-log.js';
import type { MessageRow } from '../../messages/message.row.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import type { QueueReason } from '../../messages/reasons.schema.js';
import type { NewReport } from '../../moderation/reports/reports.schema.js';
import { ReportsRepository } from '../../moderation/reports/reports.repository.js';

/** What waits for a moderator in the demo, so that the console has something to show. */
@Injectable()
export class DemoQueue {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly reports: ReportsRepository,
    private readonly queue: QueueLog,
  ) {}

  /** Stores a newcomer's message off the page. */
  async hold(tx: Tx, row: MessageRow, link: string): Promise<void> {
    const reasons: QueueReason[] = [{ code: 'newcomer_link', detail: link }];
    await this.messages.insert(tx, [{ ...row, state: 'held', reasons: JSON.stringify(reasons) }]);
    await this.queue.append(tx, { siteId: row.siteId, messageId: row.id, waited: false, waits: true });
  }

  async report(
    tx: Tx,
    row: MessageRow,
    by: Identity,
    { reason, note }: Omit<NewReport, 'note'> & { note: string | undefined },
  ): Promise<void> {
    await this.reports.open(tx, {
      id: newId(tx.now),
      messageId: row.id,
      memberId: by.id,
      reason,
      note: note ?? null,
      revision: row.revision,
      weight: 100,
      addressHash: '',
      state: 'open',
      createdAt: tx.now,
    });
    await this.messages.addOpenReports(tx, row.id, 1);
    await this.queue.append(tx, { siteId: row.siteId, messageId: row.id, waited: true, waits: true });
  }
}
