import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import { knock, maskedFrame } from '../support/knock.js';
import { closeCodeIn } from '../support/wire.js';
import { times } from './times.js';

/** How an abuse ended: by a close code, by the status that refused its handshake, or with a connection that was just cut. */
export type Ending = { readonly abuse: string; readonly ended: number | 'cut' | 'never'; readonly ms: number };
type Abuse = {
  readonly name: string;
  /** Endings that are right. */
  readonly right: readonly Ending['ended'][];
  /** Sent at once after the handshake, or a request of its own instead of one. */
  readonly bytes: (() => Buffer) | { readonly handshake: string };
  /** What the handshake offers. */
  readonly extensions?: string;
};

const CONTINUED = 0;
const TEXT = 1;
const PING = 9;
/** The same bytes again and again, and different ones one after the other. */
const repeated = (count: number, bytes: Buffer): Buffer => Buffer.alloc(count * bytes.length, bytes);
const many = (count: number, make: (n: number) => Buffer): Buffer => Buffer.concat(times(count, make));
const say = (event: string, data: unknown) => maskedFrame(TEXT, Buffer.from(JSON.stringify({ event, data })));
/** Once made, sent again and again. */
function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => (made ??= make());
}

/** What a socket is not for, with what becomes of who does it. */
export const ABUSES: readonly Abuse[] = [
  {
    name: 'a frame of 17 KiB',
    right: [1009],
    bytes: once(() => maskedFrame(TEXT, Buffer.alloc(17 << 10, 97))),
  },
  {
    name: 'a frame in a million pieces',
    right: [1008, 'cut'],
    bytes: once(() =>
      Buffer.concat([
        maskedFrame(TEXT, Buffer.from('a'), false),
        repeated(1_000_000, maskedFrame(CONTINUED, Buffer.from('a'), false)),
      ]),
    ),
  },
  {
    name: 'a hundred thousand pings',
    right: [1008, 'cut'],
    bytes: once(() => repeated(100_000, maskedFrame(PING, Buffer.alloc(0)))),
  },
  {
    name: 'a thousand unknown events',
    right: [1008, 'cut'],
    bytes: once(() => many(1_000, (n) => say(`event-${n}`, {}))),
  },
  {
    name: 'five hundred threads followed at once',
    right: [1008, 'cut'],
    bytes: () => many(500, () => say('follow', { thread: randomUUID() })),
  },
  {
    name: 'a thousand lines of typing',
    right: [1008, 'cut'],
    bytes: once(() => repeated(1_000, say('typing', { thread: 'nowhere' }))),
  },
  {
    name: 'eight megabytes in a packed frame of 8 KB',
    right: [1009],
    extensions: 'permessage-deflate',
    bytes: once(() => bomb()),
  },
  { name: 'compression that was never agreed', right: [1002], bytes: once(() => compressed()) },
  {
    name: 'a handshake with two thousand headers',
    right: [431],
    bytes: { handshake: times(2_000, (n) => `X-${n}: ${n}`).join('\r\n') },
  },
];

/** Zeros, as many as a frame of what may be sent can stand for. */
function bomb(): Buffer {
  const payload = deflateRawSync(Buffer.alloc(8 << 20), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
  const frame = maskedFrame(TEXT, payload);
  frame[0] = 0xc1;
  return frame;
}

/** 16 KiB that claim to be deflated (RSV1; RFC 7692): a bomb, for whoever unpacks it. */
function compressed(): Buffer {
  const frame = maskedFrame(TEXT, Buffer.alloc(16_000));
  frame[0] = 0xc1;
  return frame;
}

/** ms after which an abuse has got away with it. */
const GIVEN_UP = 10_000;

/** Does it once, and tells how it ended. */
export async function abuse(url: string, { name, bytes, extensions }: Abuse): Promise<Ending> {
  const begun = performance.now();
  const ended = await ('handshake' in bytes ? refused(url, bytes.handshake) : closed(url, bytes(), extensions));
  return { abuse: name, ended, ms: performance.now() - begun };
}

async function closed(url: string, bytes: Buffer, extensions?: string): Promise<Ending['ended']> {
  const offer: Record<string, string> = extensions === undefined ? {} : { 'sec-websocket-extensions': extensions };
  const { status, socket } = await knock({ url }, { origin: url, ...offer });
  if (status !== 101) return status;
  socket.write(bytes);
  return ending(socket, closeCodeIn);
}

function refused(url: string, headers: string): Promise<Ending['ended']> {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n\r\n`);
  return ending(socket, (told) => Number(/^HTTP\/1.1 (\d+)/.exec(told.toString('latin1'))?.[1]) || undefined);
}

function ending(socket: Socket, read: (told: Buffer) => number | undefined): Promise<Ending['ended']> {
  return new Promise((resolve) => {
    let told = Buffer.alloc(0);
    const late = setTimeout(() => end('never'), GIVEN_UP);
    const end = (how: Ending['ended']) => {
      clearTimeout(late);
      socket.destroy();
      resolve(how);
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      told = Buffer.concat([told, chunk]);
    });
    socket.on('close', () => end(read(told) ?? 'cut'));
  });
}
