import type { Duplex } from 'node:stream';
import { overloaded } from '../../http/errors.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';

/** Sockets that are open: on this process, and from one address. */
export class ConnectionQuota {
  private readonly addresses = new Map<Duplex, string>();
  private readonly taken = new Map<string, number>();
  /** The same function for every connection. */
  private readonly left: (this: Duplex) => void;

  constructor(
    private readonly most: number,
    private readonly each: number,
  ) {
    const giveBack = (connection: Duplex) => this.giveBack(connection);
    this.left = function () {
      giveBack(this);
    };
  }

  /**
   * Takes one, for as long as the connection is open.
   * @throws ForumError overloaded when this process has as many as it may, too_fast when the address has
   */
  take(connection: Duplex, address: string): void {
    if (this.addresses.size >= this.most) throw overloaded('SOCKETS');
    const held = this.taken.get(address) ?? 0;
    if (held >= this.each) {
      const words = say('refused.socketsPerAddress');
      throw new ForumError('too_fast', { limit: 'SOCKETS_PER_ADDRESS' }, words, 10);
    }
    this.addresses.set(connection, address);
    this.taken.set(address, held + 1);
    connection.on('close', this.left);
  }

  private giveBack(connection: Duplex): void {
    const address = this.addresses.get(connection);
    if (address === undefined) return;
    this.addresses.delete(connection);
    const held = this.taken.get(address) ?? 0;
    if (held > 1) this.taken.set(address, held - 1);
    else this.taken.delete(address);
  }
}
