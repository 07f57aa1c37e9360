import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormSource } from '../auth/origins.js';
import type { CachedBody } from '../http/response-cache/cached-body.js';
import { sendCached } from '../http/response-cache/send-cached.js';
import { TRUSTED_TYPES } from './ui/trusted.js';

export const HTML = 'text/html; charset=utf-8';

/**
 * A page as it is sent: who may hold it in a frame (a CSP source list), its status where it is not 200, when to come back
 * (seconds), and whether at this address somebody else may see another one.
 */
export type Page = {
  readonly bytes: CachedBody;
  readonly ancestors: string;
  readonly status?: number;
  readonly retryAfter?: number | undefined;
  readonly personal?: boolean;
  /** Names of the Trusted Types policies that its scripts may make; unless said, our own. */
  readonly policies?: string;
};

/**
 * What a browser may do with one of our pages: load its own script, style and data, post its own forms, and stand in a
 * frame only where `ancestors` says. Nothing inline runs, nobody else is asked for anything, and a text becomes elements only
 * by the named policies (Trusted Types), so that a script's slip makes an error and not a hole.
 */
export function pageHeaders(ancestors: string, policies = TRUSTED_TYPES): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${ancestors}`,
      "require-trusted-types-for 'script'",
      `trusted-types ${policies}`,
    ].join('; '),
    // An article's page that is isolated from other origins holds only frames that are so as well, and allow it.
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
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

/** What the browser says of the page that sent a form. */
export function sourceOf({ headers }: FastifyRequest): FormSource {
  const site = headers['sec-fetch-site'];
  return { origin: headers.origin, site: Array.isArray(site) ? site.join() : site };
}

/** Sends a page. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, ancestors, status, retryAfter, personal, policies }: Page,
): Promise<void> {
  if (status !== undefined) void reply.status(status);
  if (retryAfter !== undefined) void reply.header('Retry-After', retryAfter);
  const caching = personal ? 'private, no-cache' : 'no-cache';
  return sendCached(request, reply, bytes, { ...pageHeaders(ancestors, policies), 'Cache-Control': caching });
}
