/**
 * What a publisher's page (the host) and the forum's page in the iframe say to each other, both directions.
 *
 * Each side hears a message only from the one window and the one origin that it expects, and reads it field by field
 * into a fresh object: whatever is not named here, own and well-formed is refused or left behind. A field that is new
 * to this side is ignored, so that a loader from a browser's cache and a newer forum page understand each other.
 */

/** How the publisher wants the forum to look, and who the reader is there. Applied as CSS: see `asFont`, `asColour`. */
export interface HostSettings {
  readonly theme: 'light' | 'dark' | 'auto';
  /** A CSS font-family list of plain names. */
  readonly font?: string;
  /** Any CSS colour. */
  readonly accent?: string;
  /** Any CSS colour. */
  readonly background?: string;
  /** CSS colours behind the forum in the publisher's page, the nearest first; they may let others through. */
  readonly behind?: readonly string[];
  /** px, 0 to 24. */
  readonly radius?: number;
  /** The publisher's signed word on who is reading, which the forum's server checks; empty: nobody who is signed in there. */
  readonly ssoToken?: string;
}

/** What the forum's page tells its host. Lengths are px of the iframe. */
export type ToHost =
  /** The page listens: send settings and the viewport. Its title names the iframe in the page's language. */
  | { readonly type: 'rejoinder:ready'; readonly title?: unknown }
  /** The page's whole height; the iframe takes it. */
  | { readonly type: 'rejoinder:height'; readonly height: number }
  /** How many published messages the thread has now, and the article's address as the forum knows it. */
  | { readonly type: 'rejoinder:count'; readonly count: number; readonly url?: unknown }
  /** Bring this offset from the iframe's top into view, because the iframe itself never scrolls; as the browser calls how. */
  | { readonly type: 'rejoinder:scroll'; readonly top: number; readonly behavior?: ScrollBehavior };

/** What the host tells the forum's page. Lengths are px of the iframe. */
export type FromHost =
  | ({ readonly type: 'rejoinder:settings' } & HostSettings)
  /** The part of the iframe that can be seen, measured from its top; `top` equals `bottom` when none of it can. */
  | { readonly type: 'rejoinder:viewport'; readonly top: number; readonly bottom: number }
  /** Show this message, for example because the article was opened by a link to it. */
  | { readonly type: 'rejoinder:reveal'; readonly messageId: string };

/** Reads what came from a forum's iframe; null for anything that is not well-formed. */
export function readToHost(data: unknown): ToHost | null {
  // Only what the message itself carries is copied.
  const { type, height, count, top, behavior, url, title } = { ...(data as Readonly<Record<string, unknown>>) };
  if (type === 'rejoinder:ready') return { type, title };
  if (type === 'rejoinder:height' && isLength(height)) return { type, height };
  if (type === 'rejoinder:scroll' && isLength(top)) return { type, top, behavior: behavior as ScrollBehavior };
  if (type === 'rejoinder:count' && isLength(count) && !(count % 1)) return { type, count, url };
  return null;
}

/** Reads what came from a publisher's page; null for anything that is not well-formed. */
export function readFromHost(data: unknown): FromHost | null {
  const type = own(data, 'type');
  if (type === 'rejoinder:settings') return readSettings(data);
  if (type === 'rejoinder:viewport') {
    const top = asLength(own(data, 'top'));
    const bottom = asLength(own(data, 'bottom'));
    return top === undefined || bottom === undefined || top > bottom ? null : { type, top, bottom };
  }
  if (type === 'rejoinder:reveal') {
    const messageId = asMessageId(own(data, 'messageId'));
    return messageId === undefined ? null : { type, messageId };
  }
  return null;
}

/** A field that is refused is left out, so that one unusual colour does not cost the publisher all the others. */
function readSettings(data: unknown): FromHost | null {
  const theme = own(data, 'theme');
  if (theme !== 'light' && theme !== 'dark' && theme !== 'auto') return null;
  return {
    type: 'rejoinder:settings',
    theme,
    font: asFont(own(data, 'font')),
    accent: asColour(own(data, 'accent')),
    background: asColour(own(data, 'background')),
    behind: asColours(own(data, 'behind')),
    radius: asRadius(own(data, 'radius')),
    ssoToken: asSsoToken(own(data, 'ssoToken')),
  };
}

