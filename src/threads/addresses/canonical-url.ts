import { cutAt } from '../../text/characters.js';
import { hasUsableHost } from '../../text/hosts.js';
import { ForumError } from '../../errors/forum-error.js';
import { say, type Text } from '../../i18n/text.js';
import type { AddressRules } from '../../sites/address-rules.schema.js';

/**
 * Parameters that say where a reader came from, not what is read. Names from the vendors' own documentation, a line each:
 * Google Analytics and Ads; Matomo and Piwik; Meta; Microsoft and Yandex; X, TikTok, LinkedIn, Pinterest and Snapchat;
 * Mailchimp, HubSpot, Marketo, Vero, Omeda, Drip and MailerLite; Adobe and AT Internet; affiliates; Openstat, Yahoo, Branch.
 * In small letters, as they are compared.
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
);

/** Longest address that is taken, in characters (all of them ASCII). */
const LONGEST = 2_048;
/** File names that a server adds to a folder's address by itself. */
const INDEX = /(?<=\/)(index|default)\.(x?html?|php\d?|aspx?|jsp)$/;
const WWW = /^www\./;
const MOBILE = /^(m|mobile|amp)\./;

/**
 * An address as a link that leads to the article: an absolute http(s) URL (WHATWG) without fragment, user, default port and
 * tracking parameters. A query is bytes: whole pieces of it are dropped, and what stays keeps its spelling and its place.
 * @throws ForumError invalid_request for what is no http(s) address, or too long a one
 */
export function canonicalUrl(raw: string, { ignore }: Pick<AddressRules, 'ignore'> = { ignore: [] }): string {
  const url = parsed(raw);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw noAddress();
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/\.+$/, '');
  const pieces = piecesOf(url, ignore);
  // With its question mark: the first piece may begin with one.
  url.search = pieces.length > 0 ? `?${pieces.join('&')}` : '';
  if (url.href.length > LONGEST)
    throw wrong(
      `must be at most ${LONGEST} characters long when it is percent-encoded`,
      say('refused.addressTooLong', { most: LONGEST }),
    );
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
  pieces.sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name));
  const query = pieces.map(({ name, value }) => `${name}=${value}`).join('&');
  return `${hostOf(url, rules)}${pathOf(url, rules)}${query && `?${query}`}`;
}

function hostOf({ hostname, port }: URL, { www, mobile, hosts }: AddressRules): string {
  if (hosts) return '*';
  const withoutWww = www ? without(WWW, hostname) : hostname;
  const bare = mobile ? without(MOBILE, withoutWww) : withoutWww;
  return port ? `${bare}:${port}` : bare;
}

/** A host without a prefix, where a host of two labels is left. */
function without(prefix: RegExp, host: string): string {
  const rest = host.replace(prefix, '');
  return rest.includes('.') ? rest : host;
}

function pathOf({ pathname }: URL, { slash, index }: AddressRules): string {
  const folder = index ? pathname.replace(INDEX, '') : pathname;
  const path = slash ? folder.replace(/\/+$/, '') : folder;
  return unescaped(path, PATH);
}

/** Whether a canonical address leads to a site's front page, where only a forum of that page itself can be. */
export function isFrontPage(canonical: string, { ignore }: Pick<AddressRules, 'ignore'>): boolean {
  const url = new URL(canonical);
  return url.pathname.replace(INDEX, '') === '/' && piecesOf(url, ignore).length === 0;
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

/** `≠` in NFD, as it is where its first half has to stay encoded: the one composed letter that begins with such a character. */
const NOT_EQUAL = '%3D\u0338';

/** What is percent-encoded, character by character: two, three or four bytes that may be one in UTF-8, or a byte by itself. */
const ESCAPED =
  /%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[\da-f](?:%[89ab][\da-f]){3}|%[\da-f]{2}/gi;

/**
 * A text without the percent-encodings that it could do without, in NFC. Bytes that are no UTF-8 stay bytes: `%C4` and
 * `%DC` are two letters of an older encoding, and two articles.
 */
function unescaped(text: string, reserved: RegExp): string {
  const composed = text
    .replace(ESCAPED, (escape) => {
      const character = characterOf(escape);
      if (character === ' ' && reserved === QUERY) return '+';
      return character === null || reserved.test(character) ? escape.toUpperCase() : character;
    })
    .normalize('NFC');
  return reserved === QUERY ? composed.replaceAll('≠', NOT_EQUAL) : composed;
}

function characterOf(escape: string): string | null {
  try {
    return decodeURIComponent(escape);
  } catch {
    return null;
  }
}

/** `URL.canParse` would do, but on Node 20, once it is called often, it takes a string of Latin letters for UTF-8 and says no. */
function parsed(raw: string): URL {
  if (!hasUsableHost(raw)) throw noAddress();
  try {
    return new URL(raw);
  } catch {
    throw noAddress();
  }
}

const wrong = (message: string, sentence: Text) =>
  new ForumError('invalid_request', [{ path: 'url', message, sentence }]);
const noAddress = () => wrong('must be an http or https address', say('refused.noAddress'));

/** An address in words, where nobody who may has named the article yet: plainly an address, so that it names nothing. */
export function wordsOfAddress(canonical: string): string {
  const { host, pathname, search } = new URL(canonical);
  const readable = `${host}${unescaped(pathname === '/' ? '' : pathname, PATH)}${search}`;
  return readable.length > 160 ? `${cutAt(readable, 159)}…` : readable;
}
