import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AuditLog, type AuditActor } from '../../audit/audit-log.js';
import { Clock } from '../../config/clock.js';
import { newId, newSecret } from '../../database/ids.js';
import { Transactions } from '../../database/transactions.js';
import { EventBus } from '../../events/event-bus.js';
import { SitesService } from '../sites.service.js';
import { SiteSecretsRepository } from './site-secrets.repository.js';

/** How long this process goes on with the secrets of a site that another one changed, in ms. */
const FRESH = 5_000;

/** The secrets that a publisher and the forum share. */
@Injectable()
export class SiteSecretsService {
  private readonly known = new LRUCache<string, Promise<string[]>>({ max: 1_000, ttl: FRESH });

  constructor(
    private readonly secrets: SiteSecretsRepository,
    private readonly sites: SitesService,
    private readonly transactions: Transactions,
    private readonly log: AuditLog,
    private readonly clock: Clock,
    bus: EventBus,
  ) {
    bus.on('site.changed', ({ siteId }) => void this.known.delete(siteId));
  }

  /** Those by which a signature may be made now, the one in use first. */
  good(siteId: string): Promise<string[]> {
    const known = this.known.get(siteId);
    if (known) return known;
    const read = this.secrets.good(siteId, this.clock.now()).then((secrets) => secrets.map(({ secret }) => secret));
    read.catch(() => this.known.delete(siteId));
    this.known.set(siteId, read);
    return read;
  }

  /** The site's secret; made where it has none. @throws ForumError site_not_found */
  async secret(actor: AuditActor, siteId: string): Promise<string> {
    await this.sites.site(siteId);
    const [inUse] = await this.secrets.good(siteId, this.clock.now());
    return inUse?.secret ?? this.rotate(actor, siteId, 0);
  }

  /**
   * A new secret; what was signed with the one before is good for a while.
   * @param overlap ms
   * @throws ForumError site_not_found
   */
  async rotate(actor: AuditActor, siteId: string, overlap: number): Promise<string> {
    await this.sites.site(siteId);
    const secret = newSecret();
    await this.transactions.run(async (tx) => {
      await this.secrets.retire(tx, siteId, tx.now + overlap);
      const row = { id: newId(tx.now), siteId, secret, createdAt: tx.now, expiresAt: null };
      await this.secrets.insert(tx, row);
      await this.log.append(tx, {
        siteId,
        actor,
        action: 'site.secret',
        subject: { kind: 'site', id: siteId },
        before: {},
        after: { secret: row.id, overlap },
        reason: null,
      });
      tx.emit({ name: 'site.changed', siteId });
    });
    return secret;
  }
}
