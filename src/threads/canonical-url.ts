import { ForumError } from '../errors/forum-error.js';

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

/** Longest canonical URL, in characters (all of them ASCII): what an index of either database can hold. */
const LONGEST = 2_048;

/**
 * One spelling for one article: no fragment, no tracking parameters, no default port, no user, parameters in a settled
 * order, host in lower case and punycode (WHATWG URL), nothing percent-encoded that need not be. A canonical URL is its own
 * canonical URL.
 * @throws ForumError invalid_request for what is no http(s) address, or too long a one
 */
export function canonicalUrl(raw: string): string {
  const url = parsed(raw);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw wrong('must be an http or https address');
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/\.+$/, '');
  url.pathname = settled(url.pathname);
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name));
  // By code unit, so that the order is the same on every machine; equal names keep theirs.
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  url.search = new URLSearchParams(kept).toString();
  if (url.href.length > LONGEST) throw wrong(`must be at most ${LONGEST} characters long when it is percent-encoded`);
  return url.href;
}

/** `URL.canParse` would do, but on Node 20, once it is called often, it takes a string of Latin letters for UTF-8 and says no. */
function parsed(raw: string): URL | null {
  try {
    return new URL(raw);
  } catch {
    return null;
  }
}

/** Percent-encodings in capitals, and none of characters that mean the same without (RFC 3986, 6.2.2.1 and 6.2.2.2). */
const settled = (path: string): string =>
  path.replace(/%[\da-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(parseInt(encoded.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
  });

const wrong = (message: string) => new ForumError('invalid_request', [{ path: 'url', message }]);
