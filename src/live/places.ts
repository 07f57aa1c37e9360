import { ForumError } from '../errors/forum-error.js';

/** Sockets that one address holds open. */
export class Places {
  private readonly taken = new Map<string, number>();

  constructor(private readonly each: number) {}

  /** Takes one; what it answers gives it back. @throws ForumError too_fast when the address has as many as it may */
  take(address: string): () => void {
    const held = this.taken.get(address) ?? 0;
    if (held >= this.each)
      throw new ForumError('too_fast', undefined, 'There are too many connections from your address.', 10);
    this.taken.set(address, held + 1);
    return () => this.giveBack(address);
  }

  private giveBack(address: string): void {
    const held = this.taken.get(address) ?? 0;
    if (held > 1) this.taken.set(address, held - 1);
    else this.taken.delete(address);
  }
}
