import type { HostSettings } from '../../loader/bridge.js';
import { chunk } from '../chunk.js';
import type { Store } from '../state/store.js';
import { applyColours } from './looks.js';

/** What the publisher's page says beyond what is put on at once: its colours, and who is reading. */
export function applySettings(settings: HostSettings, store: Store): void {
  applyColours(settings);
  // Where a browser does not say which page is around the frame, the address does; the account page has to know it as well.
  const account = document.querySelector<HTMLAnchorElement>('.account-link a');
  if (account) account.hash = location.hash;
  const { ssoToken } = settings;
  if (ssoToken === undefined) return;
  // Without it the reader is who they were; the next settings try again.
  void chunk(() => import('./sso.js')).then(
    ({ followPublisher }) => followPublisher(store, ssoToken),
    () => undefined,
  );
}
