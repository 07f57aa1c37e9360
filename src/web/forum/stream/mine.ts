import type { Store } from '../state/store.js';
import { answers } from './answers.js';

/** Reads what only this reader may see, whenever there is another reader or another page. */
export function followMine(store: Store): void {
  let token: string | null = null;
  let readings = 0;
  const look = () => {
    if (token === store.state.token && readings === store.state.readings) return;
    ({ token, readings } = store.state);
    // Without it the page is as everybody sees it; the next reading brings it.
    if (token)
      void answers()
        .then(({ readMine }) => readMine(store))
        .catch(() => undefined);
  };
  store.watch(look);
  look();
}
