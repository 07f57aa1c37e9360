import type { MarkdownIt, StateInline } from 'markdown-it';

/**
 * Addresses as people write them into a text: with a scheme, or with `www.`. Nothing else is guessed: a full stop without a space
 * behind it is a typing error, not a host. Underscores and balanced brackets are part of an address as they stand.
 */
export function linkAddresses(markdown: MarkdownIt): void {
  markdown.inline.ruler.at('text', text);
  markdown.inline.ruler.after('text', 'address', address);
}

/** Where one may begin. `www.` is none in the middle of something else, such as a path or a mail address. */
const START = /(?<![a-z\d])(?:https?:\/\/|mailto:|(?<![@/.:=_-])www\.)/giu;
const LABEL = '[\\p{L}\\p{N}\\p{M}_-]{1,63}';
const TOP = '[\\p{L}\\p{N}\\p{M}-]{1,63}';
/** Neither more of a host behind it, nor the user that it would be then. */
const END = '(?!\\.?[\\p{L}\\p{N}\\p{M}_@-])(?!:[^\\s/?#@]{0,64}@)';
/** A host and its port, and no user before it. */
const HOST = new RegExp(`(?:\\[[\\da-f:.]{2,45}\\]|(?:${LABEL}\\.){0,20}${TOP})(?::\\d{1,5}(?!\\d))?${END}`, 'iuy');
const WWW = new RegExp(`www\\.(?:${LABEL}\\.){1,20}[\\p{L}\\p{M}-]{2,63}(?::\\d{1,5}(?!\\d))?${END}`, 'iuy');
const MAIL = new RegExp(`[a-z\\d.!#$%&'*+/=?_~-]{1,64}@(?:${LABEL}\\.){1,20}[\\p{L}\\p{M}-]{2,63}`, 'iuy');
/** No address has these, nor the quotation marks and full stops that end a sentence without a space behind them. */
const RUN = /[^\s\p{Cc}\p{Cf}<>"`|\\()[\]{}«»‹›“”„‟。、，；：！？（）［］｛｝「」『』【】《》〈〉]+/uy;
const ESCAPED = /\\[_*~()]/y;
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** What a sentence of any language goes on with behind an address, and brackets that open nothing any more. */
const AFTER = /[.,;:!?'*([{’]|(?![\0-\x7f])\p{Po}/u;

type Found = { readonly end: number; readonly href: string; readonly shown: string };
type Places = { readonly starts: readonly number[]; readonly underscore: number; deadUntil: number };

const known = new WeakMap<StateInline, Places>();

function placesOf(state: StateInline): Places {
  const places = known.get(state) ?? {
    starts: [...state.src.matchAll(START)].map(({ index }) => index),
    underscore: state.src.search(/(?<![\p{L}\p{N}_])_+(?=[^\s_])/u),
    deadUntil: 0,
  };
  known.set(state, places);
  return places;
}

/** The first place at `from` or behind it where an address may begin. */
function nextStart(starts: readonly number[], from: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return starts[low] ?? Infinity;
}

const SPECIAL = new Set([...'\n!#$%&*+-:<=>@[\\]^_`{}~'].map((character) => character.charCodeAt(0)));

/** Plain text, up to where something else may begin. */
function text(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  const until = Math.min(posMax, nextStart(placesOf(state).starts, pos));
  let end = pos;
  while (end < until && !SPECIAL.has(src.charCodeAt(end))) end += 1;
  if (end === pos) return false;
  if (!silent) state.pending += src.slice(pos, end);
  state.pos = end;
  return true;
}

function address(state: StateInline, silent: boolean): boolean {
  const places = placesOf(state);
  if (state.linkLevel > 0 || state.pos < places.deadUntil || nextStart(places.starts, state.pos) !== state.pos)
    return false;
  const found = addressAt(state, places);
  if (!found || found.end > state.posMax) return false;
  if (!silent) {
    const open = state.push('link_open', 'a', 1);
    open.attrs = [['href', found.href]];
    open.markup = 'address';
    open.info = 'auto';
    state.push('text', '', 0).content = found.shown;
    const close = state.push('link_close', 'a', -1);
    close.markup = 'address';
    close.info = 'auto';
  }
  state.pos = found.end;
  return true;
}

function addressAt({ src, pos, md }: StateInline, places: Places): Found | null {
  const mail = /mailto:/iy;
  mail.lastIndex = pos;
  const isMail = mail.test(src);
  const web = isMail ? -1 : src.startsWith('://', pos + 4) ? pos + 7 : src.startsWith('://', pos + 5) ? pos + 8 : -1;
  const hostEnd = isMail ? match(MAIL, src, pos + 7) : web === -1 ? match(WWW, src, pos) : match(HOST, src, web);
  if (hostEnd === -1) return null;
  const end = isMail
    ? hostEnd
    : trimmed(src, hostEnd, pathEnd(src, hostEnd), places.underscore < pos && places.underscore !== -1);
  const shown = src.slice(pos, end).replace(/\\([_*~()])/g, '$1');
  const href = md.normalizeLink(isMail || web !== -1 ? shown : `http://${shown}`);
  if (md.validateLink(href)) return { end, href, shown };
  // What looks like one and is none is not looked at again from each place in it.
  places.deadUntil = end;
  return null;
}

function match(pattern: RegExp, src: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(src) ? pattern.lastIndex : -1;
}

/** Where the path, query and fragment behind a host end: at the first bracket that closes what was not opened in it. */
function pathEnd(src: string, hostEnd: number): number {
  if (!/[/?#]/.test(src[hostEnd] ?? '')) return hostEnd;
  const open: string[] = [];
  for (let at = hostEnd; at < src.length;) {
    const run = Math.max(match(RUN, src, at), match(ESCAPED, src, at));
    if (run !== -1) {
      at = run;
      continue;
    }
    const bracket = src[at] ?? '';
    const closes = CLOSES[bracket];
    if (closes !== undefined) open.push(closes);
    else if (open.pop() !== bracket) return at;
    at += 1;
  }
  return src.length;
}

/** Without the punctuation that belongs to the sentence, and without what ends an emphasis that began before it. */
function trimmed(src: string, least: number, most: number, emphasised: boolean): number {
  let end = most;
  while (end > least) {
    const last = src[end - 1] ?? '';
    if (AFTER.test(last) || (last === '_' && emphasised)) end -= 1;
    else if (last === '~' && src[end - 2] === '~') end -= 2;
    else break;
  }
  return Math.max(end, least);
}
