import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '../../audit/audit-log.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { AddressesRepository } from '../../threads/addresses/addresses.repository.js';
import { NamesService } from '../../threads/names.service.js';
import type { Thread } from '../../threads/thread.entity.js';
import { keptOf, writeDown } from './acts.js';
import { ThreadActsRepository } from './thread-acts.repository.js';

/** Two threads and how they become one. */
export type Merge = {
  readonly site: KnownSite;
  /** Both locked, and neither gone. */
  readonly from: Thread;
  readonly into: Thread;
  readonly actor: AuditActor;
  readonly reason: string | undefined;
};

/** How two discussions become one: by a member of staff, or because their addresses are one by the site's rules. */
@Injectable()
export class Merging {
  constructor(
    private readonly addresses: AddressesRepository,
    private readonly names: NamesService,
    private readonly acts: ThreadActsRepository,
    private readonly log: AuditLog,
  ) {}

  /** In a unit that holds the site's lock. Answers the thread that both are now, and the entry of the log. */
  async merge(tx: Tx, { site, from, into, actor, reason }: Merge): Promise<{ thread: Thread; entry: string }> {
    const act = newId(tx.now);
    const addresses = (await this.addresses.of(tx, from.id)).map(keptOf);
    await this.acts.remember(tx, act, [from.id, into.id]);
    // Every message has a position of its own, so there are not more of them than positions.
    const positions = from.position + into.position;
    await this.acts.merge(tx, from.id, into.id, positions);
    await this.addresses.give(tx, from.id, into.id);
    await this.acts.setFate(tx, from.id, { mergedInto: into.id, deletedAt: null });
    await this.startAnew(tx, into, 2 * positions);
    await this.names.appendChanged(tx, site, from);
    const thread = await this.names.appendChanged(tx, site, into);
    const done = {
      action: 'thread.merge',
      before: { into: null, act, addresses },
      after: { into: into.id },
    } as const;
    return { thread, entry: await writeDown(this.log, tx, actor, from, done, reason) };
  }

  /** A new epoch: followers read the page again, since their positions are those of another order. `least`: no position of before is beyond. */
  startAnew(tx: Tx, { id }: Thread, least: number): Promise<void> {
    return this.acts.startAnew(tx, id, { epoch: newId(tx.now), least });
  }
}
