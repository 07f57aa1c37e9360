import { useState } from 'preact/hooks';
import type { QueueItem, ReportView } from '../../../moderation/moderation.schema.js';
import { Ago } from '../../ui/ago.js';
import { reportReason } from '../wording/wording.js';

/** How many reports are shown before somebody asks for the rest. */
const FEW = 3;

/** What readers said of the message: how many for each reason, the first few in full, the rest on demand. */
export function Reports({ item, now }: { item: QueueItem; now: number }) {
  const [all, showAll] = useState(false);
  const { reports } = item;
  if (reports.length === 0) return null;
  const shown = all ? reports : reports.slice(0, FEW);
  return (
    <section class="reports" aria-labelledby={`reports-${item.message.id}`}>
      <h3 id={`reports-${item.message.id}`}>{reports.length === 1 ? 'The report' : `${reports.length} reports`}</h3>
      {reports.length > 1 && (
        <ul class="reports-counts" aria-label="By reason">
          {byReason(reports).map(([reason, count]) => (
            <li key={reason}>
              {reportReason(reason)} <b>{count.toLocaleString('en')}</b>
            </li>
          ))}
        </ul>
      )}
      <ul class="reports-list">
        {shown.map((report) => (
          <Report report={report} now={now} key={report.id} />
        ))}
      </ul>
      {shown.length < reports.length && (
        <button type="button" class="small" onClick={() => showAll(true)}>
          Show all {reports.length.toLocaleString('en')}
        </button>
      )}
    </section>
  );
}

function Report({ report, now }: { report: ReportView; now: number }) {
  return (
    <li>
      <b>{reportReason(report.reason)}</b>
      <span class="report-note" dir="auto">
        {report.note}
      </span>
      <span class="report-by">
        <bdi>{report.by.name}</bdi> <Ago iso={report.createdAt} now={now} />
      </span>
    </li>
  );
}

/** The commonest first. */
function byReason(reports: readonly ReportView[]): readonly (readonly [ReportView['reason'], number])[] {
  const counts = new Map<ReportView['reason'], number>();
  for (const { reason } of reports) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
