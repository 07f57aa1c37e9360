import { chunk, onFirstUse } from '../chunk.js';
import { namesUnder } from '../session/storage.js';
import type { Store } from '../state/store.js';

/** What becomes of a message once it is posted: loaded when somebody begins to write, or has written before. */
const load = () => import('./posting/posting.chunk.js');
export const posting = () => chunk(load);

/** What only its author sees, in the place where it will stand. */
export const Unpublished = onFirstUse(load, 'Unpublished');

/** How much of the longest message is left. */
export const Left = onFirstUse(load, 'Left');

/** Asks a reader for another name, whose own has become somebody else's. */
export const Rename = onFirstUse(load, 'Rename');

/** Says in the field for a name what the server would refuse. */
export function checkName({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
  void posting().then(
    (posted) => posted.checkName(currentTarget),
    () => undefined,
  );
}

/** Sends what is on its way, if there is anything: also what a reload or a closed tab has left there. */
export async function flush(store: Store): Promise<void> {
  if (store.state.outbox.length + namesUnder(`outbox:${store.state.thread.id}:`).length === 0) return;
  // Where it cannot be loaded, the connection that comes back asks again.
  await posting().then(
    (posted) => posted.flush(store),
    () => undefined,
  );
}
