import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { LIVE_PATH } from '../live.schema.js';

/** Whether a plain request offers to go on in another protocol than ours, as Java's client and `curl --http2` do with h2c. */
export const offersOther = ({ url, headers: { upgrade = '' } }: IncomingMessage): boolean =>
  url?.split('?', 1)[0] !== LIVE_PATH && upgrade.toLowerCase() !== 'websocket';

/**
 * Serves it as if it had offered nothing, which a server may (RFC 9110, 7.8). Node has taken the connection from its HTTP
 * parser by then: it gets it back with the request as it came, but for the offer. Everything before must be answered: Node
 * would begin a second row of answers beside the first one, and end the process where it finds them out of order.
 */
export function serveWithout(server: Server, request: IncomingMessage, connection: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const fields: string[] = [];
  for (let n = 0; n < rawHeaders.length; n += 2)
    if (rawHeaders[n]?.toLowerCase() !== 'upgrade') fields.push(`${rawHeaders[n]}: ${rawHeaders[n + 1]}\r\n`);
  connection.unshift(
    Buffer.concat([Buffer.from(`${method} ${url} HTTP/${httpVersion}\r\n${fields.join('')}\r\n`, 'latin1'), head]),
  );
  // An answer that came before has set the time for which a connection may be idle.
  (connection as Socket).setTimeout(0);
  server.emit('connection', connection);
}
