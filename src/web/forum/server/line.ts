import { cookieOf } from '../../../auth/actors.service.js';
import type { Proof } from '../../../admission/proof-of-work/proof-header.js';

const COOKIE = 'rejoinder-line';
/** Seconds for which a place in the line is kept: longer than it is good. */
const LASTS = 900;

/**
 * Where a guest has to do work for a message, a browser without JavaScript waits instead: it is given a place in the line, and sends
 * its form once more when its turn has come. The cookie says nothing of a reader, and goes nowhere but with the form.
 */
export const placeCookie = (ticket: string): string =>
  `${COOKIE}=${ticket}; Max-Age=${LASTS}; Path=/threads; HttpOnly; Secure; SameSite=None; Partitioned`;

/** The place with which a form came. */
export function placeOf(cookies: string | undefined): Proof | null {
  const word = cookieOf(cookies, COOKIE);
  return word === null ? null : { word, answers: [] };
}
