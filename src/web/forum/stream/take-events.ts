import type { ThreadEvent } from '../../../events/events.schema.js';
import type { Sort } from '../../../messages/messages.schema.js';
import type { Store } from '../state/store.js';
import { answers } from './answers.js';
import { applyEvents } from './apply-events.js';

/** Applies what came; where something before it is missing, the log tells what. */
export function takeEvents(store: Store, events: readonly ThreadEvent[]): void {
  if (applyEvents(store, events)) mend(store);
}

/** Reads what was missed, or the page anew, until it is read: nothing more may happen that would ask for it again. */
export const mend = (store: Store, anew = false): void =>
  void answers()
    .then((chunk) => chunk.mend(store, anew))
    .catch(() => undefined);

/** Reads what was missed from the log of the thread. Raises ApiError. */
export const catchUp = async (store: Store): Promise<void> => (await answers()).catchUp(store);

/** Reads the page anew: in another order, or because the stream began again. Raises ApiError. */
export const readAgain = async (store: Store, sort?: Sort): Promise<void> => (await answers()).readAgain(store, sort);
