import { overloaded } from '../../http/errors.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';

/** Sockets that are open: on this process, and from one address. */
export class ConnectionQuota {
  private all = 0;
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly each: number,
  ) {}

  /**
   * Takes one; what it answers gives it back.
   * @throws ForumError overloaded when this process has as many as it may, too_fast when the address has
   */
  take(address: string): () => void {
    if (this.all >= this.most) throw overloaded('SOCKETS');
    const held = this.taken.get(address) ?? 0;
    if (held >= this.each) {
      const words = say('refused.socketsPerAddress');
      throw new ForumError('too_fast', { limit: 'SOCKETS_PER_ADDRESS' }, words, 10);
    }
    this.all += 1;
    this.taken.set(address, held + 1);
    return () => this.giveBack(address);
  }

  private giveBack(address: string): void {
    this.all -= 1;
    const held = this.taken.get(address) ?? 0;
    if (held > 1) this.taken.set(address, held - 1);
    else this.taken.delete(address);
  }
}
