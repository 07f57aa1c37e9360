import { flush } from '../composer/posting.js';
import { ApiError } from '../session/api.js';
import type { Store } from '../state/store.js';
import { catchUp } from './take-events.js';

/** ms between two readings, while the page is seen and while it is not. */
const EVERY = { seen: 4_000, unseen: 30_000 };

type Polling = { readonly isWanted: () => boolean; readonly isUnseen: () => boolean };

/** Reads the events over HTTP, where sockets do not get through, until one does. */
export async function poll(store: Store, { isWanted, isUnseen }: Polling): Promise<void> {
  const isReached = await catchUp(store).then(
    () => true,
    (error: unknown) => error instanceof ApiError && error.code !== 'unreachable',
  );
  if (!isWanted()) return;
  const connection = isReached ? 'polling' : 'offline';
  if (store.state.connection !== connection) store.set({ connection });
  if (isReached) void flush(store);
  // No event tells that moderators decided against what they were to read first.
  const { held, readings } = store.state;
  if (isReached && held.some(({ state }) => state === 'held')) store.set({ readings: readings + 1 });
  setTimeout(() => isWanted() && void poll(store, { isWanted, isUnseen }), isUnseen() ? EVERY.unseen : EVERY.seen);
}
