import type { TargetedPointerEvent } from 'preact';
import { showNew } from './further.js';
import { useForum, useStore } from '../state/store.js';
import { newMessages } from '../words.js';

/** "3 new messages": waits at the edge of what is read until the reader wants them. */
export function NewPill() {
  const store = useStore();
  const waiting = useForum((state) => state.waiting.length);
  if (waiting === 0) return null;
  return (
    <div class="new">
      <button type="button" onPointerDown={hold} onClick={() => void showNew(store)}>
        {newMessages(waiting)}
      </button>
    </div>
  );
}

/** The pill moves with what can be seen, and with an article that grows: a press that began on it is one wherever it ends. */
function hold({ currentTarget, pointerId }: TargetedPointerEvent<HTMLElement>): void {
  currentTarget.setPointerCapture(pointerId);
}