/** A font-family list of plain names, quoted or not, on one line; undefined for anything that could end the declaration. */
export function asFont(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 300) return undefined;
  const family = /^(?:"[\p{L}\p{M}\p{N} ._+-]+"|'[\p{L}\p{M}\p{N} ._+-]+'|[\p{L}_-][\p{L}\p{M}\p{N} _-]*)$/u;
  const names = value.split(',').map((name) => name.trim());
  return names.every((name) => family.test(name)) ? names.join(', ') : undefined;
}

/**
 * What may be a CSS colour, in any notation; whether it is one, the browser says where it is used. Nothing gets through
 * that could end the declaration, load something, or stand for something else.
 */
export function asColour(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 200) return undefined;
  const colour = value.trim();
  const shape = /^(?:#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|[a-z]{3,40}|[a-z-]{3,10}\([\w#.,%/()+ -]+\))$/i;
  const known = /^(?:rgba?|hsla?|hwb|(?:ok)?(?:lab|lch)|color(?:-mix)?|light-dark|calc|)$/i;
  const functions = [...colour.matchAll(/([\w-]*)\(/g)];
  return shape.test(colour) && functions.every(([, name = '']) => known.test(name)) ? colour : undefined;
}

/** One that is refused is left out. */
function asColours(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.slice(0, 100).flatMap((one) => asColour(one) ?? []) : undefined;
}

/** A corner's radius in px, 0 to 24. */
export function asRadius(value: unknown): number | undefined {
  const px = asLength(value);
  return px === undefined || px > 24 ? undefined : px;
}

/** A compact JWT or another token of URL-safe characters, up to 4,096 of them; or none. */
function asSsoToken(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.~+/=-]{0,4096}$/.test(value) ? value : undefined;
}

/** A message's id as it may stand in a link: `#message-ID`. */
function asMessageId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : undefined;
}

const asLength = (value: unknown): number | undefined => (isLength(value) ? value : undefined);

/** A finite number from 0 to ten million: taller than any thread, and no browser breaks on it. */
function isLength(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1e7;
}

/** A field that the message itself carries; never one that it, or a polluted prototype, inherits. */
function own(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null) return undefined;
  return Object.hasOwn(data, key) ? (data as Record<string, unknown>)[key] : undefined;
}

/** The other side: exactly one window on exactly one origin. */
export interface Peer {
  readonly window: Window | null;
  readonly origin: string;
}

/**
 * Hears the peer's well-formed messages and nobody else's.
 * Returns a function that stops listening.
 */
export function listen<Message>(
  peer: () => Peer | null,
  read: (data: unknown) => Message | null,
  hear: (message: Message) => void,
): () => void {
  const onMessage = (event: MessageEvent): void => {
    const expected = peer();
    if (!expected?.window || event.source !== expected.window || event.origin !== expected.origin) return;
    const message = read(event.data);
    if (message) hear(message);
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}

/** Says something to the host; the browser drops it when the host is not on `peer.origin`. */
export function postToHost(peer: Peer, message: ToHost): void {
  peer.window?.postMessage(message, peer.origin);
}

/** Says something to the forum's page; the browser drops it when the iframe is not on `peer.origin`. */
export function postToForum(peer: Peer, message: FromHost): void {
  peer.window?.postMessage(message, peer.origin);
}

/**
 * The page that embeds this one, for use inside the iframe; null when there is none.
 * The browser's own word comes first. Where it has none, the loader names the origin in the fragment (`#host=ORIGIN`):
 * a false name gains nothing, because it only has to match the parent's real one, and `frame-ancestors` chose the parents.
 */
export function hostOf(win: Window): Peer | null {
  if (win.parent === win) return null;
  const ancestors: DOMStringList | undefined = win.location.ancestorOrigins;
  const named = new URLSearchParams(win.location.hash.slice(1)).get('host');
  const origin = [ancestors?.[0], named, win.document.referrer].map(asOrigin).find(Boolean);
  return origin ? { window: win.parent, origin } : null;
}

/** The origin of an http(s) address; undefined for anything else. */
export function asOrigin(address: string | null | undefined): string | undefined {
  try {
    const { origin } = new URL(address ?? '');
    return /^https?:/.test(origin) ? origin : undefined;
  } catch {
    return undefined;
  }
}
