import type { TargetedPointerEvent } from 'preact';
import { showNew } from './further.js';
import { useForum, useStore } from '../state/store.js';
import { t } from '../../../i18n/format.js';

/** "3 new messages": waits at the edge of what is read until the reader wants them. */
export function NewPill() {
  const store = useStore();
  const waiting = useForum((state) => state.waiting.length);
  if (waiting === 0) return null;
  return (
    <div class="new">
      <button type="button" onPointerDown={hold} onClick={() => void showNew(store)}>
        {t('forum.newMessages', { n: waiting })}
      </button>
    </div>
  );
}

/** The pill moves with what can be seen, and with an article that grows: a press that began on it is one wherever it ends. */
function hold({ currentTarget, pointerId }: TargetedPointerEvent<HTMLElement>): void {
  currentTarget.setPointerCapture(pointerId);
}
