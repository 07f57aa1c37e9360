import { listen, readToHost, tellForum, type FromHost, type Peer, type ToHost } from './bridge.js';
import { withoutHash, type SetCount } from './counts.js';
import { settingsOf } from './host-settings.js';
import { seldom, quiet } from './quiet.js';

/** px that a forum takes before it knows its own height, so that what is below does not jump far. */
const FIRST_HEIGHT = 320;
/** Begin loading when the reader is about a screen away. */
const NEAR = '600px 0px';

/** A forum in the page: what its element tells it when an attribute changed or the element left. */
export interface ForumFrame {
  readonly changed: () => void;
  readonly stop: () => void;
}

/**
 * Makes the iframe when the reader comes near, gives it the height that it asks for, and tells it how the page looks and
 * which part of it can be seen. The iframe stands in a shadow root, out of reach of the page's own rules for iframes.
 */
export function openForum(element: HTMLElement, base: string, setCount: SetCount): ForumFrame {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const told = new Map<string, string>();
  let frame: HTMLIFrameElement | undefined;
  let ready = false;

  const attribute = (name: string): string => element.getAttribute(name) || '';
  /** Which thread this is, as the forum's page is asked for it. */
  const thread = (): URLSearchParams => {
    const url = withoutHash(attribute('url') || canonical() || location.href);
    const query = new URLSearchParams({ site: attribute('site') || 'default', url });
    if (attribute('key')) query.set('key', attribute('key'));
    return query;
  };
  let shown = thread();
  const peer = (): Peer => ({ window: frame?.contentWindow ?? null, origin: new URL(base).origin });

  /** A new iframe each time: giving the old one another address would add a step to the reader's history. */
  const load = (): void => {
    element.style.minHeight = `${frame?.offsetHeight ?? FIRST_HEIGHT}px`;
    ready = false;
    frame = document.createElement('iframe');
    frame.title = 'User forum';
    frame.allow = 'clipboard-write';
    frame.style.cssText = `display:block;width:100%;border:0;height:${FIRST_HEIGHT}px`;
    shown = thread();
    const title = (attribute('title') || headline() || document.title).slice(0, 300);
    frame.src = `${base}embed?${shown}&${new URLSearchParams({ title })}#host=${location.origin}`;
    tellLooks();
    root.replaceChildren(frame);
  };

  const hear = (message: ToHost): void => {
    if (message.type === 'rejoinder:ready') {
      ready = true;
      told.clear();
      tellLooks();
      tellViewport();
      reveal();
      announce(message.type);
    } else if (message.type === 'rejoinder:height') {
      frame!.style.height = `${Math.ceil(message.height)}px`;
      element.style.minHeight = '';
      tellViewport();
    } else if (message.type === 'rejoinder:count') {
      setCount(shown.get('site')!, shown.get('url')!, message.count);
      announce(message.type, { count: message.count });
    } else {
      bringIntoView(message.top);
    }
  };

  /** What was told last is not told again. */
  const tell = (message: FromHost): void => {
    const words = JSON.stringify(message);
    if (!ready || told.get(message.type) === words) return;
    told.set(message.type, words);
    tellForum(peer(), message);
  };

  const tellLooks = (): void => {
    if (!frame) return;
    const settings = settingsOf(element);
    // An iframe is transparent only while its colour scheme is that of the page inside.
    frame.style.colorScheme = settings.theme === 'auto' ? 'light dark' : settings.theme;
    tell({ type: 'rejoinder:settings', ...settings });
  };

  const tellViewport = (): void => {
    if (!frame) return;
    const { top, height } = frame.getBoundingClientRect();
    const within = (px: number): number => Math.round(Math.min(Math.max(px, 0), height));
    tell({ type: 'rejoinder:viewport', top: within(-top), bottom: within(innerHeight - top) });
  };

  const reveal = (): void => {
    const messageId = /^#message-([\w-]+)$/.exec(location.hash)?.[1];
    if (!messageId) return;
    if (!frame) load();
    if (ready) tellForum(peer(), { type: 'rejoinder:reveal', messageId });
  };

  /** By an element of our own, so that the page's `scroll-padding` and any scrolling box around us are respected. */
  const bringIntoView = (top: number): void => {
    const mark = document.createElement('span');
    mark.style.cssText = `position:absolute;top:${top}px;scroll-margin-top:12px`;
    root.append(mark);
    const far = Math.abs(mark.getBoundingClientRect().top) > innerHeight * 2;
    const still = far || matchMedia('(prefers-reduced-motion: reduce)').matches;
    mark.scrollIntoView({ behavior: still ? 'instant' : 'smooth' });
    mark.remove();
  };

  const announce = (type: string, detail?: unknown): void => {
    element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  };

  const style = getComputedStyle(element);
  if (style.display === 'inline') element.style.display = 'block';
  if (style.position === 'static') element.style.position = 'relative';
  element.style.minHeight = `${FIRST_HEIGHT}px`;

  const looks = seldom(tellLooks);
  const viewport = seldom(tellViewport);
  const nearness = new IntersectionObserver(
    quiet((seen) => {
      if (!frame && seen.some((entry) => entry.isIntersecting)) load();
    }),
    { rootMargin: NEAR },
  );
  nearness.observe(element);
  // A page that turns dark changes an attribute at its top, and may take a moment to fade.
  const page = new MutationObserver(() => {
    looks();
    setTimeout(looks, 500);
  });
  for (const top of [document.documentElement, document.body]) page.observe(top, { attributes: true });
  const layout = new ResizeObserver(viewport);
  layout.observe(document.documentElement);

  const listening = new AbortController();
  const on = (target: EventTarget, event: string, hearIt: () => void): void =>
    target.addEventListener(event, hearIt, { capture: true, passive: true, signal: listening.signal });
  on(matchMedia('(prefers-color-scheme: dark)'), 'change', looks);
  on(document, 'scroll', viewport);
  on(window, 'resize', viewport);
  on(window, 'hashchange', quiet(reveal));
  const deafen = listen(peer, readToHost, quiet(hear));
  reveal();

  return {
    changed: () => {
      if (frame && `${thread()}` !== `${shown}`) load();
      else tellLooks();
    },
    stop: () => {
      for (const observer of [nearness, page, layout]) observer.disconnect();
      listening.abort();
      deafen();
      frame?.remove();
      frame = undefined;
    },
  };
}

/** The article's own word on its headline, without the publication's name that window titles carry. */
function headline(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[property="og:title"]')?.content;
}

/** The article's own word on its address, unless it points to another host than the reader is on. */
function canonical(): string | undefined {
  const { href } = document.querySelector<HTMLLinkElement>('link[rel=canonical]') ?? {};
  return href && new URL(href).host === location.host ? href : undefined;
}
