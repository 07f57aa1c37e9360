import { Injectable } from '@nestjs/common';
import { AuditLog, COMMAND_LINE } from '../../audit/audit-log.js';
import { TokensService } from '../../auth/tokens.service.js';
import { Transactions } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { SitesService } from '../../sites/sites.service.js';
import { ErasuresRepository } from './erasures.repository.js';
import { MessagesRepository } from '../messages.repository.js';
import { MessageLifecycle } from '../message-lifecycle.js';

/** What stands where the name was. */
const NOBODY = 'Erased';
/** Messages in one unit of work. */
const STEP = 50;

/** Takes a person out of the forum, for good: name, mail address, words and ways in. Places and counts stay. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly erasures: ErasuresRepository,
    private readonly messages: MessagesRepository,
    private readonly publishing: MessageLifecycle,
    private readonly sites: SitesService,
    private readonly tokens: TokensService,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  /** Ids of all who were erased, in their order. */
  erased(): Promise<string[]> {
    return this.erasures.erased();
  }

  /** Of one who was erased before nothing is changed. @throws ForumError member_not_found */
  async erase(memberId: string): Promise<{ readonly messages: number }> {
    if (!(await this.erasures.isMember(memberId))) throw new ForumError('member_not_found');
    // First the name and the ways in, so that nothing new is written; the words in small steps.
    await this.transactions.run(async (tx) => {
      await this.erasures.forget(tx, memberId, NOBODY);
      await this.tokens.revokeAll(tx, memberId);
      await this.audit.append(tx, {
        siteId: '*',
        actor: COMMAND_LINE,
        action: 'member.erase',
        subject: { kind: 'member', id: memberId },
        before: null,
        after: null,
        reason: null,
      });
      tx.emit({ name: 'member.changed', memberId });
    });
    const sites = await this.sites.all();
    for (let messages = 0; ;) {
      const ids = await this.erasures.written(memberId, STEP);
      if (ids.length === 0) return { messages };
      await this.transactions.run(async (tx) => {
        for (const id of ids) {
          const row = await this.messages.lock(tx, id);
          const site = row && sites.get(row.siteId);
          if (row?.state === 'published' && site) await this.publishing.withdraw(tx, site, row, 'deleted', 'deleted');
          if (row?.state === 'held') await this.messages.setState(tx, id, 'deleted');
          await this.erasures.blank(tx, id);
        }
      });
      messages += ids.length;
    }
  }
}
