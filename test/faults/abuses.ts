import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { knock, maskedFrame } from '../support/knock.js';
import { times } from './times.js';

/** How an abuse ended: by a close code, by the status that refused its handshake, or with a connection that was just cut. */
export type Ending = { readonly abuse: string; readonly ended: number | 'cut' | 'never'; readonly ms: number };
type Abuse = {
  readonly name: string;
  /** Endings that are right. */
  readonly right: readonly Ending['ended'][];
  /** Sent at once after the handshake, or a request of its own instead of one. */
  readonly bytes: (() => Buffer) | { readonly handshake: string };
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
  { name: 'compression that was never agreed', right: [1002], bytes: once(() => compressed()) },
  {
    name: 'a handshake with two thousand headers',
    right: [431],
    bytes: { handshake: times(2_000, (n) => `X-${n}: ${n}`).join('\r\n') },
  },
];

/** 16 KiB that claim to be deflated (RSV1; RFC 7692): a bomb, for whoever unpacks it. */
function compressed(): Buffer {
  const frame = maskedFrame(TEXT, Buffer.alloc(16_000));
  frame[0] = 0xc1;
  return frame;
}

/** ms after which an abuse has got away with it. */
const GIVEN_UP = 10_000;

/** Does it once, and tells how it ended. */
export async function abuse(url: string, { name, bytes }: Abuse): Promise<Ending> {
  const begun = performance.now();
  const ended = await ('handshake' in bytes ? refused(url, bytes.handshake) : closed(url, bytes()));
  return { abuse: name, ended, ms: performance.now() - begun };
}

async function closed(url: string, bytes: Buffer): Promise<Ending['ended']> {
  const { status, socket } = await knock({ url }, { origin: url });
  if (status !== 101) return status;
  socket.write(bytes);
  return ending(socket, (told) => closeCode(told));
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

/** The code of the close frame among what a server sent, where there is one. */
function closeCode(told: Buffer): number | undefined {
  for (let at = 0; at + 2 <= told.length;) {
    const short = (told[at + 1] ?? 0) & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126 ? short : short === 126 ? told.readUInt16BE(at + 2) : Number(told.readBigUInt64BE(at + 2));
    if (((told[at] ?? 0) & 0x0f) === 8 && length >= 2) return told.readUInt16BE(at + header);
    at += header + length;
  }
  return undefined;
}
