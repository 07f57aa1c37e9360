import { connect, type Socket } from 'node:net';
import { until } from './until.js';

/** A bare connection to a forum, on which requests can be sent in pieces, and what has come back. */
export class Line {
  said = '';
  /** What the other end does not take is not read while this is false. */
  ended = false;
  readonly socket: Socket;

  private constructor({ url }: { readonly url: string }) {
    const { port } = new URL(url);
    this.socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (bytes: Buffer) => (this.said += bytes.toString('latin1')));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.ended = true));
  }

  static async open(forum: { readonly url: string }): Promise<Line> {
    const line = new Line(forum);
    await until('a connection', () => !line.socket.connecting);
    return line;
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** The head of a request; without `whole` its last line is still to come. */
  ask(path: string, { method = 'GET', headers = {}, whole = true }: Asked = {}): void {
    const fields = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.send(`${method} ${path} HTTP/1.1\r\n${fields.join('')}${whole ? '\r\n' : ''}`);
  }

  /** Statuses of the answers so far. */
  get statuses(): number[] {
    return [...this.said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  async answered(times = 1): Promise<number[]> {
    await until('an answer', () => this.statuses.length >= times);
    return this.statuses;
  }

  /** Waits until the other end has closed; answers the ms that took. */
  async end(): Promise<number> {
    const begun = performance.now();
    await until('the end of the connection', () => this.ended);
    return performance.now() - begun;
  }

  close(): void {
    this.socket.destroy();
  }
}

type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly whole?: boolean;
};
