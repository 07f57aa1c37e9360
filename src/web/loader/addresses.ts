import { warn } from './quiet.js';

/** An address on the web, but not one that a template left unrendered (`{{ page.url }}`), as a browser writes it. */
const ADDRESS = /^http(?!.*({|%7B){2})/;

/** A front page's address. */
const FRONT = /^[^/]+..[^/]+\/$/;

/** A web address as the server is asked for it: whole, and without its fragment. Undefined for anything else. */
export function webAddress(address: string | null): string | undefined {
  try {
    const url = new URL(address!, document.baseURI);
    url.hash = '';
    if (ADDRESS.test(url.href)) return url.href;
  } catch {
    // No address at all.
  }
  return undefined;
}

/** The canonical link as it was last seen to change, and the path that the page had then. */
let link: string | undefined;
let linkedFrom = '';

/**
 * Which article this is: what the tag says, else the page's canonical link, else the address in the bar. Asked again
 * whenever the page may have moved on: a site with one long-lived page changes its address first and its head a moment
 * later, or never, so that a link that was there on another path is of the article before. A link to the front page on
 * any other is a template's mistake, which would make one article of all.
 */
export function articleAddress(said: string | null): string | undefined {
  const href = document.querySelector<HTMLLinkElement>('link[rel~=canonical]')?.href;
  const path = location.pathname.replace(/\/?$/, '/');
  if (href !== link) {
    link = href;
    linkedFrom = path;
  }
  const isOfHere =
    path.startsWith(linkedFrom) &&
    (linkedFrom[1] || path === linkedFrom) &&
    (FRONT.test(location.href) || !FRONT.test(href!));
  for (const address of [said, isOfHere && href, location.href]) {
    const url = address && webAddress(address);
    if (url) return url;
    if (address) warn(`no forum at ${address}`);
  }
  return undefined;
}

/** A field of a query, after others; nothing where it has no value. */
export const field = (name: string, value: unknown): string =>
  value ? `&${name}=${encodeURIComponent(value as string)}` : '';
