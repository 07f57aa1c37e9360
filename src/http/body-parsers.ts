import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ForumError } from '../errors/forum-error.js';
import { isKeepable, NotTaken, readJson } from '../text/json.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes of a body as text. @throws ForumError invalid_request for what is not UTF-8 */
function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw invalid('The body must be UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    throw invalid(`The body ${error.message}.`);
  }
}

/** The fields of a plain form. Percent signs must stand for UTF-8, which `URLSearchParams` alone would overlook. */
function parseForm(text: string): Record<string, string> {
  try {
    if (isKeepable(decodeURIComponent(text))) return Object.fromEntries(new URLSearchParams(text));
  } catch {
    // Percent signs that are none: refused below.
  }
  throw invalid('The form must be percent-encoded UTF-8 without U+0000.');
}

const invalid = (message: string) => new ForumError('invalid_request', [{ path: '', message }]);

/** The text of a request's body, as it came: what an Idempotency-Key's fingerprint is taken of. */
export const BODY_TEXT = Symbol('body text');
export type WithBodyText = FastifyRequest & { [BODY_TEXT]?: string };

/** JSON for the API, plain forms for pages without JavaScript, and nothing else. */
export function useBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: WithBodyText, body, done) => {
    try {
      if (!isJson(request.headers['content-type'])) throw new ForumError('unsupported_media_type');
      const text = decode(body as Buffer);
      request[BODY_TEXT] = text;
      done(null, text === '' ? undefined : parseJson(text));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (request: WithBodyText, body, done) => {
      try {
        if (request.url.startsWith('/api/')) throw new ForumError('unsupported_media_type');
        const text = decode(body as Buffer);
        request[BODY_TEXT] = text;
        done(null, parseForm(text));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/** Exactly JSON, in UTF-8 when a charset is said. */
const isJson = (type: string | undefined): boolean =>
  /^application\/json[ \t]*(;[ \t]*charset[ \t]*=[ \t]*"?utf-8"?[ \t]*)?$/i.test(type ?? '');
