import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { defineJob } from '../database/enqueue.js';
import { Transactions } from '../database/transactions.js';
import { Jobs } from '../jobs/jobs.service.js';
import { NamesService } from './names.service.js';
import { ThreadsRepository } from './threads.repository.js';
import { ThreadsService } from './threads.service.js';

/** Closes a discussion at a time that was set for it. */
export const CLOSE_THREAD = defineJob('threads.close', z.object({ threadId: z.string() }));

@Injectable()
export class ThreadClosing implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly threads: ThreadsService,
    private readonly rows: ThreadsRepository,
    private readonly names: NamesService,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(CLOSE_THREAD, ({ threadId }) => this.close(threadId));
  }

  private async close(threadId: string): Promise<void> {
    const { site } = await this.threads.onSite(threadId);
    await this.transactions.run(async (tx) => {
      const thread = await this.rows.lock(tx, threadId);
      if (thread?.state !== 'open') return;
      const closed = { closedBy: null, closedReason: null, closedAt: tx.now };
      await this.rows.setState(tx, threadId, { state: 'closed', ...closed });
      await this.names.tell(tx, site, thread);
    });
  }
}
