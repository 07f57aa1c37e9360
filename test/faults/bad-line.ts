import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { Proxy } from './proxy.js';

/** How the line is: everything arrives; so many ms later; never; or every connection is cut whenever something is said. */
export type Weather = 'fine' | { readonly late: number } | 'silent' | 'cut';

/** A line to a port of this machine that can be made bad while it is used. */
export class BadLine {
  weather: Weather = 'fine';

  private constructor(private readonly proxy: Proxy) {}

  static async before(port: number): Promise<BadLine> {
    const proxy = await Proxy.before(port, (client, upstream, its) => {
      const cut = () => its.cut(client, upstream);
      client.on('data', (chunk) => void line.carry(chunk, upstream, cut));
      upstream.on('data', (chunk) => void line.carry(chunk, client, cut));
    });
    const line = new BadLine(proxy);
    return line;
  }

  get port(): number {
    return this.proxy.port;
  }

  close(): void {
    this.proxy.close();
  }

  /** What was said into the silence is lost: connections that lived through it do not mean what they were. */
  clear(): void {
    if (this.weather === 'silent') this.proxy.cutAll();
    this.weather = 'fine';
  }

  private async carry(chunk: Buffer, to: Socket, cut: () => void): Promise<void> {
    const { weather } = this;
    if (weather === 'silent') return;
    if (weather === 'cut') return cut();
    // Timers of one length keep their order.
    if (weather !== 'fine') await delay(weather.late);
    if (!to.destroyed) to.write(chunk);
  }
}
