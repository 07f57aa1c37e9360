import { postToHost, type HostSettings, type Peer } from '../../loader/bridge.js';

/** Puts on the publisher's looks, all but the colours: through the CSS object model, which a strict content policy leaves open to scripts. */
export function applyTypeface({ theme, font, radius }: HostSettings): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  root.style.setProperty('--rejoinder-font', font ?? null);
  root.style.setProperty('--rejoinder-radius', radius === undefined ? null : `${radius}px`);
}

/** Tells the host how high the page is, now and whenever that changes. */
export function tellHeight(host: Peer): void {
  const postHeight = () => {
    postToHost(host, { type: 'rejoinder:height', height: Math.ceil(document.body.getBoundingClientRect().height) });
  };
  new ResizeObserver(postHeight).observe(document.body);
  postHeight();
}
