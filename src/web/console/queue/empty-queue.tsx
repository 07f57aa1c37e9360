import type { QueueKind } from '../../../moderation/queue/queue.schema.js';
import { t } from '../../../i18n/format.js';
import type { ConsoleState } from '../store/console-store.js';
import { KeyCap } from '../keys/key-cap.js';
import type { Place } from '../route.js';
import { countIn, QUEUE_KINDS, QUEUES } from './queues.js';

type Props = { readonly state: ConsoleState; readonly now: number; readonly go: (place: Place) => void };

/** A queue that is done: what was last decided, and where something still waits. */
export function EmptyQueue({ state, now, go }: Props) {
  const { queue, counts, decided } = state;
  const last = decided.at(-1);
  const waiting = (view: QueueKind) => countIn(counts, view) ?? 0;
  const elsewhere = QUEUE_KINDS.find((view) => view !== queue.view && waiting(view) > 0);
  return (
    <div class="empty">
      <p class="empty-title">{t(QUEUES[queue.view].empty)}</p>
      {last ? (
        <p>
          {lastText(last, now)} {t('console.empty.sitting', { n: decided.length })}
        </p>
      ) : (
        <p>{t('console.empty.new')}</p>
      )}
      {elsewhere && <Elsewhere view={elsewhere} count={waiting(elsewhere)} go={go} />}
    </div>
  );
}

function Elsewhere({ view, count, go }: { view: QueueKind; count: number; go: (place: Place) => void }) {
  return (
    <p>
      <button type="button" onClick={() => go({ page: 'queue', view, messageId: null })}>
        {t('console.empty.elsewhere', { n: count, queue: t(QUEUES[view].name) })} <KeyCap of={QUEUES[view].key} />
      </button>
    </p>
  );
}

const MINUTE = 60_000;

function lastText({ decision: what, at }: ConsoleState['decided'][number], now: number): string {
  const n = Math.floor((now - at) / MINUTE);
  if (n < 1) return t('console.empty.now', { what });
  return n < 60 ? t('console.empty.minutes', { n, what }) : t('console.empty.hours', { n: Math.floor(n / 60), what });
}
