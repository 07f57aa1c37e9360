import type { ThreadEvent } from '../../../events/events.schema.js';
import type { ThreadView } from '../../../threads/threads.schema.js';
import { mayInsert } from '../reading/viewport.js';
import { applyAll } from '../state/apply.js';
import type { Store } from '../state/store.js';

/** Makes events part of the page. True where something before them is missing. */
export function applyEvents(store: Store, events: readonly ThreadEvent[]): boolean {
  let gap = false;
  store.set((state) => {
    const applied = applyAll(state, events, mayInsert);
    gap = applied.gap;
    return applied.state;
  });
  // Merged or deleted: the article's address knows what stands there now.
  if (events.some(({ data }) => (data as { thread?: ThreadView }).thread?.gone)) location.reload();
  return gap;
}
