import { Injectable } from '@nestjs/common';
import { may } from '../../auth/policy/may.js';
import type { Actor } from '../../auth/actor.js';
import { ForumError } from '../../errors/forum-error.js';
import type { QueueItem } from './queue.schema.js';
import { QueueItems } from './queue-items.js';
import { QueueRepository } from './queue.repository.js';

/** Any message of the moderator's own sites, whether it waits or not. */
@Injectable()
export class ItemsService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly items: QueueItems,
  ) {}

  /** @throws ForumError message_not_found */
  async one(actor: Actor, messageId: string): Promise<QueueItem> {
    const [row] = await this.queue.byIds([messageId]);
    const [item] = row && may(actor, 'message.inspect', row.siteId) ? await this.items.of([row]) : [];
    if (!item) throw new ForumError('message_not_found');
    return item;
  }
}
