import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { Transactions } from '../../database/transactions.js';
import type { QueueEventRow } from '../../events/queue-event.entity.js';
import { QueueLogRepository } from '../../events/queue-log.repository.js';
import { isWaiting } from '../../messages/waiting.js';
import type { DecisionKind } from '../decisions/decisions.schema.js';
import type { QueueChange, QueueCounts, QueueItem } from './queue.schema.js';
import { QueueItems } from './queue-items.js';
import { QueueRepository } from './queue.repository.js';

/** Events that are read and told at a time. */
const STEP = 50;

/** Where a queue stands. */
export type QueuePlace = { readonly position: number; readonly epoch: string };
/** The next events after a position, and where the queue stands; or: read the queue again. */
export type QueueEvents = QueuePlace & ({ readonly events: readonly QueueChange[] } | { readonly reset: true });

/** A site's queue as a topic: what happened in it, in order, for those who follow. */
@Injectable()
export class QueueTopicService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: QueueLogRepository,
    private readonly queue: QueueRepository,
    private readonly items: QueueItems,
    private readonly transactions: Transactions,
  ) {}

  /** Where a queue stands; from now on it has an epoch. */
  async head(siteId: string): Promise<QueuePlace> {
    const known = (await this.heads([siteId])).get(siteId);
    if (known) return known;
    await this.transactions.run((tx) => this.log.begin(tx, siteId));
    const begun = (await this.heads([siteId])).get(siteId);
    if (!begun) throw new Error(`No queue of ${siteId}`);
    return begun;
  }

  /** Where each of these queues stands, as far as anything has happened in it. One query. */
  async heads(siteIds: readonly string[]): Promise<ReadonlyMap<string, QueuePlace>> {
    const heads = await this.log.heads(siteIds);
    return new Map(heads.map(({ siteId, ...place }) => [siteId, place]));
  }

  /** How many wait in a site's queue. */
  counts(siteId: string): Promise<QueueCounts> {
    return this.queue.counts(siteId);
  }

  /**
   * The next events after a position, some at a time, with the items as they stand now: what has left since has left here as
   * well. `reset` where the follower is of another epoch, ahead of the queue or further behind than QUEUE_EVENTS_KEPT.
   */
  async since(siteId: string, after: number, epoch: string): Promise<QueueEvents> {
    const head = await this.head(siteId);
    const behind = head.position - after;
    if (epoch !== head.epoch || behind < 0 || behind > this.config.QUEUE_EVENTS_KEPT) return { reset: true, ...head };
    const upTo = Math.min(head.position, after + STEP);
    const rows = await this.log.between(siteId, after, upTo);
    if (rows.length !== upTo - after) return { reset: true, ...head };
    return { events: await this.toChanges(siteId, rows), ...head };
  }

  private async toChanges(siteId: string, rows: readonly QueueEventRow[]): Promise<QueueChange[]> {
    if (rows.length === 0) return [];
    const messages = await this.queue.byIds([...new Set(rows.map(({ messageId }) => messageId))]);
    const items = await this.items.of(messages.filter((row) => row.threadDeletedAt === null && isWaiting(row)));
    const waiting = new Map(items.map((item) => [item.message.id, item]));
    const counts = await this.queue.counts(siteId);
    const last = new Map(rows.map((row) => [row.messageId, row]));
    return rows.map((row) => changeOf(row, waiting.get(row.messageId), last.get(row.messageId) ?? row, counts));
  }
}

/** @param last what happened to the message last: who took it away is told with what it took away */
function changeOf(
  row: QueueEventRow,
  item: QueueItem | undefined,
  last: QueueEventRow,
  counts: QueueCounts,
): QueueChange {
  const { siteId: site, position, messageId } = row;
  const there = row.move === 'left' ? undefined : item;
  const { byId, byName, decision } = there || row.move === 'left' ? row : last;
  return {
    site,
    position,
    change: there ? row.move : 'left',
    messageId,
    ...(there ? { item: there } : {}),
    ...(byId === null ? {} : { by: { id: byId, name: byName ?? '' } }),
    ...(decision === null ? {} : { decision: decision as DecisionKind }),
    counts,
  };
}
