import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody } from '../errors/error-body.js';
import { ForumError } from '../errors/forum-error.js';
import { askedLanguage } from '../i18n/asked-language.js';
import { t } from '../i18n/format.js';
import { inLanguage, type SpokenLanguage } from '../i18n/languages.js';
import { said, say } from '../i18n/text.js';

/** Seconds after which those who are refused at the same moment come back: not all at once. */
const LATER = [1, 2, 3] as const;
/** A limit -> what it says, for each of these seconds: beyond capacity nothing is as frequent, and an error made anew would take its stack each time. */
const BUSY = new Map<string, readonly ForumError[]>();
let refusals = 0;

/** The forum has more to do than it can: says which limit refused, and when to come back. */
export function overloaded(limit: string): ForumError {
  const errors = BUSY.get(limit) ?? LATER.map((seconds) => busy(limit, seconds));
  BUSY.set(limit, errors);
  refusals += 1;
  return errors[refusals % errors.length] as ForumError;
}

const busy = (limit: string, seconds: number) => new ForumError('overloaded', { limit }, undefined, seconds);

/** Headers as Node keeps them itself: each name and, after it, its value. Beyond capacity refusing is most of the work. */
type Written = { readonly body: string; readonly headers: readonly string[] };
const ALWAYS = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'];
const JSON_HEADERS = [
  ...ALWAYS,
  'Content-Type',
  'application/json; charset=utf-8',
  // Any page may read why it was refused, as it may read every other answer.
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Expose-Headers',
  'Retry-After, X-Request-Id',
];
const PAGE_HEADERS = [
  ...ALWAYS,
  'Content-Type',
  'text/html; charset=utf-8',
  'Content-Security-Policy',
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
  'Cross-Origin-Embedder-Policy',
  'require-corp',
  'Cross-Origin-Resource-Policy',
  'cross-origin',
];

/** Answers a request that comes no further than the load shedder: the contract's error, or to somebody who looks at it a page. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: ForumError,
  status: number = error.status,
): void {
  const requestId = randomUUID();
  const { body, headers } = isLookedAt(request)
    ? page(error, askedLanguage(request))
    : json(error, requestId, askedLanguage(request));
  const length = String(Buffer.byteLength(body));
  const again = error.retryAfter === undefined ? [] : ['Retry-After', String(error.retryAfter)];
  response
    .writeHead(status, [...headers, ...again, 'Content-Length', length, 'X-Request-Id', requestId])
    .end(request.method === 'HEAD' ? undefined : body);
}

/** What Node could not read as a request, or not in time, gets the contract's error too. */
export function brokenRequest(error: NodeJS.ErrnoException): { readonly error: ForumError; readonly status: number } {
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return { error: new ForumError('too_large', { limit: 'HEADERS_LIMIT' }), status: 431 };
  if (error.code !== 'ERR_HTTP_REQUEST_TIMEOUT') return { error: new ForumError('invalid_request'), status: 400 };
  const late = say('refused.late');
  return { error: new ForumError('invalid_request', { limit: 'REQUEST_TIMEOUT' }, late), status: 408 };
}

/** A person looks at it in a browser. What the API, health and metrics answer is for programs, whoever asks. */
export const isLookedAt = ({ url = '', headers: { accept = '' } }: IncomingMessage): boolean =>
  accept.includes('text/html') && !/^\/(api|health|metrics)\b/.test(url);

const json = (error: ForumError, requestId: string, language: SpokenLanguage): Written => ({
  body: JSON.stringify(errorBody(error, requestId, language)),
  headers: JSON_HEADERS,
});

/** Inside an article too, where the reader has no button for it, it tries again by itself. */
function page({ text, retryAfter = 1 }: ForumError, language: SpokenLanguage): Written {
  const seconds = retryAfter * 3;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta http-equiv="refresh" content="${seconds}">`;
  return {
    body: `<!doctype html><html lang="${language.code}" dir="${language.direction}"><head>${head}<title>${inLanguage(language, () => t('page.moment'))}</title></head>
<body style="font: 1rem/1.5 system-ui, sans-serif; margin: 2rem"><p>${said(text, language) as string}</p><p>${inLanguage(language, () => t('page.again'))}</p></body></html>`,
    headers: PAGE_HEADERS,
  };
}
