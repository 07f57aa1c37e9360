import { reveal } from '../state/apply.js';
import type { Store } from '../state/store.js';
import { answers } from '../stream/answers.js';

/** Reads on in a branch. Raises ApiError; what is shown stays. */
export async function readOn(store: Store, of: string): Promise<void> {
  const { readOn } = await answers();
  await readOn(store, of);
}

/** Leads to a message. Raises ApiError, and an error where there is none. */
export async function goTo(store: Store, messageId: string): Promise<void> {
  const { goTo } = await answers();
  await goTo(store, messageId);
}

/** Shows what waits behind "N new" and leads to the first of it. */
export async function showNew(store: Store): Promise<void> {
  const waited = store.state.waiting;
  store.set((state) => ({ ...reveal(state), glowing: [...waited] }));
  // Where it cannot be loaded, all is shown and nobody is led.
  await answers().then(
    ({ leadToFirst }) => leadToFirst(store, waited),
    () => undefined,
  );
}
