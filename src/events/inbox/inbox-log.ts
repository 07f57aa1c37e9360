import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import type { Tx } from '../../database/transactions.js';
import type { InboxEventRow } from './inbox-event.entity.js';
import { InboxLogRepository } from './inbox-log.repository.js';

/** What a member is told in its own inbox, by whatever kind of event. */
export type InboxEntry = Pick<InboxEventRow, 'memberId' | 'type' | 'subjectId'>;

/** Writes down what members are told of what is their own, in the transaction that makes it so. */
@Injectable()
export class InboxLog {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: InboxLogRepository,
  ) {}

  /**
   * Keeps each event under the next position of its member's inbox. Call it last, and where a queue changes too, right before
   * `QueueLog`: it holds the heads until the commit. Of who was erased nothing is kept.
   */
  async append(tx: Tx, entries: readonly InboxEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const counts = new Map<string, number>();
    for (const { memberId } of entries) counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
    const heads = await this.log.advance(tx, counts);
    const next = new Map(heads.map(({ memberId, position }) => [memberId, position - (counts.get(memberId) ?? 0) + 1]));
    const rows = entries.flatMap((entry) => {
      const position = next.get(entry.memberId);
      if (position === undefined) return [];
      next.set(entry.memberId, position + 1);
      return [{ ...entry, position, at: tx.now }];
    });
    await this.log.append(tx, rows);
    for (const { memberId, position } of heads) {
      const upTo = position - this.config.INBOX_EVENTS_KEPT;
      if (upTo > 0) await this.log.sweep(tx, memberId, upTo);
      tx.emit({ name: 'inbox.advanced', memberId, position });
    }
  }

  /** The same of what may have been asked for twice: once it is there, it is not kept again. */
  async appendOnce(tx: Tx, entry: InboxEntry): Promise<void> {
    if (!(await this.log.has(tx, entry))) await this.append(tx, [entry]);
  }
}
