import type { QueueKind } from '../../../moderation/queue/queue.schema.js';
import { t } from '../../../i18n/format.js';
import { shortTime } from '../../ui/time.js';
import type { ConsoleState } from '../store/console-store.js';
import { KeyCap } from '../keys/key-cap.js';
import type { Place } from '../route.js';
import { QUEUES } from '../wording/wording.js';

type Props = { readonly state: ConsoleState; readonly now: number; readonly go: (place: Place) => void };

/** A queue that is done: what was last decided, and where something still waits. */
export function EmptyQueue({ state, now, go }: Props) {
  const { queue, counts, decided } = state;
  const last = decided.at(-1);
  const elsewhere = (['held', 'reported'] as const).find((view) => view !== queue.view && (counts?.[view] ?? 0) > 0);
  return (
    <div class="empty">
      <p class="empty-title">{QUEUES[queue.view].empty}</p>
      {last ? (
        <p>
          Last decision {ago(last.at, now)}: {last.says.charAt(0).toLowerCase() + last.says.slice(1)}.{' '}
          {sitting(decided.length)}
        </p>
      ) : (
        <p>New ones appear here by themselves.</p>
      )}
      {elsewhere && counts && <Elsewhere view={elsewhere} count={counts[elsewhere]} go={go} />}
    </div>
  );
}

function Elsewhere({
  view,
  count,
  go,
}: {
  view: QueueKind & ('held' | 'reported');
  count: number;
  go: (place: Place) => void;
}) {
  const waits = count === 1 ? 'One message waits' : `${count.toLocaleString('en')} messages wait`;
  return (
    <p>
      <button type="button" onClick={() => go({ page: 'queue', view, messageId: null })}>
        {waits} in {t(QUEUES[view].name)} <KeyCap of={view === 'held' ? 'g h' : 'g r'} />
      </button>
    </p>
  );
}

function ago(at: number, now: number): string {
  const short = shortTime(new Date(at).toISOString(), now);
  return short === 'now' ? 'just now' : `${short} ago`;
}

function sitting(count: number): string {
  return count === 1 ? 'It was the first of this sitting.' : `${count} in this sitting.`;
}
