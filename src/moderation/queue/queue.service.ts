import { Injectable } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { PAGE_SIZE } from '../../messages/messages.schema.js';
import type { QueueAnswer, QueueQuery } from './queue.schema.js';
import { cursorOf, idFrom } from '../../messages/pages/id-cursor.js';
import { SearchService } from '../search/search.service.js';
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
    private readonly search: SearchService,
    private readonly scope: Scope,
  ) {}

  /** @throws ForumError site_not_found, invalid_request (cursor) */
  async list(actor: Actor, query: QueueQuery): Promise<QueueAnswer> {
    const { kind, site, limit = PAGE_SIZE.default, cursor, ...filters } = query;
    const siteIds = await this.scope.of(actor, 'queue.read', site);
    const after = idFrom(cursor);
    // Before the rows: what happens in between is heard again rather than missed.
    const places = await this.topics.heads(siteIds);
    if (Object.values(filters).some((value) => value !== undefined)) {
      const { items, next } = await this.search.messages(actor, kind, query);
      return { items, next, total: items.length, places: Object.fromEntries(places) };
    }
    const [rows, total] = await Promise.all([
      this.queue.list(kind, siteIds, after, limit + 1),
      this.queue.total(kind, siteIds),
    ]);
    const shown = thatFit(rows.slice(0, limit));
    const last = rows.length > shown.length ? shown.at(-1) : undefined;
    return {
      items: await this.items.of(shown),
      next: last ? cursorOf(last.id) : null,
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
