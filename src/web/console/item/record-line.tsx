import { language, numeral, t } from '../../../i18n/format.js';
import { stateText } from '../wording/wording.js';
import type { MemberRecord } from '../../../moderation/records/records.schema.js';
import { plainDay } from '../../ui/time.js';
import { isMarkState, Shape, type MarkState } from './state-mark.js';

type Recent = MemberRecord['recent'];

const STEP = 14;
const STATES = ['published', 'held', 'reported', 'rejected', 'spam', 'deleted'] as const satisfies MarkState[];

/** An author's last messages as a line of marks, oldest first; a tick above a mark is a report. */
export function RecordLine({ recent, current }: { recent: Recent; current: string | null }) {
  if (recent.length === 0) return null;
  const inTime = recent.toReversed();
  const width = inTime.length * STEP;
  return (
    <figure class="record-line">
      <svg width={width} height="24" viewBox={`0 0 ${width} 24`} role="img" aria-label={inWords(inTime)}>
        <path class="axis" d={`M0 23.5H${width}`} />
        {inTime.map((message, at) => (
          <g transform={`translate(${at * STEP + 2} 9)`} key={message.id}>
            <title>{markText(message)}</title>
            {message.reports > 0 && <path class="report-tick" d="M5-3v-5" />}
            <Shape state={shapeOf(message.state)} />
            {message.id === current && <path class="current-tick" d="M0 14.5h10" />}
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{plainDay(inTime[0]!.at)}</span>
        {inTime.length > 7 && <span>{plainDay(inTime.at(-1)!.at)}</span>}
      </figcaption>
    </figure>
  );
}

/** "Last 12 messages, oldest first: 9 published, 2 rejected, 1 spam. 3 were reported." */
export function inWords(inTime: Recent): string {
  const parts = STATES.flatMap((state) => {
    const count = inTime.filter((one) => shapeOf(one.state) === state).length;
    return count === 0 ? [] : [t('console.record.count', { n: numeral(count), state })];
  });
  const values = { n: inTime.length, parts: new Intl.ListFormat(language().locale, { type: 'unit' }).format(parts) };
  const reported = inTime.filter((message) => message.reports > 0).length;
  return reported ? t('console.record.inWordsReported', { ...values, reported }) : t('console.record.inWords', values);
}

function shapeOf(state: string): MarkState {
  return isMarkState(state) ? state : 'deleted';
}

function markText({ at, state, reports }: Recent[number]): string {
  const values = { date: plainDay(at), state: stateText(state) };
  return reports ? t('console.record.markReported', { ...values, n: reports }) : t('console.record.mark', values);
}
