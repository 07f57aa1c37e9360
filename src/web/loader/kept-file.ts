import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/** A small file of ours, read once and kept in memory with its ETag, as it is and gzipped. */
export interface KeptFile {
  readonly body: Buffer;
  readonly gzipped: Buffer;
  readonly type: string;
  /** The first 12 characters of its SHA-256 in base64url: another version has another. */
  readonly version: string;
}

/** @throws when there is no such file, or its ending has no type here */
export function keepFile(path: URL): KeptFile {
  const type = TYPES[path.pathname.split('.').at(-1) ?? ''];
  if (!type) throw new Error(`No content type for ${path.pathname}`);
  const body = readFileSync(path);
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { body, gzipped: gzipSync(body, { level: 9 }), type, version };
}

/** Answers with the file, or with 304 where the browser has it already. Any site may load it. */
export function sendFile(file: KeptFile, request: FastifyRequest, reply: FastifyReply, maxAgeSeconds: number): void {
  const zip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  // An encoding of its own has an ETag of its own (RFC 9110, 8.8.3.3).
  const etag = `"${file.version}${zip ? '-gzip' : ''}"`;
  void reply.headers({
    'Cache-Control': `public, max-age=${maxAgeSeconds}${maxAgeSeconds > 86_400 ? ', immutable' : ''}`,
    ETag: etag,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag)) {
    void reply.status(304).send();
    return;
  }
  if (zip) void reply.header('Content-Encoding', 'gzip');
  void reply.type(file.type).send(zip ? file.gzipped : file.body);
}
