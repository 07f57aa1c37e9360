import { Injectable } from '@nestjs/common';
import { iso } from '../../config/clock.js';
import { Reads } from '../../database/reads.js';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import type { NewReport, ReportView } from '../moderation.schema.js';
import type { Report } from './report.entity.js';

type Row = {
  id: string;
  messageId: string;
  reason: NewReport['reason'];
  note: string | null;
  byId: string;
  byName: string;
  createdAt: number;
};

@Injectable()
export class ReportsRepository {
  constructor(private readonly reads: Reads) {}

  /** One open report a member and message: the index refuses a second. True when this one is new. */
  async open(tx: Tx, report: Report): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO reports (id, message_id, member_id, reason, note, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING RETURNING id`,
      [report.id, report.messageId, report.memberId, report.reason, report.note, report.state, report.createdAt],
    );
    return rows.length > 0;
  }

  async openOf(tx: Tx, messageId: string, memberId: string): Promise<{ id: string; createdAt: number }> {
    const [row] = await tx.query<{ id: string; createdAt: number }>(
      `SELECT id, created_at AS "createdAt" FROM reports WHERE message_id = $1 AND member_id = $2 AND state = 'open'`,
      [messageId, memberId],
    );
    if (!row) throw new Error(`No open report of ${messageId} by ${memberId}`);
    return row;
  }

  async closeAll(tx: Tx, messageId: string): Promise<void> {
    await tx.query(`UPDATE reports SET state = 'closed' WHERE message_id = $1 AND state = 'open'`, [messageId]);
  }

  /** The open reports of each message, oldest first. */
  async ofMessages(messageIds: readonly string[]): Promise<Map<string, ReportView[]>> {
    const rows = await this.reads.query<Row>(
      `SELECT r.id, r.message_id AS "messageId", r.reason, r.note, r.member_id AS "byId", a.name AS "byName", r.created_at AS "createdAt"
         FROM ${eachOf(this.reads.dialect, '$1')} AS wanted JOIN reports r ON r.message_id = wanted.value
         JOIN members a ON a.id = r.member_id WHERE r.state = 'open' ORDER BY r.id`,
      [messageIds],
    );
    const byMessage = new Map<string, ReportView[]>();
    for (const { messageId, byId, byName, createdAt, ...report } of rows) {
      const view: ReportView = { ...report, by: { id: byId, name: byName }, createdAt: iso(createdAt) };
      byMessage.set(messageId, [...(byMessage.get(messageId) ?? []), view]);
    }
    return byMessage;
  }
}
