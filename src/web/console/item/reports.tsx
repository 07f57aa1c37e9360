import { numeral, t } from '../../../i18n/format.js';
import { useState } from 'preact/hooks';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { ReportView } from '../../../moderation/reports/reports.schema.js';
import { Ago } from '../../ui/ago.js';
import type { ConsoleApi } from '../api.js';
import { reportReason } from '../wording/wording.js';
import { useMore } from './use-more.js';

/** How many reports are shown before somebody asks for more. */
const FEW = 3;

type Props = { readonly item: QueueItem; readonly api: Pick<ConsoleApi, 'reports'>; readonly now: number };

/** What readers said of the message: how many for each reason, the first few in full, the rest on demand. */
export function Reports({ item, api, now }: Props) {
  const [opened, open] = useState(false);
  const { total } = item.reportCounts;
  if (total === 0) return null;
  const id = `reports-${item.message.id}`;
  return (
    <section class="reports" aria-labelledby={id}>
      <h3 id={id}>{t('console.reports.heading', { n: total })}</h3>
      {total > 1 && (
        <ul class="reports-counts" aria-label={t('console.reports.byReason')}>
          {byReason(item).map(([reason, count]) => (
            <li key={reason}>
              {reportReason(reason)} <b>{numeral(count)}</b>
            </li>
          ))}
        </ul>
      )}
      {opened ? (
        <AllReports item={item} api={api} now={now} />
      ) : (
        <ReportList reports={item.reports.slice(0, FEW)} item={item} now={now} />
      )}
      {!opened && total > FEW && (
        <button type="button" class="small" onClick={() => open(true)}>
          {t('console.reports.all', { n: total })}
        </button>
      )}
    </section>
  );
}

function AllReports({ item, api, now }: Props) {
  const { values, next, failed, more } = useMore(async (cursor) => {
    const answer = await api.reports(item.message.id, cursor);
    return { values: answer.reports, next: answer.next };
  });
  return (
    <>
      <ReportList reports={values.length > 0 ? values : item.reports} item={item} now={now} />
      {failed && <p class="quiet">{t('console.reports.failed')}</p>}
      {(failed || next !== null) && (
        <button type="button" class="small" onClick={more}>
          {t(failed ? 'console.tryAgain' : 'console.reports.more')}
        </button>
      )}
    </>
  );
}

function ReportList({ reports, item, now }: { reports: readonly ReportView[]; item: QueueItem; now: number }) {
  return (
    <ul class="reports-list">
      {reports.map((report) => (
        <li key={report.id}>
          <b>{reportReason(report.reason)}</b>
          <span class="report-note" dir="auto">
            {report.note}
          </span>
          <span class="report-by">
            {isOfFormer(report, item) && <span class="report-former">{t('console.reports.former')}</span>}{' '}
            <bdi>{report.by.name}</bdi> <Ago iso={report.createdAt} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether it was about a text that stands there no more. */
function isOfFormer(report: ReportView, { message }: QueueItem): boolean {
  return message.editedAt !== null && report.createdAt < message.editedAt;
}

/** The commonest first. */
function byReason({ reportCounts }: QueueItem): readonly (readonly [ReportView['reason'], number])[] {
  const counts = Object.entries(reportCounts.reasons) as [ReportView['reason'], number][];
  return counts.toSorted(([, a], [, b]) => b - a);
}
