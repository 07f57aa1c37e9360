import { decodeProtectedHeader } from 'jose';
import { ForumError } from '../../../errors/forum-error.js';
import { SSO_ALGORITHMS, type SsoAlgorithm } from '../../../settings/forum-settings.js';

/** Characters of a token at most; the bridge between the publisher's page and the frame takes as many. */
export const TOKEN_LENGTH = 4_096;

export type TokenHeader = { readonly alg: SsoAlgorithm; readonly kid: string | undefined };

/** Three parts in base64url (RFC 7515, 7.1). An encrypted token has five. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/**
 * All that a header may say. Not where its key would be (`jku`, `jwk`, `x5u`, `x5c`), and nothing that changes how the rest is read
 * (`crit`, `b64`, `zip`, `cty`): a list of what is bad would never be whole.
 */
const ALLOWED = ['alg', 'typ', 'kid'];

/**
 * Reads what a token says of itself. Nothing of it is believed: it chooses among what the site allows.
 * @throws ForumError sso_token_malformed, sso_header_not_allowed, sso_algorithm_not_allowed
 */
export function readHeader(token: string, allowed: readonly SsoAlgorithm[]): TokenHeader {
  const { alg, kid, typ, ...more } = headerOf(token);
  const [other] = Object.keys(more);
  if (other !== undefined)
    throw new ForumError('sso_header_not_allowed', { header: other.slice(0, 40), allowed: ALLOWED });
  if (typ !== undefined && String(typ).toUpperCase() !== 'JWT')
    throw new ForumError('sso_header_not_allowed', { header: 'typ', allowed: ['JWT'] });
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > 200))
    throw new ForumError('sso_header_not_allowed', { header: 'kid' });
  const known = SSO_ALGORITHMS.find((one) => one === alg && allowed.includes(one));
  if (!known) throw new ForumError('sso_algorithm_not_allowed', { seen: seenOf(alg), allowed });
  return { alg: known, kid };
}

/** @throws ForumError sso_token_malformed */
export function headerOf(token: string): Readonly<Record<string, unknown>> {
  if (token.length > TOKEN_LENGTH) throw new ForumError('sso_token_malformed', { most: TOKEN_LENGTH });
  if (!COMPACT.test(token)) throw new ForumError('sso_token_malformed', { parts: token.split('.').length });
  try {
    return decodeProtectedHeader(token) as Readonly<Record<string, unknown>>;
  } catch {
    throw new ForumError('sso_token_malformed', { part: 'header' });
  }
}

const seenOf = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 40) : null);
