import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { ofSite } from '../../members/sanctions/sanction-of-site.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import { InboxKinds } from './inbox-kinds.js';

/** What keeps a member from writing has begun, or is over. */
@Injectable()
export class SanctionNews {
  constructor(kinds: InboxKinds, sanctions: SanctionsRepository, clock: Clock) {
    for (const type of ['sanction.given', 'sanction.lifted', 'sanction.ended'] as const)
      kinds.add(type, async (memberId, ids) => {
        const [told, holding] = await Promise.all([sanctions.some(ids), sanctions.holding(memberId, clock.now())]);
        const holds = holding.map(ofSite);
        return new Map(told.map((row) => [row.id, { sanction: { id: row.id, ...ofSite(row) }, holds }]));
      });
  }
}
