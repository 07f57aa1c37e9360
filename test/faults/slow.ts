import { connect, type Socket } from 'node:net';

/** ms between two bytes. */
const BETWEEN = 1_000;

/** Answers that somebody asks for who reads none: of half a megabyte each, more than the kernel takes for it. */
const ASKED = 12;

/** A connection that takes its time, and when it was ended, in ms since it was opened; Infinity while it is not. */
export class Slow {
  endedAfter = Infinity;
  private readonly socket: Socket;
  private readonly begun = performance.now();
  private dripping: NodeJS.Timeout | undefined;

  private constructor(
    readonly kind: string,
    url: string,
    first: string,
  ) {
    const { port } = new URL(url);
    this.socket = connect(Number(port), '127.0.0.1', () => this.socket.write(first));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      clearInterval(this.dripping);
      this.endedAfter = performance.now() - this.begun;
    });
  }

  /** Its headers come a byte a second. */
  static headers(url: string): Slow {
    return new Slow('headers that never end', url, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ').drip();
  }

  /** Its body does. */
  static body(url: string): Slow {
    const head = [
      'POST /api/v1/guests HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      'Content-Length: 60000',
    ];
    return new Slow('a body that never ends', url, `${head.join('\r\n')}\r\n\r\n{`).drip();
  }

  /** It asks for more than any buffer holds, and reads none of it. */
  static reader(url: string, path: string): Slow {
    const slow = new Slow(
      'answers that nobody reads',
      url,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(ASKED),
    );
    slow.socket.pause();
    return slow;
  }

  /** Reads what is there: only then does it learn that it was ended. */
  wake(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.destroy();
  }

  private drip(): this {
    this.socket.resume();
    this.dripping = setInterval(() => this.socket.write('x'), BETWEEN);
    return this;
  }
}
