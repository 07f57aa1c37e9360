import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Reads } from '../database/reads.js';
import { ForumError } from '../errors/forum-error.js';

@Injectable()
export class HealthService implements BeforeApplicationShutdown {
  private leaving = false;

  constructor(private readonly reads: Reads) {}

  beforeApplicationShutdown(): void {
    this.leaving = true;
  }

  /** @throws ForumError overloaded while the process is going away or the database does not answer */
  async ready(): Promise<{ status: 'ok' }> {
    if (this.leaving) throw new ForumError('overloaded', undefined, 'This process is going away.', 1);
    try {
      await this.reads.ping();
    } catch (cause) {
      throw Object.assign(new ForumError('overloaded', undefined, 'The database does not answer.', 1), { cause });
    }
    return { status: 'ok' };
  }
}
