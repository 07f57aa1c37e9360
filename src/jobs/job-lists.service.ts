import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { Transactions } from '../database/transactions.js';
import { JobsRepository, type JobLine } from './jobs.repository.js';

/** What an operator sees and does of jobs. */
@Injectable()
export class JobLists {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Those that failed for the last time first. */
  list(most: number): Promise<JobLine[]> {
    return this.jobs.list(most);
  }

  counts(): ReturnType<JobsRepository['counts']> {
    return this.jobs.counts(this.clock.now());
  }

  /** Another chance for one that failed for the last time, or with null for all; answers how many. */
  retry(id: string | null): Promise<number> {
    return this.transactions.run((tx) => this.jobs.revive(tx, id));
  }
}
