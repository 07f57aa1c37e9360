import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import type { Tx } from '../database/transactions.js';
import { QueueLogRepository } from './queue-log.repository.js';

/** What became of a message in its site's queue. */
export type QueueEventInput = {
  readonly siteId: string;
  readonly messageId: string;
  /** Whether it waited for a moderator before, and whether it does now. */
  readonly waited: boolean;
  readonly waits: boolean;
  /** Where a moderator did it: who, and what was decided. */
  readonly by?: { readonly id: string; readonly name: string };
  readonly decision?: string;
};

/** Writes down what changes a site's queue, in the transaction that changes it. */
@Injectable()
export class QueueLog {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: QueueLogRepository,
  ) {}

  /** All of these entered a site's queue, or left it, at once. Call it last, as `append`. */
  async appendAll(
    tx: Tx,
    { siteId, move, by }: { siteId: string; move: 'entered' | 'left'; by?: { id: string; name: string } },
    messageIds: readonly string[],
  ): Promise<void> {
    if (messageIds.length === 0) return;
    const event = { siteId, at: tx.now, move, byId: by?.id ?? null, byName: by?.name ?? null };
    const position = await this.log.appendAll(tx, event, messageIds);
    await this.log.sweep(tx, siteId, position - this.config.QUEUE_EVENTS_KEPT);
    tx.emit({ name: 'queue.advanced', siteId, position });
  }

  /**
   * Keeps the event under the next position of the site's queue. Call it last: it holds the queue's head until the commit.
   * Of what neither waited nor waits nothing is told, unless a moderator decided on it.
   */
  async append(tx: Tx, { siteId, messageId, waited, waits, by, decision }: QueueEventInput): Promise<void> {
    if (!waited && !waits && !decision) return;
    const position = await this.log.advance(tx, siteId);
    await this.log.append(tx, {
      siteId,
      position,
      move: !waits ? 'left' : waited ? 'changed' : 'entered',
      messageId,
      byId: by?.id ?? null,
      byName: by?.name ?? null,
      decision: decision ?? null,
      at: tx.now,
    });
    await this.log.sweep(tx, siteId, position - this.config.QUEUE_EVENTS_KEPT);
    tx.emit({ name: 'queue.advanced', siteId, position });
  }
}
