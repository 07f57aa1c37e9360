import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';

/** Threads that are followed from each address, in full or for their counts: each of them has a room, whoever made its id up. */
@Injectable()
export class FollowQuota {
  private readonly taken = new Map<string, number>();
  private readonly most: number;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.most = config.RATE_LIMITS ? config.FOLLOWS_PER_ADDRESS : Infinity;
  }

  /**
   * @param held threads of this kind that the socket follows already
   * @throws ForumError too_fast where the socket, or all of the address, would follow more than they may: then none is taken
   */
  take(address: string, held: number, threads = 1): void {
    if (held + threads > this.config.FOLLOWS_PER_SOCKET) {
      const words = say('refused.followsPerSocket');
      throw new ForumError('too_fast', { limit: 'FOLLOWS_PER_SOCKET' }, words);
    }
    const taken = (this.taken.get(address) ?? 0) + threads;
    if (taken > this.most) {
      const words = say('refused.followsPerAddress');
      throw new ForumError('too_fast', { limit: 'FOLLOWS_PER_ADDRESS' }, words);
    }
    this.taken.set(address, taken);
  }

  giveBack(address: string, threads = 1): void {
    const left = (this.taken.get(address) ?? 0) - threads;
    if (left > 0) this.taken.set(address, left);
    else this.taken.delete(address);
  }
}
