import { connect, type Socket } from 'node:net';

export type Target = { readonly host: string; readonly port: number };
/** What came back: status, bytes of head and body, and the ms from the request's first byte to the answer's last. */
export type Answered = { readonly status: number; readonly bytes: number; readonly ms: number };

/** All connections of a process read into the same memory: one is done with it before the next begins. */
const memory = Buffer.allocUnsafe(1_048_576);
const LENGTH = 'content-length: ';
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection that has one request under way. It reads of an answer what it needs to know where it ends,
 * since load and server share two cores: what the load spends, the server seems to.
 */
export class Exchange {
  private head = '';
  private length = 0;
  private left = 0;
  private status = 0;
  private begun = 0;
  /** Of the last answer with a body: where its head ended and its length stood. */
  private known = { end: 0, length: 0 };

  private constructor(
    private readonly socket: Socket,
    private readonly answered: (answer: Answered) => void,
  ) {}

  static open(
    { host, port }: Target,
    answered: (answer: Answered, exchange: Exchange) => void,
    failed: (error: Error) => void,
  ): Promise<Exchange> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({
        host,
        port,
        noDelay: true,
        onread: {
          buffer: memory,
          callback: (bytes) => {
            exchange.take(bytes);
            return true;
          },
        },
      });
      const exchange: Exchange = new Exchange(socket, (answer) => answered(answer, exchange));
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.on('error', failed);
        socket.on('close', () => failed(new Error('The server closed a connection')));
        resolve(exchange);
      });
    });
  }

  /** @param request bytes as they go over the wire, as latin1 where it is text */
  send(request: Buffer | string): void {
    this.begun = performance.now();
    if (typeof request === 'string') this.socket.write(request, 'latin1');
    else this.socket.write(request);
  }

  close(): void {
    this.socket.removeAllListeners('close').removeAllListeners('error').destroy();
  }

  private take(bytes: number): void {
    if (this.left > 0) this.expect(this.left - bytes);
    else this.readHead(bytes);
    this.length += bytes;
    if (this.left > 0 || this.head !== '') return;
    const answer = { status: this.status, bytes: this.length, ms: performance.now() - this.begun };
    this.length = 0;
    this.answered(answer);
  }

  private readHead(bytes: number): void {
    const part = memory.subarray(0, bytes);
    const end = this.head === '' ? part.indexOf(END_OF_HEAD) : -1;
    // Of the next answer of the same kind only the number is read.
    if (end > 0 && end === this.known.end && numberAt(part, 9) === this.status) {
      const { length: at } = this.known;
      const length = part.toString('latin1', at - LENGTH.length, at).toLowerCase() === LENGTH ? numberAt(part, at) : -1;
      if (length >= 0) return this.expect(length - (bytes - end - 4));
    }
    this.head += part.toString('latin1');
    const whole = this.head.indexOf('\r\n\r\n');
    if (whole < 0) return;
    this.status = Number(this.head.slice(9, 12));
    const length = /\r\ncontent-length: *(?=\d)/i.exec(this.head.slice(0, whole));
    const empty = this.status === 304 || this.status === 204;
    if (!length && !empty) throw new Error(`An answer without a length: ${this.head}`);
    const at = length ? length.index + length[0].length : 0;
    this.known = { end: empty ? 0 : whole, length: at };
    this.expect((empty ? 0 : Number.parseInt(this.head.slice(at), 10)) - (this.head.length - whole - 4));
    this.head = '';
  }

  private expect(left: number): void {
    if (left < 0) throw new Error('More came than was asked for');
    this.left = left;
  }
}

/** A whole number in decimal, up to the next byte that is no digit; -1 where there is none. */
function numberAt(part: Buffer, at: number): number {
  let number = -1;
  for (let next = at; next < part.length; next += 1) {
    const digit = (part[next] as number) - 48;
    if (digit < 0 || digit > 9) return number;
    number = Math.max(number, 0) * 10 + digit;
  }
  return number;
}
