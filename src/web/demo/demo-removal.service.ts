import { Injectable, Module } from '@nestjs/common';
import { AuditLog, type AuditActor } from '../../audit/audit-log.js';
import { Transactions } from '../../database/transactions.js';
import { MessagesModule } from '../../messages/messages.module.js';
import { ThreadRemovalRepository } from '../../messages/parts/thread-removal.repository.js';
import { articles } from './articles/articles.js';
import { DemoRemovalRepository } from './demo-removal.repository.js';
import { newcomers, roll } from './demo.talk.js';

/** Takes the invented newspaper's talk out of a database, with what readers wrote under it. */
@Injectable()
export class DemoRemovalService {
  constructor(
    private readonly transactions: Transactions,
    private readonly demo: DemoRemovalRepository,
    private readonly removal: ThreadRemovalRepository,
    private readonly log: AuditLog,
  ) {}

  /** @param by who is written down for it, where there was something to take away */
  remove(by: AuditActor): Promise<{ readonly threads: number; readonly messages: number; readonly people: number }> {
    return this.transactions.run(async (tx) => {
      const names = [...roll, ...newcomers];
      const threads = await this.demo.threadsOf(tx, articles, names);
      const messages = await this.removal.takeOut(tx, threads);
      const people = await this.demo.removePeople(tx, names);
      if (threads.length + people > 0) {
        await this.log.append(tx, {
          siteId: 'default',
          actor: by,
          action: 'demo.remove',
          subject: { kind: 'site', id: 'default' },
          before: { threads: threads.length, messages, people },
          after: null,
          reason: null,
        });
      }
      tx.emit({ name: 'threads.touched', threadIds: threads });
      return { threads: threads.length, messages, people };
    });
  }
}

/** In every forum: the demo may have been on when its database was made. */
@Module({
  imports: [MessagesModule],
  providers: [DemoRemovalRepository, DemoRemovalService],
  exports: [DemoRemovalService],
})
export class DemoRemovalModule {}
