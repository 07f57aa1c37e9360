import type { Sort } from '../../../../messages/messages.schema.js';
import { pageOf } from '../../links.js';
import { writeStorage } from '../../session/storage.js';
import type { Store } from '../../state/store.js';
import { readAgain } from './catch-up.js';

/** Shows the thread in another order, now and on this reader's next visits. Raises ApiError. */
export async function chooseOrder(store: Store, sort: Sort): Promise<void> {
  await readAgain(store, sort);
  writeStorage('sort', sort);
  if (!store.state.embedded) history.replaceState(null, '', pageOf(store.state, { sort }));
}
