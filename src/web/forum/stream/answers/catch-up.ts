import type { EventsAnswer } from '../../../../events/events.schema.js';
import type { PageAnswer, Sort } from '../../../../messages/messages.schema.js';
import { call, query } from '../../session/api.js';
import { takePage } from './merge.js';
import { applyEvents } from '../apply-events.js';
import { persist, unreachable } from './persist.js';
import type { Store } from '../../state/store.js';

/** How often an answer that is older than what the page remembers is asked for again. */
const ATTEMPTS = 3;

let fetching: Promise<void> | null = null;
let mending: Promise<void> | null = null;
let latest = 0;

/** Reads what was missed from the log of the thread. Raises ApiError. */
export function catchUp(store: Store): Promise<void> {
  fetching ??= readEvents(store).finally(() => (fetching = null));
  return fetching;
}

async function readEvents(store: Store): Promise<void> {
  for (;;) {
    const { id, position, epoch } = store.state.thread;
    const missed = await call<EventsAnswer>(`/threads/${id}/events${query({ after: position, epoch })}`);
    if ('reset' in missed) return readAgain(store);
    applyEvents(store, missed.events);
    // A long past comes in parts.
    if (missed.events.length === 0 || store.state.thread.position >= missed.position) return;
  }
}

/** Reads what was missed, until it is read. The log knows where the page has to be read anew, also where that failed. */
export function mend(store: Store, anew: boolean): Promise<void> {
  if (anew) return readAgain(store).catch(() => mend(store, false));
  mending ??= persist(() => catchUp(store)).finally(() => (mending = null));
  return mending;
}

/** Reads the page anew: in another order, or because the stream began again. Of several at once the last counts. Raises ApiError. */
export async function readAgain(store: Store, sort: Sort = store.state.sort): Promise<void> {
  const reading = ++latest;
  for (let left = ATTEMPTS; left > 0; left--) {
    const isTaken = await store.during(async (heard) => {
      const page = await call<PageAnswer>(`/threads/${store.state.thread.id}/messages${query({ sort })}`);
      if (reading !== latest) return true;
      const next = takePage(store.state, page, sort, heard);
      if (next) store.set({ ...next, readings: next.readings + 1 });
      return next !== null;
    });
    if (isTaken) return;
  }
  throw unreachable();
}
