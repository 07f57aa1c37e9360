import { request } from 'node:http';
import type { Socket } from 'node:net';
import { closeCodeIn } from './wire.js';

/** What became of a handshake: 101 and the bare connection, or the refusal. */
export type Knocked = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly socket: Socket;
};

/** Asks for a WebSocket by hand, so that everything about the handshake can be wrong. */
export function knock(
  forum: { readonly url: string },
  headers: Readonly<Record<string, string>>,
  path = '/api/v1/live',
): Promise<Knocked> {
  return new Promise((resolve, reject) => {
    const asked = request(forum.url + path, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-version': '13',
        ...headers,
      },
    });
    asked.on('upgrade', (answer, socket) =>
      resolve({ status: 101, headers: answer.headers, body: '', socket: socket as Socket }),
    );
    asked.on('response', (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += String(chunk)));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, socket: answer.socket }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A frame as a client sends it (RFC 6455, 5.2), with a mask of zeros. */
export function maskedFrame(opcode: number, payload: Buffer, fin = true): Buffer {
  const { length } = payload;
  const header = length < 126 ? Buffer.from([0, 0x80 | length]) : Buffer.from([0, 0xfe, length >> 8, length & 0xff]);
  header[0] = (fin ? 0x80 : 0) | opcode;
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

/** The code with which the server closes; 0 where it ends the connection without one. */
export function closeCode(socket: Socket): Promise<number> {
  let said = Buffer.alloc(0);
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.on('data', (bytes: Buffer) => {
      said = Buffer.concat([said, bytes]);
      const code = closeCodeIn(said);
      if (code !== undefined) resolve(code);
    });
    socket.once('close', () => resolve(0));
  });
}
