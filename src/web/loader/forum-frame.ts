import { articleAddress, field, webAddress } from './addresses.js';
import { readToHost, type FromHost } from './bridge.js';
import type { Counts } from './counts.js';
import { settingsOf, TEXT_COLOUR } from './host-settings.js';
import { warn } from './quiet.js';

/** px that a forum takes before it knows its own height, so that what is below does not jump far. */
const FIRST_HEIGHT = 320;
/** px: begin loading when the reader is about a screen away. */
const NEAR = 600;
/** ms after which a frame that was loaded and says nothing is no forum. */
const SILENT = 5000;

/** What the page says for an element: its site's id, or an address on the forum's server, where anything says that. */
export type Said = (element: Element, name: 'site' | 'forum') => string | undefined;

/** A forum in the page: what it does when the page around it changes. */
export interface ForumFrame {
  /** Looks whether the page has moved on to another article, or looks otherwise. */
  readonly look: () => void;
  /** Tells which part of the frame can be seen, or makes it when the reader comes near. */
  readonly postViewport: () => void;
  /** Brings the message into view that the page's address names. */
  readonly reveal: () => void;
  /** Takes a message of some window, if that is the forum's own. */
  readonly onMessage: (event: MessageEvent) => void;
  readonly stop: () => void;
}

/**
 * Makes the iframe when the reader comes near, gives it the height that it asks for, and tells it how the page looks and
 * which part of it can be seen. The iframe stands in a shadow root, out of reach of the page's own rules for iframes.
 */
export function openForum(element: HTMLElement, said: Said, setCount: Counts['set'], lookSoon: () => void): ForumFrame {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  let sent: Record<string, string> = {};
  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  /** Of what the frame shows: the forum's address, which thread, and both as the address of a page. */
  let forum: URL;
  let site: string;
  let url: string | undefined;
  let key: string;
  let shown = '';

  const addressOf = (): string | undefined => {
    const attribute = (name: string): string | null => element.getAttribute(name);
    const server = said(element, 'forum');
    if (!server) return undefined;
    forum = new URL(server);
    site = said(element, 'site')!;
    url = articleAddress(attribute('url'));
    const query =
      field('site', site) +
      field('url', url) +
      // A canonical link may lead to a host that the site does not know: then the page's own address is taken.
      field('page', !url?.startsWith(location.origin) && webAddress(location.href)) +
      // React, Preact and Vue keep `key` for themselves.
      (key = field('key', attribute('article-key') || attribute('key'))) +
      field('signature', attribute('signature')) +
      field('lang', attribute('lang'));
    return new URL(`embed?${query.slice(1)}`, forum).href;
  };

  /** A new iframe each time: giving the old one another address would add a step to the reader's history. */
  const load = (): void => {
    const address = addressOf();
    if (!address) return;
    shown = address;
    element.style.minHeight = `${element.offsetHeight}px`;
    ready = false;
    frame = document.createElement('iframe');
    frame.title = 'Forum';
    frame.allow = 'clipboard-write';
    frame.style.cssText = `display:block;width:100%;border:0`;
    // The article's own word on its headline, without the publication's name that window titles carry.
    const headline = document.querySelector<HTMLMetaElement>('meta[property="og:title"]')?.content;
    const title = (element.title || headline || document.title).slice(0, 300);
    frame.src = `${shown}${field('title', title)}#host=${location.origin}`;
    frame.onload = () => setTimeout(() => ready || warn(`no forum at ${shown}`), SILENT);
    postLooks();
    root.replaceChildren(probe, frame);
  };

  const post = (message: FromHost): void => frame!.contentWindow!.postMessage(message, forum.origin);
  /** What was sent last is not sent again. */
  const postNews = (message: FromHost): void => {
    const words = JSON.stringify(message);
    if (!ready || sent[message.type] === words) return;
    sent[message.type] = words;
    post(message);
  };

  const postLooks = (): void => {
    const settings = settingsOf(element, probe);
    // An iframe is transparent only while its colour scheme is that of the page inside.
    frame!.style.colorScheme = settings.theme;
    postNews({ type: 'rejoinder:settings', ...settings });
  };

  const postViewport = (): void => {
    const { top, bottom, height } = (frame ?? element).getBoundingClientRect();
    if (!frame && height && top < innerHeight + NEAR && bottom > -NEAR) load();
    const within = (px: number): number => Math.round(Math.min(Math.max(px, 0), height));
    postNews({ type: 'rejoinder:viewport', top: within(-top), bottom: within(innerHeight - top) });
  };

  const reveal = (): void => {
    const messageId = /^#message-([\w-]+)$/.exec(location.hash)?.[1];
    if (!messageId) return;
    if (!frame) load();
    if (ready) post({ type: 'rejoinder:reveal', messageId });
  };

  const announce = (type: string, detail?: unknown): void => {
    element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  };

  if (getComputedStyle(element).display === 'inline') element.style.display = 'block';
  element.style.minHeight = `${FIRST_HEIGHT}px`;

  // Takes all the width there is, also where the parent is as wide as what is in it, and asks for none. Whatever gives the
  // text another colour, by a class somewhere, a style sheet or `:has()`, lets the probe's change too.
  const probe = document.createElement('canvas');
  probe.style.cssText = `display:block;width:100vw;min-width:100%;max-width:100%;height:0;transition:color 1ms;background:${TEXT_COLOUR}`;
  probe.addEventListener('transitionrun', lookSoon);
  root.replaceChildren(probe);

  reveal();

  return {
    look: () => {
      if (!frame) return;
      if (addressOf() === shown) postLooks();
      else load();
    },
    postViewport,
    reveal,
    onMessage: ({ source, origin, data }) => {
      const message = readToHost(data);
      if (!frame || source !== frame.contentWindow || origin !== forum.origin || !message) return;
      if (message.type === 'rejoinder:ready') {
        ready = true;
        frame.title = (message.title || frame.title) as string;
        sent = {};
        postLooks();
        postViewport();
        reveal();
        announce(message.type);
      } else if (message.type === 'rejoinder:height') {
        frame.style.height = `${Math.ceil(message.height)}px`;
        element.style.minHeight = '';
        postViewport();
      } else if (message.type === 'rejoinder:count') {
        setCount(forum, site, [field('url', url), field('url', message.url), key], message.count);
        announce(message.type, { count: message.count });
      } else {
        // At once or smoothly, and as any element is, so that the page's `scroll-padding` and a scrolling box around us are respected.
        frame.style.scrollMarginTop = `${12 - message.top}px`;
        frame.scrollIntoView(message);
      }
    },
    stop: () => {
      frame?.remove();
      frame = undefined;
    },
  };
}
