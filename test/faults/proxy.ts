import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of one connection: who came, and the connection that was opened for it on the other side. */
export type Passage = (client: Socket, upstream: Socket, proxy: Proxy) => void;

/** Everything arrives. */
export const whole: Passage = (client, upstream) => {
  client.pipe(upstream).pipe(client);
};

/** The request arrives whole and is answered, but the answer never comes. */
export const withoutAnswer: Passage = (client, upstream, proxy) => {
  client.pipe(upstream);
  upstream.once('data', () => proxy.cut(client, upstream));
};

/** The request is sent whole, and then the line goes dead, whether anybody has begun to work on it or not. */
export const withoutWaiting: Passage = (client, upstream, proxy) => {
  let request = '';
  client.on('data', (chunk) => {
    request += chunk.toString('latin1');
    upstream.write(chunk, () => {
      if (isWhole(request)) proxy.cut(client, upstream);
    });
  });
};

function isWhole(request: string): boolean {
  const [head, body] = request.split('\r\n\r\n', 2);
  const length = Number(/^content-length: *(\d+)/im.exec(head ?? '')?.[1] ?? 0);
  return body !== undefined && body.length >= length;
}

/** A TCP proxy of our own before anything that listens: it loses, on purpose, what a network loses by accident. */
export class Proxy {
  /** Connections that it has cut. */
  cuts = 0;
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(port: number, passage: Passage): Promise<Proxy> {
    const server = createServer((client) => {
      const upstream = connect(port, '127.0.0.1');
      for (const socket of [client, upstream]) proxy.keep(socket);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
      passage(client, upstream, proxy);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new Proxy(server, (server.address() as AddressInfo).port);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends both sides without a word. */
  cut(client: Socket, upstream: Socket): void {
    if (client.destroyed) return;
    this.cuts += 1;
    client.resetAndDestroy();
    upstream.resetAndDestroy();
  }

  /** Ends all that is open without a word. */
  cutAll(): void {
    for (const socket of this.open) socket.resetAndDestroy();
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.on('error', () => undefined).on('close', () => this.open.delete(socket));
  }
}
