import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { WebSocket } from 'ws';
import { RoundFrames } from '../../src/live/topics/round-frames.js';
import { startForum, type Forum } from '../support/forum.js';
import { closeCode, knock, maskedFrame } from '../support/knock.js';
import type { Reader } from '../support/reader.js';
import { until } from '../support/until.js';
import { messagesOf } from '../support/wire.js';

const OFFER = 'permessage-deflate; client_max_window_bits';
const AGREED = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';
const TEXT = 1;
/** Readers enough for a long message to be packed for. */
const MANY = 30;

/** As a browser packs (RFC 7692, 7.2.1): without the tail. */
const packed = (content: string | Buffer) =>
  deflateRawSync(content, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);

function packedFrame(payload: Buffer, { opcode = TEXT, fin = true, first = true } = {}): Buffer {
  const frame = maskedFrame(opcode, payload, fin);
  if (first) frame[0] = (frame[0] ?? 0) | 0x40;
  return frame;
}

/** Bytes that a reader's connection has been sent. */
function received({ socket }: Reader): number {
  const { _socket: connection } = socket as WebSocket & { readonly _socket: Socket };
  return connection.bytesRead;
}

describe('messages that are packed', () => {
  let forum: Forum;
  let origin: string;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { FRAMES_PER_10_SECONDS: '200' } });
    origin = forum.config.PUBLIC_URL.origin;
  });

  /** A socket of bare bytes that has agreed to it. */
  async function bare() {
    const { headers, socket } = await knock(forum, { origin, 'sec-websocket-extensions': OFFER });
    expect(headers['sec-websocket-extensions']).toBe(AGREED);
    return { socket, close: closeCode(socket) };
  }

  it('are agreed on without memory from one to the next, and not at all with whoever has too small a window', async () => {
    (await bare()).socket.destroy();
    for (const offer of [
      'permessage-deflate; server_max_window_bits=10',
      'permessage-deflate; unheard_of',
      'x-webkit-deflate-frame',
      'permessage-deflate;',
      ',;=',
    ]) {
      const { status, headers, socket } = await knock(forum, { origin, 'sec-websocket-extensions': offer });
      expect([offer, status, headers['sec-websocket-extensions']]).toEqual([offer, 101, undefined]);
      socket.destroy();
    }
    const several = 'permessage-deflate; server_max_window_bits=10, permessage-deflate; server_max_window_bits="15"';
    const { headers, socket } = await knock(forum, { origin, 'sec-websocket-extensions': several });
    expect(headers['sec-websocket-extensions']).toBe(AGREED);
    socket.destroy();
  });

  it('tell readers the same as messages that are not, in a fraction of the bytes', async () => {
    const plain = await forum.follow(forum.thread);
    const readers: Reader[] = [];
    while (readers.length < MANY) {
      const reader = await forum.connect(null, { origin }, true);
      reader.send({ event: 'follow', data: { thread: forum.thread.id } });
      await reader.frame('following');
      readers.push(reader);
    }
    const before = [plain, ...readers].map(received);
    const { id } = await forum.as(forum.ana).post(forum.thread, 'It rained, and the ferry was late. '.repeat(80));
    const told = await plain.next('message.posted');
    expect(told.id).toBe(id);
    for (const reader of readers) expect(await reader.next('message.posted')).toEqual(told);
    const [all = 0, ...each] = [plain, ...readers].map((reader, n) => received(reader) - (before[n] ?? 0));
    for (const bytes of each) expect(bytes).toBeLessThan(all / 4);
  });

  it('are understood from readers, whole and in pieces, and answered', async () => {
    const reader = await forum.connect(forum.ben, { origin }, true);
    reader.send({ event: 'follow', data: { thread: forum.thread.id } });
    expect(await reader.frame('following')).toMatchObject({ thread: forum.thread.id });
    const { socket } = await bare();
    let told = '';
    socket.on('data', (bytes: Buffer) => (told += bytes.toString('latin1')));
    const payload = packed(JSON.stringify({ event: 'nothing', data: {} }));
    for (const [n, byte] of [...payload].entries()) {
      const [first, fin] = [n === 0, n === payload.length - 1];
      socket.write(packedFrame(Buffer.from([byte]), { opcode: first ? TEXT : 0, fin, first }));
    }
    await until('an answer', () => told.includes('"code":"invalid_request"'));
    socket.destroy();
  });

  it('that would become too large are not unpacked', async () => {
    const bomb = packed(Buffer.alloc(8_000_000));
    expect(bomb.length).toBeLessThan(16_384);
    const { socket, close } = await bare();
    socket.write(packedFrame(bomb));
    expect(await close).toBe(1009);
    const inPieces = await bare();
    inPieces.socket.write(packedFrame(bomb.subarray(0, 10), { fin: false }));
    inPieces.socket.write(packedFrame(bomb.subarray(10), { opcode: 0, first: false }));
    expect(await inPieces.close).toBe(1009);
  });

  it('that are none are refused', async () => {
    const { socket, close } = await bare();
    socket.write(packedFrame(Buffer.from('no such thing')));
    expect(await close).toBe(1007);
    const noText = await bare();
    noText.socket.write(packedFrame(packed(Buffer.from([0xff, 0xfe]))));
    expect(await noText.close).toBe(1007);
  });

  it('count as others do: a flood of them is ended', async () => {
    const { socket, close } = await bare();
    const one = packedFrame(packed('?'));
    socket.write(Buffer.concat(Array.from({ length: 5_000 }, () => one)));
    expect(await close).toBe(1008);
  });
});

describe('the frames of a round', () => {
  const messages = ['a'.repeat(40), 'It rained. '.repeat(5_000), 'ä'.repeat(400)];

  it('say the same to those who unpack and those who do not', () => {
    const frames = new RoundFrames(messages, MANY);
    const plain = frames.for({ unpacks: false });
    const small = frames.for({ unpacks: true });
    expect(messagesOf(plain)).toEqual(messages);
    expect(messagesOf(small, (payload) => inflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }))).toEqual(
      messages,
    );
    expect(small.length).toBeLessThan(plain.length / 10);
  });

  it('are made once, and packed only where enough is saved', () => {
    const frames = new RoundFrames(messages, MANY);
    expect(frames.for({ unpacks: true })).toBe(frames.for({ unpacks: true }));
    const few = new RoundFrames(messages, 1);
    expect(few.for({ unpacks: true })).toBe(few.for({ unpacks: false }));
  });
});
