import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from '../errors/error-body.js';
import type { ForumError } from '../errors/forum-error.js';
import { askedLanguage } from '../i18n/asked-language.js';

const HEADERS = [
  ...[
    'Content-Type',
    'application/json; charset=utf-8',
    'Cache-Control',
    'no-store',
    'X-Content-Type-Options',
    'nosniff',
  ],
  ...['Access-Control-Allow-Origin', '*', 'Access-Control-Expose-Headers', 'Retry-After, X-Request-Id'],
];

/** Says as the error filter would that there is no room: beyond capacity nothing is as frequent, so it is written straight to Node's response. */
export function writeRefusal(request: FastifyRequest, reply: FastifyReply, error: ForumError): void {
  const body = JSON.stringify(errorBody(error, request.id, askedLanguage(request)));
  const own = [
    'X-Request-Id',
    request.id,
    'Retry-After',
    String(error.retryAfter),
    'Content-Length',
    String(Buffer.byteLength(body)),
  ];
  reply.hijack();
  reply.raw.writeHead(error.status, [...HEADERS, ...own]).end(body);
}
