import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A page as it is sent: its HTML, who may hold it in a frame (a CSP source list), and its status where it is not 200. */
export type Page = { readonly html: string; readonly ancestors: string; readonly status?: number };

/**
 * What a browser may do with one of our pages: load its own script, style and data, post its own forms, and stand in a
 * frame only where `ancestors` says. Nothing inline runs, nobody else is asked for anything.
 */
export function pageHeaders(ancestors: string): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
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

/** Sends a page, gzipped where the browser takes it; one that it has already is answered with 304. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, { html, ancestors, status = 200 }: Page): void {
  const zip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const digest = createHash('sha256').update(html).update(ancestors).digest('base64url').slice(0, 22);
  const etag = `"${digest}${zip ? '-gzip' : ''}"`;
  void reply.headers({ ...pageHeaders(ancestors), ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (status === 200 && known.includes(etag)) {
    void reply.status(304).send();
    return;
  }
  if (zip) void reply.header('Content-Encoding', 'gzip');
  void reply.status(status).send(zip ? gzipSync(html) : html);
}
