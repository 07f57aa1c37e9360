import type { GuestAnswer } from '../../../../members/members.schema.js';
import { call } from '../../session/api.js';
import { become, takeUp } from '../../session/session.js';
import type { Store } from '../../state/store.js';

/**
 * Makes a guest of a name, unless there is somebody already: in this tab, or in another that was quicker. Raises
 * `name_taken`, `invalid_request`.
 */
export async function introduce(store: Store, name: string, key?: string): Promise<void> {
  if (store.state.token) return;
  await oneTabAtATime(async () => {
    takeUp(store);
    if (store.state.token) return;
    const guest = await call<GuestAnswer>('/guests', { body: { name, secret: key }, key });
    // Where there are no locks, another tab may have been quicker meanwhile.
    takeUp(store);
    if (!store.state.token) become(store, guest);
  });
}

/** A page that came over plain HTTP has no locks, and one that may keep nothing is refused them. */
async function oneTabAtATime(work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return work();
  let begun = false;
  const once = () => {
    begun = true;
    return work();
  };
  try {
    await locks.request('rejoinder:session', once);
  } catch (error) {
    if (begun) throw error;
    await work();
  }
}
