import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { Transactions } from '../../database/transactions.js';
import { InboxLogRepository } from '../../events/inbox/inbox-log.repository.js';
import { InboxKinds } from './inbox-kinds.js';
import type { InboxEvent } from './inbox.schema.js';

/** Events that are read and told at a time. */
const STEP = 50;

/** Where an inbox stands. */
export type InboxPlace = { readonly position: number; readonly epoch: string };
/** The next events after a position, and where the inbox stands; or: read what is one's own again. */
export type InboxEvents = InboxPlace & ({ readonly events: readonly InboxEvent[] } | { readonly reset: true });

/** The inbox of somebody who has none: who was erased, or is not there any more. */
const NONE: InboxPlace = { position: 0, epoch: 'none' };

/** A member's own inbox as a topic: what happened to what is its own alone, in order. */
@Injectable()
export class InboxTopicService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: InboxLogRepository,
    private readonly kinds: InboxKinds,
    private readonly transactions: Transactions,
  ) {}

  /** Where an inbox stands; from now on it has an epoch. */
  async head(memberId: string): Promise<InboxPlace> {
    const known = await this.known(memberId);
    if (known) return known;
    await this.transactions.run((tx) => this.log.advance(tx, new Map([[memberId, 0]])));
    return (await this.known(memberId)) ?? NONE;
  }

  /** Where each of these inboxes stands, as far as there are any. One query. */
  async heads(memberIds: readonly string[]): Promise<ReadonlyMap<string, InboxPlace>> {
    const heads = await this.log.heads(memberIds);
    return new Map(heads.map(({ memberId, ...place }) => [memberId, place]));
  }

  /**
   * The next events after a position, some at a time, as they are told now. `reset` where the follower is of another epoch, ahead
   * of the inbox or further behind than its events are kept.
   */
  async since(memberId: string, after: number, epoch: string): Promise<InboxEvents> {
    const head = (await this.known(memberId)) ?? NONE;
    const behind = head.position - after;
    if (epoch !== head.epoch || behind < 0 || behind > this.config.INBOX_EVENTS_KEPT) return { reset: true, ...head };
    if (behind === 0) return { events: [], ...head };
    const upTo = Math.min(head.position, after + STEP);
    const rows = await this.log.between(memberId, after, upTo);
    if (rows.length !== upTo - after) return { reset: true, ...head };
    return { events: await this.kinds.toEvents(memberId, rows), ...head };
  }

  private async known(memberId: string): Promise<InboxPlace | undefined> {
    return (await this.heads([memberId])).get(memberId);
  }
}
