import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { ActiveSanction } from '../../members/sanctions/active-sanction.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** What holds against the author on the site. */
@Injectable()
export class SanctionFact implements Fact<ActiveSanction | null> {
  readonly name = 'sanction';
  constructor(private readonly sanctions: SanctionsRepository) {}

  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<ActiveSanction | null>> {
    const ids = drafts.map(({ author }) => author.id);
    const active = await this.sanctions.activeOf(tx, ids, tx.now);
    return { of: ({ author, site }) => active(author.id, site.id) };
  }
}
