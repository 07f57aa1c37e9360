import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog, COMMAND_LINE } from '../../audit/audit-log.js';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { QueueLog } from '../../events/queue-log.js';
import { Jobs } from '../../jobs/jobs.service.js';
import { MemberTables } from '../../members/member-tables.js';
import { SitesService } from '../../sites/sites.service.js';
import { NamesService } from '../../threads/names.service.js';
import { MessageLifecycle } from '../message-lifecycle.js';
import type { MessageRow } from '../message.row.js';
import { MessagesRepository } from '../messages.repository.js';
import { isWaiting } from '../waiting.js';
import { ERASE_AGAIN } from './erase-again.job.js';
import { ErasuresRepository } from './erasures.repository.js';

/** What stands where the name was. */
const NOBODY = 'Erased';
/** Messages in one unit of work. */
const STEP = 50;
/** ms after which it is done once more: until then another process may have believed in a token, and a request may have been on its way. */
const AGAIN = 60_000;

/** Takes a person out of the forum, for good: name, mail address, words and ways in. Places and counts stay. */
@Injectable()
export class ErasuresService implements OnModuleInit {
  constructor(
    private readonly erasures: ErasuresRepository,
    private readonly messages: MessagesRepository,
    private readonly publishing: MessageLifecycle,
    private readonly sites: SitesService,
    private readonly tokens: TokensService,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
    private readonly queue: QueueLog,
    private readonly jobs: Jobs,
    private readonly names: NamesService,
    private readonly tables: MemberTables,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(ERASE_AGAIN, async ({ memberId }) => {
      await this.transactions.run((tx) => this.forget(tx, memberId));
      await this.takeAll(memberId);
    });
  }

  /** Ids of all who were erased, in their order. */
  erased(): Promise<string[]> {
    return this.erasures.erased();
  }

  /** Of one who was erased before nothing is changed. @throws ForumError member_not_found */
  async erase(memberId: string): Promise<{ readonly messages: number }> {
    if (!(await this.erasures.isMember(memberId))) throw new ForumError('member_not_found');
    // First the name and the ways in, so that nothing new is written; the words in small steps.
    await this.transactions.run(async (tx) => {
      await this.forget(tx, memberId);
      await tx.enqueue(ERASE_AGAIN, { memberId }, { runAt: tx.now + AGAIN, dedupeKey: memberId });
      await this.audit.append(tx, {
        siteId: '*',
        actor: COMMAND_LINE,
        action: 'member.erase',
        subject: { kind: 'member', id: memberId },
        before: null,
        after: null,
        reason: null,
      });
    });
    return { messages: await this.takeAll(memberId) };
  }

  private async forget(tx: Tx, memberId: string): Promise<void> {
    await this.erasures.forget(tx, memberId, NOBODY);
    await this.tokens.revokeAll(tx, memberId);
    await this.tables.forget(tx, memberId);
    tx.emit({ name: 'member.changed', memberId });
  }

  /** Takes their name off discussions and the words of all their messages. Answers how many messages there were. */
  private async takeAll(memberId: string): Promise<number> {
    while (await this.transactions.run((tx) => this.unnameSome(tx, memberId)));
    return this.blankAll(memberId);
  }

  /** True where more may be left. */
  private async unnameSome(tx: Tx, memberId: string): Promise<boolean> {
    const closed = await this.erasures.closed(tx, memberId, NOBODY, STEP);
    for (const thread of closed) {
      await this.erasures.nameCloser(tx, thread.id, NOBODY);
      await this.names.appendChanged(tx, await this.sites.siteIn(tx, thread.siteId), thread);
    }
    return closed.length === STEP;
  }

  private async blankAll(memberId: string): Promise<number> {
    const sites = await this.sites.all();
    for (let messages = 0; ;) {
      const ids = await this.erasures.written(memberId, STEP);
      if (ids.length === 0) return messages;
      await this.transactions.run(async (tx) => {
        const waited: MessageRow[] = [];
        for (const id of ids) {
          const row = await this.messages.lock(tx, id);
          const site = row && sites.get(row.siteId);
          if (row?.state === 'published' && site) await this.publishing.withdraw(tx, site, row, 'deleted', 'deleted');
          if (row?.state === 'held') await this.messages.setState(tx, id, 'deleted');
          await this.erasures.blank(tx, id);
          if (row && isWaiting(row)) waited.push(row);
        }
        await this.appendToQueues(tx, waited);
      });
      messages += ids.length;
    }
  }

  /** Consoles show them without their words, or no more. Last of all, see QueueLog. */
  private async appendToQueues(tx: Tx, waited: readonly MessageRow[]): Promise<void> {
    for (const { siteId, id, openReports } of waited.toSorted((a, b) => (a.siteId < b.siteId ? -1 : 1)))
      await this.queue.append(tx, {
        siteId,
        messageId: id,
        waited: true,
        waits: isWaiting({ state: 'deleted', openReports }),
      });
  }
}
