import { readFileSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CachedBody } from '../http/response-cache/cached-body.js';
import { sendCached } from '../http/response-cache/send-cached.js';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/**
 * A small file of ours, read once and kept in memory.
 * @throws when there is no such file, or its ending has no type here
 */
export function cacheFile(path: URL): CachedBody {
  const type = TYPES[path.pathname.split('.').at(-1) ?? ''];
  if (!type) throw new Error(`No content type for ${path.pathname}`);
  const file = new CachedBody(readFileSync(path), type);
  file.freshUntil = Infinity;
  return file;
}

/** Answers with the file. Any site may load it. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: CachedBody,
  maxAgeSeconds: number,
): Promise<void> {
  return sendCached(request, reply, file, {
    'Cache-Control': `public, max-age=${maxAgeSeconds}${maxAgeSeconds > 86_400 ? ', immutable' : ''}`,
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
}
