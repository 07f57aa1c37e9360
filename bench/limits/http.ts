import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { perform } from '../programs.js';

/** An answer, to be given to every request. The head without what node:http writes by itself. */
export type Same = { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: string };

/** node:http with nothing on top. Answers its port. */
perform<Same>(({ status, headers, body }) => {
  const bytes = Buffer.from(body, 'base64');
  const server = createServer({ keepAliveTimeout: 72_000 }, (_, response) => {
    response.writeHead(status, headers);
    response.end(bytes);
  });
  return new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
});
