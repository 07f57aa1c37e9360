import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageBytes } from '../messages/page-cache.js';

export const HTML = 'text/html; charset=utf-8';

/** A page as it is sent: who may hold it in a frame (a CSP source list), and its status where it is not 200. */
export type Page = { readonly bytes: PageBytes; readonly ancestors: string; readonly status?: number };

/**
 * What a browser may do with one of our pages: load its own script, style and data, post its own forms, and stand in a
 * frame only where `ancestors` says. Nothing inline runs, nobody else is asked for anything.
 */
export function pageHeaders(ancestors: string): Record<string, string> {
  return {
    'Content-Type': HTML,
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${ancestors}`,
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/**
 * The pages that may carry a site's forum: its hosts on every port, and ourselves. `localhost` stands for its numbers too.
 */
export function ancestorsOf(hosts: readonly string[]): string {
  const names = hosts.flatMap((host) => (host === 'localhost' ? ['localhost', '127.0.0.1'] : [host]));
  return ["'self'", ...names.flatMap((name) => [`https://${name}:*`, `http://${name}:*`])].join(' ');
}

/** Pages are kept by many requests; so is what they become when they are gzipped. */
const zipped = new WeakMap<PageBytes, Buffer>();

function zip(bytes: PageBytes): Buffer {
  const known = zipped.get(bytes) ?? gzipSync(bytes.body);
  zipped.set(bytes, known);
  return known;
}

/** Sends a page, gzipped where the browser takes it; one that it has already is answered with 304. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, { bytes, ancestors, status = 200 }: Page): void {
  const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  // Another encoding is another ETag (RFC 9110, 8.8.3.3).
  const etag = zips ? bytes.etag.replace(/"$/, '-gzip"') : bytes.etag;
  void reply.headers({ ...pageHeaders(ancestors), ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (status === 200 && known.includes(etag)) {
    void reply.status(304).send();
    return;
  }
  if (zips) void reply.header('Content-Encoding', 'gzip');
  void reply.status(status).send(zips ? zip(bytes) : bytes.body);
}
