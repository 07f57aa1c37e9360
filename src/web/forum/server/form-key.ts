import { randomBytes } from 'node:crypto';
import { cookieOf } from '../../../auth/actors.service.js';
import { sha256 } from '../../../database/ids.js';
import type { FormOutcome } from '../state/state.js';

/** Where a page without JavaScript gets the key of its form. */
export const FORM_KEY_PATH = '/form-key.css';

const COOKIE = 'rejoinder-form';
/** Seconds for which a form may be sent again as the same one: as long as its answer is kept. */
const LASTS = 86_400;
/** ms in which the same words are the same form, where the browser keeps no cookie. */
const WITHOUT = 60_000;

/**
 * A page is the same bytes for everyone, so that the key of its form comes with an empty style sheet that only a browser without
 * JavaScript asks for, anew with every page. It says nothing of a reader, and goes nowhere but with the form. `Partitioned`: inside
 * an article it is that article's alone.
 */
export function formKeyHeaders(): Record<string, string> {
  const key = randomBytes(16).toString('base64url');
  const reach = `Max-Age=${LASTS}; Path=/threads; HttpOnly; Secure; SameSite=None; Partitioned`;
  return {
    'Content-Type': 'text/css; charset=utf-8',
    // Going back is no new page: a browser then takes what it has, and the form is the one that was sent.
    'Cache-Control': 'private, no-cache',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Set-Cookie': `${COOKIE}=${key}; ${reach}`,
  };
}

/** The key with which a form came. */
export const formKeyOf = (cookies: string | undefined, now: number): string =>
  cookieOf(cookies, COOKIE) ?? String(Math.floor(now / WITHOUT));

type Outcome = NonNullable<FormOutcome['posted']>;

/** ms for which a form that was sent is thanked for. */
const THANKS = 60_000;

/**
 * What became of a form, for the address that its browser is led to: with when, in seconds, and with what shows there that it is
 * that browser, so that nobody is thanked who is sent the address.
 */
export function thanksFor(outcome: Outcome, cookies: string | undefined, now: number): string {
  const at = Math.floor(now / 1_000);
  return `${outcome}-${at}-${signOf(cookies, at)}`;
}

/** What is said of a form at such an address; nothing to another browser, or later. */
export function thankedFor(thanks: string, cookies: string | undefined, now: number): Outcome | undefined {
  const [, outcome, at = '', sign] = /^(published|held)-(\d{10})-([0-9a-f]{16})$/.exec(thanks) ?? [];
  const isOwn = Math.abs(now - Number(at) * 1_000) < THANKS && sign === signOf(cookies, Number(at));
  return isOwn ? (outcome as Outcome) : undefined;
}

const signOf = (cookies: string | undefined, at: number): string =>
  sha256(`thanks ${formKeyOf(cookies, at * 1_000)}`).slice(0, 16);
