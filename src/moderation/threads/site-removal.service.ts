import { Injectable } from '@nestjs/common';
import type { AuditActor } from '../../audit/audit-log.js';
import { Transactions } from '../../database/transactions.js';
import { ThreadRemovalRepository } from '../../messages/parts/thread-removal.repository.js';
import { SitesService } from '../../sites/sites.service.js';
import { ThreadActsRepository } from './thread-acts.repository.js';

/** Takes whole sites away. */
@Injectable()
export class SiteRemovalService {
  constructor(
    private readonly transactions: Transactions,
    private readonly sites: SitesService,
    private readonly acts: ThreadActsRepository,
    private readonly removal: ThreadRemovalRepository,
  ) {}

  /**
   * Takes a site away on which no discussion is.
   * @param withDeleted deleted ones, which could be brought back else, go with it
   * @throws ForumError site_not_found, conflict
   */
  remove(id: string, { withDeleted, by }: { withDeleted: boolean; by: AuditActor }): Promise<void> {
    return this.transactions.run(async (tx) => {
      if (withDeleted) await this.removal.takeOut(tx, await this.acts.goneFrom(tx, id));
      await this.sites.removeIn(tx, id, by);
    });
  }
}
