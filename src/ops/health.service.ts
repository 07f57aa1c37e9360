import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import { Transactions } from '../database/transactions.js';
import { ForumError } from '../errors/forum-error.js';

@Injectable()
export class HealthService implements BeforeApplicationShutdown {
  private leaving = false;

  constructor(
    private readonly reads: Reads,
    private readonly transactions: Transactions,
  ) {}

  beforeApplicationShutdown(): void {
    this.leaving = true;
  }

  /**
   * `degraded`: readers are served, but the database has lately refused a write and has not taken one since.
   * @throws ForumError overloaded while the process is going away or the database does not answer
   */
  async ready(): Promise<{ status: 'ok' | 'degraded' }> {
    if (this.leaving) throw new ForumError('overloaded', undefined, 'This process is going away.', 1);
    try {
      await this.reads.ping();
    } catch (cause) {
      throw Object.assign(new ForumError('overloaded', undefined, 'The database does not answer.', 1), { cause });
    }
    return { status: this.transactions.refusing ? 'degraded' : 'ok' };
  }
}
