import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { wire } from '../../src/live/transport/frames.js';
import { perform } from '../programs.js';

/**
 * `string`: `send` of the same string to one client after another. `encoded`: the frame made once, and its bytes written
 * to one socket after another.
 */
export type Way = 'string' | 'encoded';
export type Sending =
  | { readonly do: 'listen' }
  /** So many messages, `every` ms or as fast as they go. `frame`: what one looks like; its position and time are set. */
  | {
      readonly do: 'send';
      readonly way: Way;
      readonly frame: string;
      readonly position: number;
      readonly messages: number;
      readonly every?: number | undefined;
    };

/** Each client with the socket beneath it. */
const clients = new Map<WebSocket, Duplex>();

/** `ws` with nothing on top: it answers `follow` and loops over its clients. */
function listen(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, clientTracking: false });
  server.on('connection', (client, { socket }) => {
    client.on('close', () => clients.delete(client));
    client.on('message', () => {
      clients.set(client, socket);
      client.send('{"event":"following","data":{"position":0}}');
    });
  });
  return new Promise((resolve) => server.on('listening', () => resolve((server.address() as AddressInfo).port)));
}

async function send({ way, frame, position, messages, every }: Extract<Sending, { do: 'send' }>): Promise<void> {
  const begun = performance.now();
  for (let message = 0; message < messages; message += 1) {
    const text = frame
      .replaceAll(/"position":\d+/g, `"position":${position + message}`)
      .replaceAll(/"at":"[^"]+"/g, `"at":"${new Date().toISOString()}"`);
    if (way === 'string') for (const client of clients.keys()) client.send(text);
    if (way === 'encoded') {
      const bytes = wire(text);
      for (const socket of clients.values()) socket.write(bytes);
    }
    if (every === undefined) await turn();
    else await delay(begun + (message + 1) * every - performance.now());
  }
}

perform<Sending>((task) => (task.do === 'listen' ? listen() : send(task)));
