import type { Store } from '../state/store.js';
import { answers } from './answers.js';

/** ms until what could not be read is read again. */
const AGAIN = 10_000;

/** Reads what only this reader may see, whenever there is another reader or another page. */
export function followMine(store: Store, load = answers, wait = AGAIN): void {
  let token: string | null = null;
  let readings = 0;
  const look = () => {
    if (token === store.state.token && readings === store.state.readings) return;
    ({ token, readings } = store.state);
    if (!token) return;
    // The inbox has moved on, and nothing else would ask for what could not be read: a newer forum's parts have other names.
    void load()
      .then(({ readMine }) => readMine(store))
      .catch(() =>
        setTimeout(() => {
          token = null;
          look();
        }, wait),
      );
  };
  store.watch(look);
  look();
}
