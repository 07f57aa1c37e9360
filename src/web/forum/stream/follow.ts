import type { Store } from '../state/store.js';
import { mend } from './take-events.js';
import { LiveClient } from './live-client.js';

/** The one of this page. */
let live: LiveClient | null = null;

/** Follows the thread, from now on. */
export function follow(store: Store): void {
  const client = new LiveClient(store);
  live = client;
  client.open();
  let { token } = store.state;
  store.watch(() => {
    if (token === store.state.token) return;
    token = store.state.token;
    if (token) client.authenticate();
    // A socket cannot be nobody's again.
    else client.comeBack(0);
  });
  addEventListener('online', () => client.comeBack(0));
  addEventListener('offline', () => store.set({ connection: 'offline', readers: null, typing: [] }));
  // A page from the back-forward cache, or a laptop that slept, holds a socket that is long dead.
  addEventListener('pageshow', ({ persisted }) => persisted && client.comeBack(0));
  document.addEventListener('visibilitychange', () => document.hidden || mend(store));
}

/** Tells the others that the reader is writing. */
export function sayTyping(store: Store, parentId: string | null): void {
  live?.say({ event: 'typing', data: { thread: store.state.thread.id, parentId } });
}
