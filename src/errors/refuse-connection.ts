import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { CHALLENGE, errorBody } from './error-body.js';
import type { ForumError } from './forum-error.js';

type More = { readonly status?: number; readonly headers?: readonly string[] };

/** Answers a connection on which no request of ours will come as any other request is answered, and ends it. */
export function refuseConnection(connection: Duplex, error: ForumError, { status, headers = [] }: More = {}): void {
  if (!connection.writable) return void connection.destroy();
  const requestId = randomUUID();
  const body = JSON.stringify(errorBody(error, requestId));
  const code = status ?? error.status;
  const head = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    ...(code === 401 ? [`WWW-Authenticate: ${CHALLENGE}`] : []),
    ...headers,
    ...(error.retryAfter === undefined ? [] : [`Retry-After: ${error.retryAfter}`]),
  ];
  connection.once('finish', () => connection.destroy());
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
