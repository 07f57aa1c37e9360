import { hostOf, listen, readFromHost, tellHost, type HostSettings } from '../loader/bridge.js';
import { see, sight } from './reading/viewport.js';
import { goTo, scrollWith } from './reading/reading.js';
import type { Store } from './state/store.js';

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
      if (message.type === 'rejoinder:settings') wear(message);
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
    tellHost(host, { type: 'rejoinder:scroll', top, behavior: still ? 'instant' : 'smooth' });
  });

  const tellHeight = () => {
    tellHost(host, { type: 'rejoinder:height', height: Math.ceil(document.body.getBoundingClientRect().height) });
  };
  new ResizeObserver(tellHeight).observe(document.body);

  let told: number | null = null;
  const tellCount = () => {
    const { messageCount: count, url } = store.state.thread;
    if (count !== told) tellHost(host, { type: 'rejoinder:count', count, url });
    told = count;
  };
  store.watch(tellCount);

  tellHost(host, { type: 'rejoinder:ready' });
  tellHeight();
  tellCount();
}

/** Puts on the publisher's looks: through the CSS object model, which a strict content policy leaves open to scripts. */
function wear({ theme, font, accent, background, radius }: HostSettings): void {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;

  // Without a background of its own the iframe lets the article's show through: both have the same colour scheme now.
  const looks = {
    font,
    accent,
    background: background ?? 'transparent',
    radius: radius === undefined ? undefined : `${radius}px`,
  };
  for (const [name, value] of Object.entries(looks)) {
    if (value === undefined) root.style.removeProperty(`--rejoinder-${name}`);
    else root.style.setProperty(`--rejoinder-${name}`, value);
  }
}
