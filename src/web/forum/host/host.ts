import { hostOf, listen, readFromHost, postToHost, type HostSettings } from '../../loader/bridge.js';
import { applyTypeface, tellHeight } from './framed.js';
import { see, sight } from '../reading/viewport.js';
import { goTo } from '../reading/further.js';
import { scrollWith } from '../reading/reading.js';
import { chunk } from '../chunk.js';
import type { Store } from '../state/store.js';

/** Px between the upper edge of the window and a message that is brought into view. */
const ABOVE = 96;

/** Inside a publisher's page: tells it our height and count, and takes its looks, its viewport and its links. */
export function talkToHost(store: Store): void {
  const host = hostOf(window);
  if (!host) return;

  listen(
    () => host,
    readFromHost,
    (message) => {
      if (message.type === 'rejoinder:settings') applyLooks(message, store);
      if (message.type === 'rejoinder:viewport') {
        see(message);
        document.documentElement.style.setProperty('--seen-bottom', `${message.bottom}px`);
      }
      if (message.type === 'rejoinder:reveal') void goTo(store, message.messageId).catch(() => undefined);
    },
  );

  scrollWith((element) => {
    const top = Math.max(0, element.getBoundingClientRect().top - ABOVE);
    const far = Math.abs(top - (sight()?.top ?? 0)) > 2000;
    const still = far || matchMedia('(prefers-reduced-motion: reduce)').matches;
    postToHost(host, { type: 'rejoinder:scroll', top, behavior: still ? 'instant' : 'smooth' });
  });

  let posted: number | null = null;
  const postCount = () => {
    const { messageCount: count, url } = store.state.thread;
    if (count !== posted) postToHost(host, { type: 'rejoinder:count', count, url });
    posted = count;
  };
  store.watch(postCount);

  postToHost(host, { type: 'rejoinder:ready', title: document.title });
  tellHeight(host);
  postCount();
}

/** The settings that hold, or will when what works out colours has come. */
let latest: HostSettings | undefined;

function applyLooks(settings: HostSettings, store: Store): void {
  latest = settings;
  applyTypeface(settings);
  // Without it the page is as it was made: it can be read, in the forum's own colours.
  void chunk(() => import('./settings.js')).then(
    ({ applySettings }) => latest && applySettings(latest, store),
    () => undefined,
  );
}
