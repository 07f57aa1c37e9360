import { Injectable } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { ForumError } from '../../errors/forum-error.js';
import { PAGE_SIZE } from '../../messages/messages.schema.js';
import type { QueueAnswer, QueueQuery } from '../moderation.schema.js';
import { Scope } from '../scope.js';
import { QueueTopicService } from './queue-topic.service.js';
import { QueueItems } from './queue-items.js';
import { QueueRepository, type QueueRow } from './queue.repository.js';

/** Characters of messages in one answer; the item that goes beyond is its last. */
const PAGE_LENGTH = 1_048_576;

/** What waits for moderators, and what they took away. */
@Injectable()
export class QueueService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly items: QueueItems,
    private readonly topics: QueueTopicService,
    private readonly scope: Scope,
  ) {}

  /** @throws ForumError site_not_found, invalid_request (cursor) */
  async list(actor: Actor, { kind, site, limit = PAGE_SIZE.default, cursor }: QueueQuery): Promise<QueueAnswer> {
    const siteIds = await this.scope.of(actor, site);
    const after = cursor === undefined ? null : decode(cursor);
    // Before the rows: what happens in between is heard again rather than missed.
    const places = await this.topics.heads(siteIds);
    const [rows, total] = await Promise.all([
      this.queue.list(kind, siteIds, after, limit + 1),
      this.queue.total(kind, siteIds),
    ]);
    const shown = thatFit(rows.slice(0, limit));
    const last = rows.length > shown.length ? shown.at(-1) : undefined;
    return {
      items: await this.items.of(shown),
      next: last ? Buffer.from(last.id).toString('base64url') : null,
      total,
      places: Object.fromEntries(places),
    };
  }
}

function thatFit(rows: readonly QueueRow[]): QueueRow[] {
  let length = 0;
  const beyond = rows.findIndex((row) => (length += row.text.length + row.html.length) > PAGE_LENGTH);
  return rows.slice(0, beyond < 0 ? rows.length : beyond + 1);
}

function decode(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!/^[0-9a-f-]{36}$/.test(id))
    throw new ForumError('invalid_request', [{ path: 'cursor', message: 'is not a cursor of this list' }]);
  return id;
}
