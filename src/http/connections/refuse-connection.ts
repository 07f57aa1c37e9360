import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { CHALLENGE, errorBody } from '../../errors/error-body.js';
import type { ForumError } from '../../errors/forum-error.js';
import { statusOf } from '../errors.js';

/** Answers a connection on which no request of ours will come as any other request is answered, and ends it. */
export function refuseConnection(connection: Duplex, error: ForumError, headers: readonly string[] = []): void {
  if (!connection.writable) return void connection.destroy();
  const requestId = randomUUID();
  const body = JSON.stringify(errorBody(error, requestId));
  const status = statusOf(error);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    ...(status === 401 ? [`WWW-Authenticate: ${CHALLENGE}`] : []),
    ...headers,
    ...(error.retryAfter === undefined ? [] : [`Retry-After: ${error.retryAfter}`]),
  ];
  connection.once('finish', () => connection.destroy());
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
