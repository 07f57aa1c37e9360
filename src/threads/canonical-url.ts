import { ForumError } from '../errors/forum-error.js';

/**
 * Parameters that say where a reader came from, not what is read. Names from the vendors' own documentation
 * (Google Analytics and Ads, Meta, Microsoft, Mailchimp, HubSpot, Matomo, Yandex, TikTok, X, LinkedIn, Instagram).
 */
const TRACKING =
  /^(utm_.+|mtm_.+|matomo_.+|pk_.+|hsa_.+|_hs(enc|mi)|__hs.+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|mc_[ce]id|yclid|ysclid|ttclid|twclid|li_fat_id|igshid?|_ga|_gl|srsltid|vero_(id|conv)|oly_(anon|enc)_id|_openstat|wickedid|epik|s_cid|ref_src|ref_url|at_(medium|campaign|custom\d+))$/i;

/**
 * One spelling for one article: no fragment, no tracking parameters, no default port, no user, parameters in a settled
 * order, host in lower case and punycode (WHATWG URL). A canonical URL is its own canonical URL.
 * @throws ForumError invalid_request for what is no http(s) address
 */
export function canonicalUrl(raw: string): string {
  if (!URL.canParse(raw)) throw notAnAddress();
  const url = new URL(raw);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw notAnAddress();
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/\.$/, '');
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name));
  // By code unit, so that the order is the same on every machine; equal names keep theirs.
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  url.search = new URLSearchParams(kept).toString();
  return url.href;
}

const notAnAddress = () =>
  new ForumError('invalid_request', [{ path: 'url', message: 'must be an http or https address' }]);
