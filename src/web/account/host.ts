import { hostOf, listen, postToHost, readFromHost } from '../loader/bridge.js';
import { applyTypeface, tellHeight } from '../forum/host/framed.js';
import { applyColours } from '../forum/host/looks.js';

/** Inside a publisher's page: takes its looks, tells it our height, and comes into view where the forum was higher. */
export function meetHost(): void {
  const host = hostOf(window);
  if (!host) return;
  listen(
    () => host,
    readFromHost,
    (message) => {
      if (message.type !== 'rejoinder:settings') return;
      applyTypeface(message);
      applyColours(message);
    },
  );
  postToHost(host, { type: 'rejoinder:ready', title: document.title });
  tellHeight(host);
  postToHost(host, { type: 'rejoinder:scroll', top: 0, behavior: 'instant' });
}
