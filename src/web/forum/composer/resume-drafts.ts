import { chunk } from '../chunk.js';
import { namesUnder } from '../session/storage.js';
import type { Store } from '../state/store.js';
import { beginningOf, keepAll } from './drafts.js';

const load = () => import('./left-drafts.js');

/** Keeps what is written beyond the page, and takes over what earlier pages of this browser have left unfinished, if there is anything. */
export function resumeDrafts(store: Store): void {
  addEventListener('pagehide', () => keepAll(store));
  if (namesUnder(beginningOf(store)).length === 0) return;
  // Where it cannot be loaded, it is still kept, and the next page asks again.
  chunk(load).then(
    (left) => left.takeOver(store),
    () => undefined,
  );
}
