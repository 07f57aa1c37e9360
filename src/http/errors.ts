import type { IncomingMessage } from 'node:http';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';

/** Seconds after which those who are refused at the same moment come back: not all at once. */
const LATER = [1, 2, 3] as const;
/** A limit -> what it says, for each of these seconds: beyond capacity nothing is as frequent, and an error made anew would take its stack each time. */
const BUSY = new Map<string, readonly ForumError[]>();
let refusals = 0;

/** The forum has more to do than it can: says which limit refused, and when to come back. */
export function overloaded(limit: string): ForumError {
  const errors = BUSY.get(limit) ?? LATER.map((seconds) => new ForumError('overloaded', { limit }, undefined, seconds));
  BUSY.set(limit, errors);
  refusals += 1;
  return errors[refusals % errors.length] as ForumError;
}

/** What Node could not read as a request, or not in time, gets the contract's error too. */
export function brokenRequest({ code }: NodeJS.ErrnoException): ForumError {
  if (code === 'HPE_HEADER_OVERFLOW') return new ForumError('too_large', { limit: 'HEADERS_LIMIT' });
  if (code !== 'ERR_HTTP_REQUEST_TIMEOUT') return new ForumError('invalid_request');
  return new ForumError('invalid_request', { limit: 'REQUEST_TIMEOUT' }, say('refused.late'));
}

/** Limits whose refusal HTTP has a status of its own for (RFC 6585, 5; RFC 9110, 15.5.9). */
const STATUS: Readonly<Record<string, number>> = { HEADER_FIELDS: 431, HEADERS_LIMIT: 431, REQUEST_TIMEOUT: 408 };

export function statusOf({ status, details }: ForumError): number {
  const limit = details && 'limit' in details && status < 500 ? details.limit : undefined;
  return (typeof limit === 'string' ? STATUS[limit] : undefined) ?? status;
}

/** A person looks at it in a browser. What the API, health and metrics answer is for programs, whoever asks. */
export const isLookedAt = ({ url = '', headers: { accept = '' } }: IncomingMessage): boolean =>
  accept.includes('text/html') && !/^\/(api|health|metrics)\b/.test(url);
