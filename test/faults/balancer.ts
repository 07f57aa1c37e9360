import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A plain TCP balancer of our own: each connection goes to the next process in turn, and past one that refuses it. It knows
 * nothing of HTTP or of health, and keeps nobody at the process where it was before.
 */
export class Balancer {
  private readonly open = new Set<Socket>();
  private turn = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {}

  /** @param port its own; 0 takes a free one */
  static async before(ports: readonly number[], port = 0): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server, ports);
    server.on('connection', (client) => void balancer.pass(client));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private async pass(client: Socket): Promise<void> {
    this.keep(client);
    for (let tries = 0; tries < this.ports.length; tries += 1) {
      this.turn = (this.turn + 1) % this.ports.length;
      const upstream = connect(this.ports[this.turn] as number, '127.0.0.1');
      this.keep(upstream);
      if (!(await opened(upstream))) continue;
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
      client.pipe(upstream).pipe(client);
      return;
    }
    client.destroy();
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined).on('close', () => this.open.delete(socket));
  }
}

const opened = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('close', () => resolve(false));
  });
