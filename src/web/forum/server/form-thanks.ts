import { cookieOf } from '../../../auth/actors.service.js';
import { sha256 } from '../../../database/ids.js';

const COOKIE = 'rejoinder-posted';
/** Seconds for which a form that was sent is thanked for. */
const LASTS = 60;
/** `OUTCOME-SECONDS-PROOF`, where the proof is the digest of what the cookie holds. */
const POSTED = /^(published|held)-(\d{10})-([\da-f]{32})$/;

export type Posted = 'published' | 'held';

/** How a form that was sent is thanked for: in the address that is gone to, and to the browser that has the cookie alone. */
export type Thanks = { readonly posted: string; readonly cookie: string };

/**
 * @param sent digest of the form: the same form has the same thanks, however often it came
 * @param now ms
 */
export function thanksFor(outcome: Posted, sent: string, now: number): Thanks {
  const secret = digest(`thanks ${sent}`);
  const reach = `Max-Age=${LASTS}; Path=/threads; HttpOnly; Secure; SameSite=None; Partitioned`;
  return {
    posted: `${outcome}-${Math.floor(now / 1_000)}-${digest(secret)}`,
    cookie: `${COOKIE}=${secret}; ${reach}`,
  };
}

/** What became of the form of the browser that asks; undefined for everybody else, and later. */
export function thankedFor(posted: string, cookies: string | undefined, now: number): Posted | undefined {
  const [, outcome, at, proof] = POSTED.exec(posted) ?? [];
  const secret = cookieOf(cookies, COOKIE);
  if (secret === null || digest(secret) !== proof) return undefined;
  return Math.abs(now - Number(at) * 1_000) < LASTS * 1_000 ? (outcome as Posted) : undefined;
}

const digest = (text: string): string => sha256(text).slice(0, 32);
