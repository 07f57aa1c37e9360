import { hasUsableHost } from '../../text/hosts.js';
import { ForumError } from '../../errors/forum-error.js';
import type { AddressRules } from '../../sites/address-rules.schema.js';

/**
 * Parameters that say where a reader came from, not what is read. Names from the vendors' own documentation, a line each:
 * Google Analytics and Ads; Matomo and Piwik; Meta; Microsoft and Yandex; X, TikTok, LinkedIn, Pinterest and Snapchat;
 * Mailchimp, HubSpot, Marketo, Vero, Omeda, Drip and MailerLite; Adobe and AT Internet; affiliates; Openstat, Yahoo, Branch.
 */
const TRACKING = new RegExp(
  `^(${[
    'utm_.+|gclid|gclsrc|dclid|gbraid|wbraid|gad_(source|campaignid)|_ga|_gl|srsltid',
    '(mtm|matomo|pk|piwik)_.+',
    'fbclid|fb_(action|source|ref).*|igsh(id)?',
    'msclkid|yclid|ysclid|ymclid',
    'twclid|ref_src|ref_url|ttclid|li_fat_id|epik|sccid',
    'mc_[ce]id|hsa_.+|_hs(enc|mi)|__hs.+|hsctatracking|mkt_tok|vero_(id|conv)|oly_(anon|enc)_id|__s|ml_subscriber(_hash)?',
    's_cid|s_kwcid|ef_id|at_(medium|campaign|custom\\d+)|xtor',
    'irclickid|rb_clickid|wickedid',
    '_openstat|guce_referrer(_sig)?|_branch_(match_id|referrer)',
  ].join('|')})$`,
  'i',
);

/** Longest address that is taken, in characters (all of them ASCII). */
const LONGEST = 2_048;
/** File names that a server adds to a folder's address by itself. */
const INDEX = /(?<=\/)(index|default)\.(x?html?|php\d?|aspx?|jsp)$/;
const MOBILE = /^(m|mobile|amp)\./;

/**
 * An address as a link that leads to the article: an absolute http(s) URL (WHATWG) without fragment, user, default port and
 * tracking parameters. A query is bytes: whole pieces of it are dropped, and what stays keeps its spelling and its place.
 * @throws ForumError invalid_request for what is no http(s) address, or too long a one
 */
export function canonicalUrl(raw: string, { ignore }: Pick<AddressRules, 'ignore'> = { ignore: [] }): string {
  const url = parsed(raw);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw wrong('must be an http or https address');
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/\.+$/, '');
  const pieces = piecesOf(url, ignore);
  // With its question mark: the first piece may begin with one.
  url.search = pieces.length > 0 ? `?${pieces.join('&')}` : '';
  if (url.href.length > LONGEST) throw wrong(`must be at most ${LONGEST} characters long when it is percent-encoded`);
  return url.href;
}

/**
 * What all spellings of one article's address have in common, for comparing only. Always the same: http and https, composed
 * and decomposed letters (NFC), characters with and without percent-encoding, parameters in any order; the rest is the
 * site's to say. Two canonical URLs with the same key are one article.
 */
export function addressOf(canonical: string, rules: AddressRules): string {
  const url = new URL(canonical);
  const pieces = piecesOf(url, rules.ignore).map((piece) => {
    const { name, value } = split(piece);
    return { name: unescaped(name, QUERY), value: unescaped(value, QUERY) };
  });
  // By code unit, so that the order is the same on every machine; equal names keep theirs.
  pieces.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const query = pieces.map(({ name, value }) => `${name}=${value}`).join('&');
  return `${hostOf(url, rules)}${pathOf(url, rules)}${query && `?${query}`}`;
}

function hostOf({ hostname, port }: URL, { www, mobile, hosts }: AddressRules): string {
  if (hosts) return '*';
  const bare = [...(www ? [/^www\./] : []), ...(mobile ? [MOBILE] : [])].reduce((host, prefix) => {
    const without = host.replace(prefix, '');
    return without.includes('.') ? without : host;
  }, hostname);
  return port ? `${bare}:${port}` : bare;
}

function pathOf({ pathname }: URL, { slash, index }: AddressRules): string {
  const folder = index ? pathname.replace(INDEX, '') : pathname;
  const path = slash ? folder.replace(/\/+$/, '') : folder;
  return unescaped(path, PATH);
}

/** The parts of a query between `&`, as they are written: without empty ones and those that say nothing of the article. */
function piecesOf({ search }: URL, ignore: readonly string[]): string[] {
  const ignored = new Set(ignore.map((name) => name.toLowerCase()));
  return search
    .slice(1)
    .split('&')
    .filter((piece) => {
      if (piece === '') return false;
      const name = unescaped(split(piece).name, QUERY).toLowerCase();
      return !TRACKING.test(name) && !ignored.has(name);
    });
}

function split(piece: string): { name: string; value: string } {
  const at = piece.indexOf('=');
  return at < 0 ? { name: piece, value: '' } : { name: piece.slice(0, at), value: piece.slice(at + 1) };
}

/** Characters that mean something else when they are not percent-encoded: they stay as they are. */
const PATH = /[\p{Cc} %/\\?#;]/u;
const QUERY = /[\p{Cc}%&=+#;]/u;

/**
 * A text without the percent-encodings that it could do without, in NFC. Bytes that are no UTF-8 stay bytes: `%C4` and
 * `%DC` are two letters of an older encoding, and two articles.
 */
function unescaped(text: string, reserved: RegExp): string {
  const decoded = text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
    const bytes = Uint8Array.from(escapes.matchAll(/[\da-f]{2}/gi), ([byte]) => parseInt(byte, 16));
    return charactersOf(bytes)
      .map(({ character, at, length }) => {
        if (character === ' ' && reserved === QUERY) return '+';
        return character === null || reserved.test(character)
          ? escapes.slice(at * 3, (at + length) * 3).toUpperCase()
          : character;
      })
      .join('');
  });
  return decoded.normalize('NFC');
}

type Piece = { readonly character: string | null; readonly at: number; readonly length: number };

/** Bytes as the characters of UTF-8 that they are; null for a byte that is none. */
function charactersOf(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    const character = length === 0 || at + length > bytes.length ? null : utf8(bytes.subarray(at, at + length));
    pieces.push({ character, at, length: character === null ? 1 : length });
    at += character === null ? 1 : length;
  }
  return pieces;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** `URL.canParse` would do, but on Node 20, once it is called often, it takes a string of Latin letters for UTF-8 and says no. */
function parsed(raw: string): URL | null {
  if (!hasUsableHost(raw)) return null;
  try {
    return new URL(raw);
  } catch {
    return null;
  }
}

const wrong = (message: string) => new ForumError('invalid_request', [{ path: 'url', message }]);

/** An address in words, where nobody who may has named the article yet: plainly an address, so that it names nothing. */
export function wordsOfAddress(canonical: string): string {
  const { host, pathname, search } = new URL(canonical);
  const readable = `${host}${unescaped(pathname === '/' ? '' : pathname, PATH)}${search}`;
  return readable.length > 160 ? `${readable.slice(0, 159)}…` : readable;
}
