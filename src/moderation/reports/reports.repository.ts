import { Injectable } from '@nestjs/common';
import { iso } from '../../config/clock.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { eachOf } from '../../database/sql.js';
import type { Tx } from '../../database/transactions.js';
import { FORMER_MEMBER } from '../../members/names/names.js';
import type { ReportCounts, ReportedText, ReportReason, ReportView } from './reports.schema.js';
import type { Report } from './report.entity.js';
import type { WeighedReport } from './report-weights.js';

/** Reports that come with an item; the others on demand. */
const FIRST = 5;
/** Open reports that are weighed; a site's threshold is below. */
const WEIGHED = 10_000;

/** The open reports of a message: the first few, how many of each reason, and what they are about where the text is another now. */
export type ReportSummary = {
  readonly first: ReportView[];
  readonly counts: ReportCounts;
  readonly reported?: ReportedText;
};
export const NO_REPORTS: ReportSummary = { first: [], counts: {} };

type Row = {
  id: string;
  messageId: string;
  reason: ReportReason;
  note: string | null;
  revision: number;
  byId: string;
  byName: string | null;
  createdAt: number;
};

/** A report as who made it knows it. */
export type MadeReport = Pick<Report, 'id' | 'messageId' | 'reason' | 'note' | 'state' | 'createdAt'> & {
  readonly siteId: string;
  readonly threadId: string;
};

const COLUMNS = `r.id, r.message_id AS "messageId", r.reason, r.note, r.revision, r.member_id AS "byId", a.name AS "byName",
  r.created_at AS "createdAt"`;

@Injectable()
export class ReportsRepository {
  constructor(private readonly reads: PrimaryReads) {}

  /** The next of all that a member reported, behind that id. */
  allOf(memberId: string, after: string, limit: number): Promise<MadeReport[]> {
    return this.reads.query<MadeReport>(
      `SELECT r.id, r.message_id AS "messageId", r.reason, r.note, r.state, r.created_at AS "createdAt", m.site_id AS "siteId",
          m.thread_id AS "threadId" FROM reports r JOIN messages m ON m.id = r.message_id
        WHERE r.member_id = $1 AND r.id > $2 ORDER BY r.id LIMIT $3`,
      [memberId, after, limit],
    );
  }

  /** One open report a member and message: the index refuses a second. True when this one is new. */
  async open(tx: Tx, report: Report): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO reports (id, message_id, member_id, reason, note, revision, weight, address_hash, state, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
      [
        report.id,
        report.messageId,
        report.memberId,
        report.reason,
        report.note,
        report.revision,
        report.weight,
        report.addressHash,
        report.state,
        report.createdAt,
      ],
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

  /** What the open reports of a message weigh: as many as may decide anything. */
  weights(tx: Tx, messageId: string): Promise<WeighedReport[]> {
    return tx.query<WeighedReport>(
      `SELECT weight, address_hash AS "addressHash" FROM reports WHERE message_id = $1 AND state = 'open' LIMIT ${WEIGHED}`,
      [messageId],
    );
  }

  /** The site's own key; `fresh` becomes it where there is none. */
  async secretOf(tx: Tx, siteId: string, fresh: string): Promise<string> {
    await tx.query('INSERT INTO report_keys (site_id, secret) VALUES ($1, $2) ON CONFLICT (site_id) DO NOTHING', [
      siteId,
      fresh,
    ]);
    const [row] = await tx.query<{ secret: string }>('SELECT secret FROM report_keys WHERE site_id = $1', [siteId]);
    return row?.secret ?? fresh;
  }

  /** From where they came is of no use any more. */
  async closeAll(tx: Tx, messageId: string): Promise<void> {
    await tx.query(`UPDATE reports SET state = 'closed', address_hash = '' WHERE message_id = $1 AND state = 'open'`, [
      messageId,
    ]);
  }

  async summariesOf(messageIds: readonly string[]): Promise<ReadonlyMap<string, ReportSummary>> {
    if (messageIds.length === 0) return new Map();
    const [first, counts, texts] = await Promise.all([
      this.firstOf(messageIds),
      this.countsOf(messageIds),
      this.reportedTexts(messageIds),
    ]);
    return new Map(
      messageIds.map((id) => {
        const reported = texts.get(id);
        const mine = first.filter(({ messageId }) => messageId === id).map(reportView);
        return [id, { first: mine, counts: counts.get(id) ?? {}, ...(reported ? { reported } : {}) }];
      }),
    );
  }

  /** The open reports of a message after one of them, oldest first. */
  async openReports(messageId: string, after: string, limit: number): Promise<ReportView[]> {
    const rows = await this.reads.query<Row>(
      `SELECT ${COLUMNS} FROM reports r LEFT JOIN members a ON a.id = r.member_id
        WHERE r.message_id = $1 AND r.state = 'open' AND r.id > $2 ORDER BY r.id LIMIT $3`,
      [messageId, after, limit],
    );
    return rows.map(reportView);
  }

  private firstOf(messageIds: readonly string[]): Promise<Row[]> {
    return this.reads.query<Row>(
      `SELECT ${COLUMNS} FROM (SELECT o.*, ROW_NUMBER() OVER (PARTITION BY o.message_id ORDER BY o.id) AS place
         FROM ${eachOf(this.reads.dialect, '$1')} AS wanted JOIN reports o ON o.message_id = wanted.value WHERE o.state = 'open') r
         LEFT JOIN members a ON a.id = r.member_id WHERE r.place <= ${FIRST} ORDER BY r.id`,
      [messageIds],
    );
  }

  private async countsOf(messageIds: readonly string[]): Promise<ReadonlyMap<string, ReportCounts>> {
    const rows = await this.reads.query<{ messageId: string; reason: ReportReason; count: number }>(
      `SELECT r.message_id AS "messageId", r.reason, COUNT(*) AS count
         FROM ${eachOf(this.reads.dialect, '$1')} AS wanted JOIN reports r ON r.message_id = wanted.value
        WHERE r.state = 'open' GROUP BY r.message_id, r.reason ORDER BY count DESC, r.reason`,
      [messageIds],
    );
    const counts = new Map<string, ReportCounts>();
    for (const { messageId, reason, count } of rows)
      counts.set(messageId, { ...counts.get(messageId), [reason]: Number(count) });
    return counts;
  }

  /** What the first report of each is about, where its author has changed it since. */
  private async reportedTexts(messageIds: readonly string[]): Promise<ReadonlyMap<string, ReportedText>> {
    const rows = await this.reads.query<{ id: string; revision: number; text: string; html: string; at: number }>(
      `SELECT v.message_id AS id, v.revision, v.text, v.html, v.at FROM ${eachOf(this.reads.dialect, '$1')} AS wanted
         JOIN message_revisions v ON v.message_id = wanted.value AND v.revision = (SELECT MIN(x.revision) FROM message_revisions x
           WHERE x.message_id = wanted.value AND x.revision >= (SELECT MIN(r.revision) FROM reports r
             WHERE r.message_id = wanted.value AND r.state = 'open' AND r.revision > 0))`,
      [messageIds],
    );
    return new Map(rows.map(({ id, at, ...said }) => [id, { ...said, at: iso(at) }]));
  }
}

const reportView = ({ id, reason, note, revision, byId, byName, createdAt }: Row): ReportView => ({
  id,
  reason,
  note,
  revision,
  by: { id: byId, name: byName ?? FORMER_MEMBER },
  createdAt: iso(createdAt),
});
