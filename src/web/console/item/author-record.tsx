import { numeral, t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { MemberRecord } from '../../../moderation/records/records.schema.js';
import type { SanctionView } from '../../../moderation/sanctions/sanctions.schema.js';
import { Ago } from '../../ui/ago.js';
import { plainDay } from '../../ui/time.js';
import { pathOf } from '../route.js';
import type { Cached } from '../store/query-cache.js';
import { RecordLine } from './record-line.js';
import { isMarkState, StateMark } from './state-mark.js';
import { sanctionText } from '../wording/wording.js';

type Props = {
  readonly item: QueueItem;
  readonly record: Cached<MemberRecord>;
  readonly now: number;
  readonly lift: (sanction: SanctionView) => void;
};

const COUNTS = ['published', 'held', 'rejected', 'spam', 'deleted'] as const;

/** Who wrote it, by what became of what they wrote before. */
export function AuthorRecord({ item, record, now, lift }: Props) {
  return (
    <section class="author-record" aria-labelledby={`record-${item.message.id}`}>
      <h3 id={`record-${item.message.id}`}>
        <a href={pathOf({ page: 'member', id: item.author.id })}>
          {rich('console.record.of', { name: <bdi>{item.author.name}</bdi> })}
        </a>
      </h3>
      {record.kind === 'loading' && <p class="quiet">{t('console.reading')}</p>}
      {record.kind === 'failed' && <p class="quiet">{t('console.record.failed')}</p>}
      {record.kind === 'ready' && <Record of={record.value} current={item.message.id} now={now} lift={lift} />}
    </section>
  );
}

type RecordProps = {
  readonly of: MemberRecord;
  /** The message in front of the moderator, where there is one. */
  readonly current: string | null;
  readonly now: number;
  readonly lift: (sanction: SanctionView) => void;
};

/** What became of what a member wrote, and what holds against them. */
export function Record({ of, current, now, lift }: RecordProps) {
  const { counts, member, recent, sanctions } = of;
  return (
    <>
      <RecordLine recent={recent} current={current} />
      <ul class="record-counts">
        {COUNTS.filter((state) => counts[state] > 0).map((state) => (
          <li key={state}>
            {isMarkState(state) && <StateMark state={state} />}
            {rich('console.record.count', { n: <b>{numeral(counts[state])}</b>, state })}
          </li>
        ))}
        <li>{t('console.record.since', { role: member.role, date: plainDay(member.createdAt) })}</li>
      </ul>
      {sanctions.length > 0 && (
        <ul class="sanctions">
          {sanctions.map((sanction) => (
            <li key={sanction.id} class={isOver(sanction, now) ? 'is-over' : ''}>
              <span>
                {rich(sanction.liftedAt ? 'console.sanction.lineLifted' : 'console.sanction.line', {
                  what: <b>{sanctionText(sanction)}</b>,
                  name: <bdi>{sanction.by.name}</bdi>,
                  reason: <bdi>{sanction.reason}</bdi>,
                  when: <Ago iso={sanction.liftedAt ?? sanction.createdAt} now={now} />,
                })}
              </span>
              {!isOver(sanction, now) && (
                <button type="button" class="small" onClick={() => lift(sanction)}>
                  {t('console.sanction.lift')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function isOver(sanction: SanctionView, now: number): boolean {
  return sanction.liftedAt !== null || (sanction.until !== null && Date.parse(sanction.until) < now);
}
