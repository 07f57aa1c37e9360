import type { ThreadEvent } from '../../../../events/events.schema.js';
import type { PageAnswer, Sort } from '../../../../messages/messages.schema.js';
import { apply } from '../../state/apply.js';
import type { Meanwhile } from '../../state/store.js';
import { ofPage, type ForumState } from '../../state/state.js';

/**
 * How an answer becomes part of the page, whatever has overtaken it. An answer is true at a position of its thread. The page
 * stands at that position or further on when it takes it (`ask` sees to that), and brings it to its own first, by the events
 * that it has applied since: so what left meanwhile is not added, what was counted is not counted again, and no text is older
 * than one that is known. Every function here answers null where the page does not remember as far back: then it asks again.
 */
const atOnce = () => true;

/** The events that the page has applied after a position; null where it does not remember all of them. */
export function eventsSince({ thread, recent }: ForumState, position: number): readonly ThreadEvent[] | null {
  const missing = thread.position - position;
  return missing > recent.length ? null : recent.slice(recent.length - Math.max(0, missing));
}

/** Whether an event changes anything about a message of its own. */
export const isAbout = (id: string) => (event: ThreadEvent) =>
  event.type === 'message.removed'
    ? event.data.id === id
    : event.type !== 'thread.changed' && event.data.message.id === id;

/** The page as it is read anew. */
export function takePage(state: ForumState, page: PageAnswer, sort: Sort, heard: Meanwhile): ForumState | null {
  return takeWhole(state, { ...state, ...ofPage(page), thread: page.thread, sort }, heard);
}

/** Whatever stands instead of the page that there was. */
export function takeWhole(state: ForumState, read: ForumState, heard: Meanwhile): ForumState | null {
  const fresh = { ...counted(read, heard), waiting: [], glowing: [], recent: [] };
  const { position, epoch } = read.thread;
  if (epoch !== state.thread.epoch || position >= state.thread.position) return fresh;
  const events = eventsSince(state, position);
  return events && { ...replayed(fresh, events), glowing: [], came: state.came, recent: state.recent };
}

/** Vote totals have no position: what was heard since an answer was asked for stands. */
export function counted(state: ForumState, { totals }: Meanwhile): ForumState {
  const messages = { ...state.messages };
  for (const [id, votes] of totals) {
    const message = messages[id];
    if (message) messages[id] = { ...message, votes };
  }
  return { ...state, messages };
}

/** A part of the page as it is after these events. */
export const replayed = (state: ForumState, events: readonly ThreadEvent[]): ForumState =>
  events.reduce((grown, event) => apply(grown, event, atOnce), state);
