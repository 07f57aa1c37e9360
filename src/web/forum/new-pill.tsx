import type { TargetedPointerEvent } from 'preact';
import { showNew } from './reading.js';
import { useForum, useStore } from './store.js';
import { newMessages } from './words.js';

/** "3 new messages": waits at the edge of what is read until the reader wants them. */
export function NewPill() {
  const store = useStore();
  const waiting = useForum((state) => state.waiting.length);
  if (waiting === 0) return null;
  const show = () => void showNew(store);
  return (
    <div class="new">
      <button type="button" onPointerDown={hold} onPointerUp={({ button }) => button === 0 && show()} onClick={show}>
        {newMessages(waiting)}
      </button>
    </div>
  );
}

/**
 * The pill moves with what can be seen, and an article that loads pushes it down: a press is one wherever the pill is when
 * it ends. A browser makes no click of a press that ends elsewhere than it began.
 */
function hold({ currentTarget, pointerId }: TargetedPointerEvent<HTMLElement>): void {
  currentTarget.setPointerCapture(pointerId);
}
