import { Injectable } from '@nestjs/common';
import { AuditLog, COMMAND_LINE } from '../../audit/audit-log.js';
import type { Erased } from '../../database/backup/recounts.js';
import { renewEpochs } from '../../database/backup/epochs.js';
import { Transactions } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { ErasuresService } from './erasures.service.js';

/** What a database needs that has just come out of a backup. */
@Injectable()
export class RestoredService {
  constructor(
    private readonly erasures: ErasuresService,
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Erases again who was erased after the backup was made, and gives every topic a new epoch.
   * @returns how many people were erased
   */
  async settle(gone: readonly Erased[]): Promise<number> {
    let people = 0;
    for (const one of gone) if (await this.eraseAgain(one)) people += 1;
    await this.transactions.run(async (tx) => {
      await renewEpochs(tx);
      await this.audit.append(tx, {
        siteId: '*',
        actor: COMMAND_LINE,
        action: 'forum.restore',
        subject: { kind: 'site', id: '*' },
        before: null,
        after: { erased: people },
        reason: null,
      });
    });
    return people;
  }

  /** False for who came after the backup was made, and is not in it. */
  private async eraseAgain({ id, messages }: Erased): Promise<boolean> {
    try {
      await this.erasures.erase(id, messages);
      return true;
    } catch (error) {
      if (error instanceof ForumError && error.code === 'member_not_found') return false;
      throw error;
    }
  }
}
