import { randomBytes } from 'node:crypto';
import { cookieOf } from '../../../auth/actors.service.js';

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
