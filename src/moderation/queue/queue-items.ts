import { Injectable } from '@nestjs/common';
import { authorView, fullView } from '../../messages/message.view.js';
import type { QueueItem } from './queue.schema.js';
import { storedReasons } from '../../messages/stored-reasons.js';
import { NO_REPORTS, ReportsRepository, type ReportSummary } from '../reports/reports.repository.js';
import type { QueueRow } from './queue.repository.js';

/** Messages as moderators get them: with their threads, why they are here, and what is reported of them. */
@Injectable()
export class QueueItems {
  constructor(private readonly reports: ReportsRepository) {}

  async of(rows: readonly QueueRow[]): Promise<QueueItem[]> {
    const reported = rows.filter(({ openReports }) => openReports > 0).map(({ id }) => id);
    const summaries = await this.reports.summariesOf(reported);
    return rows.map((row) => itemOf(row, summaries.get(row.id) ?? NO_REPORTS));
  }
}

function itemOf(row: QueueRow, { first, counts, reported }: ReportSummary): QueueItem {
  const { threadId, siteId, threadTitle, threadUrl, threadState } = row;
  const held = storedReasons(row.reasons);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    message: fullView(row),
    kind: kindOf(row),
    thread: { id: threadId, site: siteId, title: threadTitle, url: threadUrl, state: threadState },
    author: authorView(row),
    reasons: [
      ...held.filter(({ code }) => code !== 'reports'),
      ...(total > 0 ? [{ code: 'reports', detail: String(total) }] : []),
    ],
    reports: first,
    reportCounts: { total, reasons: counts },
    ...(reported ? { reported } : {}),
  };
}

/** Which list it stands in: a decision stays its own when the author takes the message back. */
function kindOf({ state, openReports, decision }: QueueRow): QueueItem['kind'] {
  if (state === 'published') return openReports > 0 ? 'reported' : 'published';
  if (state !== 'deleted') return state;
  if (openReports > 0) return 'reported';
  return decision === 'reject' ? 'rejected' : decision === 'spam' ? 'spam' : 'deleted';
}
