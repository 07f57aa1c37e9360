import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '../audit/audit-log.js';
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
    private readonly log: AuditLog,
  ) {}

  /** Those that failed for the last time first. */
  list(most: number): Promise<JobLine[]> {
    return this.jobs.list(most);
  }

  counts(): ReturnType<JobsRepository['counts']> {
    return this.jobs.counts(this.clock.now());
  }

  /** Another chance for one that failed for the last time, or with null for all; answers how many. */
  retry(by: AuditActor, id: string | null): Promise<number> {
    return this.transactions.run(async (tx) => {
      const retried = await this.jobs.revive(tx, id);
      if (retried > 0) {
        await this.log.append(tx, {
          siteId: '*',
          actor: by,
          action: 'jobs.retry',
          subject: { kind: 'forum', id: '*' },
          before: null,
          after: { job: id ?? 'all', retried },
          reason: null,
        });
      }
      return retried;
    });
  }
}
