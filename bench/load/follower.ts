import { connect, type Socket } from 'node:net';
import type { Target } from './exchange.js';
import type { Heard } from './heard.js';

/** All followers of a process read into the same memory: one is done with it before the next begins. */
const memory = Buffer.allocUnsafe(1_048_576);
/** RSV1: the message is packed (RFC 7692, 6). */
const PACKED = 0x40;
const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export type Wanted = {
  readonly target: Target;
  readonly thread: string;
  /** Its own address and port. */
  readonly from: string;
  readonly port: number;
  /** Whether it says, as every browser does, that it unpacks. */
  readonly unpacks: boolean;
  /** Where it goes on, who was there before. */
  readonly place?: { readonly after: number; readonly epoch: string } | undefined;
};

/**
 * One reader's socket, as lean as it can be: it finds where frames begin and end and hands the texts on. Nothing of `ws`,
 * since load and server share two cores: what the load spends, the server seems to.
 */
export class Follower {
  /** Of the last event heard. */
  position: number;
  /** ms over which the server wants its return spread. */
  spread = 0;
  private pending: Buffer | undefined;
  private upgraded = false;

  private constructor(
    private readonly socket: Socket,
    private readonly heard: Heard,
    private readonly failed: (error: Error) => void,
    private readonly after: number | undefined,
  ) {
    this.position = after ?? -1;
  }

  /** Resolves when it follows, rejects where it is not let in. What goes wrong later `failed` is told. */
  static follow(
    { target, thread, from, port, unpacks, place }: Wanted,
    heard: Heard,
    failed: (error: Error) => void,
  ): Promise<Follower> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({
        ...target,
        localAddress: from,
        localPort: port,
        noDelay: true,
        onread: { buffer: memory, callback: (bytes) => follower.take(memory.subarray(0, bytes)) },
      });
      const follower: Follower = new Follower(socket, heard, failed, place?.after);
      let isIn = false;
      const end = (error: Error) => (isIn ? failed(error) : reject(error));
      follower.following = () => {
        isIn = true;
        resolve(follower);
      };
      follower.refused = (answer) => {
        reject(new Error(`A follower was not let in: ${answer}`));
        follower.leave();
      };
      socket.on('error', end);
      socket.on('close', () => end(new Error('A follower lost its connection')));
      socket.write(
        `GET /api/v1/live HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\nOrigin: http://${target.host}:${target.port}\r\n` +
          'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
          (unpacks ? 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n' : '\r\n'),
      );
      socket.write(masked(OPCODE.text, Buffer.from(JSON.stringify({ event: 'follow', data: { thread, ...place } }))));
    });
  }

  leave(): void {
    this.socket
      .removeAllListeners('close')
      .removeAllListeners('error')
      .on('error', () => undefined)
      .destroy();
  }

  private following: () => void = () => undefined;
  private refused: (answer: string) => void = () => undefined;

  /** Answers true: the socket reads on. */
  private take(part: Buffer): boolean {
    let bytes = this.pending ? Buffer.concat([this.pending, part]) : part;
    this.pending = undefined;
    if (!this.upgraded) bytes = this.upgrade(bytes);
    let at = 0;
    while (at < bytes.length) {
      const next = this.frame(bytes, at);
      if (next === at) break;
      at = next;
    }
    // The memory is the next socket's in a moment: what is not whole yet is kept.
    if (at < bytes.length) this.pending = Buffer.from(bytes.subarray(at));
    return true;
  }

  private upgrade(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return bytes;
    if (bytes.toString('latin1', 9, 12) !== '101') {
      this.refused(bytes.toString('latin1'));
      return bytes.subarray(bytes.length);
    }
    this.upgraded = true;
    return bytes.subarray(end + 4);
  }

  /** One frame (RFC 6455, 5.2), whole or not taken at all. Answers where the next begins. */
  private frame(bytes: Buffer, at: number): number {
    if (!this.upgraded || bytes.length < at + 2) return at;
    let length = (bytes[at + 1] as number) & 0x7f;
    let start = at + 2;
    if (length === 126) {
      if (bytes.length < at + 4) return at;
      length = bytes.readUInt16BE(at + 2);
      start = at + 4;
    } else if (length === 127) {
      if (bytes.length < at + 10) return at;
      length = Number(bytes.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    const end = start + length;
    if (bytes.length < end) return at;
    this.message(bytes[at] as number, bytes, start, end);
    return end;
  }

  private message(begin: number, bytes: Buffer, start: number, end: number): void {
    const opcode = begin & 0x0f;
    if (opcode === OPCODE.ping) this.socket.write(masked(OPCODE.pong, bytes.subarray(start, end)));
    if (opcode === OPCODE.close) this.failed(new Error(`A follower was sent away: ${bytes.readUInt16BE(start)}`));
    if (opcode !== OPCODE.text) return;
    const told = begin & PACKED ? this.heard.readPacked(bytes, start, end) : this.heard.read(bytes, start, end);
    if (told === 'else') return;
    if ('spread' in told) return void (this.spread = told.spread);
    if ('following' in told) {
      // Who goes on was told first whatever it had missed.
      if (this.after !== undefined && told.following !== this.position)
        this.failed(new Error(`Follows from ${told.following}, and has heard up to ${this.position}`));
      this.position = told.following;
      return this.following();
    }
    if (told.first !== this.position + 1)
      this.failed(new Error(`Position ${told.first} where ${this.position + 1} was due`));
    this.position = told.last;
    this.heard.count(told);
  }
}

/** A client's frame with a mask of zeros, which leaves the payload as it is. */
function masked(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (payload.length < 126 ? payload.length : 126);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
