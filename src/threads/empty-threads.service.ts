import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Transactions } from '../database/transactions.js';
import { Jobs } from '../jobs/jobs.service.js';
import { ThreadsRepository } from './threads.repository.js';

const HOUR = 3_600_000;
/** Threads that a step takes away: a few ms, in which nobody else writes. */
const ROWS = 200;

/** Lets go of threads that somebody opened and nobody wrote in. Their articles show the same empty forum as before. */
@Injectable()
export class EmptyThreads implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly threads: ThreadsRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.recurring('sweep.empty-threads', HOUR, () => this.sweep());
  }

  /** One step; true where more are left. */
  async sweep(): Promise<boolean> {
    const kept = this.config.EMPTY_THREADS_KEPT * HOUR;
    return this.transactions.run(async (tx) => (await this.threads.removeEmpty(tx, tx.now - kept, ROWS)) === ROWS);
  }
}
