import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A proxy before a forum: it can forget the open sockets without a word to either side, while HTTP goes through. */
export class SilentProxy {
  /** Connections that carry a socket, in the order in which they came. */
  readonly upgraded: Socket[] = [];
  private target = 0;
  private waiting: (() => void)[] | null = null;
  private readonly open = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<SilentProxy> {
    const server = createServer((client) => proxy.pass(client));
    const proxy = new SilentProxy(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** Where the forum is to be found by its readers. */
  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  leadTo(port: number): void {
    this.target = port;
  }

  /** From now on nothing passes on the sockets that are open, and nobody is told; new ones wait. */
  forget(): void {
    for (const client of this.upgraded) client.emit('forgotten');
    this.waiting = [];
  }

  /** Lets new sockets through again. */
  letIn(): void {
    for (const go of this.waiting?.splice(0) ?? []) go();
    this.waiting = null;
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private pass(client: Socket): void {
    const upstream = connect(this.target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      this.open.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.open.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.once('data', (head) => {
      const isSocket = /^upgrade: *websocket/im.test(head.toString('latin1'));
      const begin = () => {
        upstream.write(head);
        client.pipe(upstream).pipe(client);
      };
      if (!isSocket) return begin();
      this.upgraded.push(client);
      client.once('forgotten', () => {
        client.unpipe(upstream);
        upstream.unpipe(client);
        for (const socket of [client, upstream]) socket.removeAllListeners('close').on('data', () => undefined);
      });
      if (this.waiting) this.waiting.push(begin);
      else begin();
    });
  }
}
