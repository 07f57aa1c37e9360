import { Injectable } from '@nestjs/common';
import { canModerate } from '../auth/actor.js';
import { ForumError } from '../errors/forum-error.js';
import { EventBus } from '../events/event-bus.js';
import { QueueService } from '../moderation/queue/queue.service.js';
import type { QueueChange } from '../moderation/moderation.schema.js';
import { SitesService } from '../sites/sites.service.js';
import type { Connection } from './connection.js';
import { encode } from './frames.js';

/** All sites, as a role on every site names them. */
const EVERY_SITE = '*';

/** Which consoles follow which site's moderation queue. */
@Injectable()
export class Queues {
  private readonly followers = new Map<string, Set<Connection>>();

  constructor(
    private readonly queue: QueueService,
    private readonly sites: SitesService,
    bus: EventBus,
  ) {
    bus.on('queue.changed', ({ change }) => this.tell(change));
  }

  /**
   * Follows the queue of a site, or with `*` of every site; answers `following` with the counts of each.
   * @throws ForumError sign_in_required, not_allowed, site_not_found
   */
  async follow(connection: Connection, siteId: string): Promise<void> {
    const { actor } = connection;
    if (!actor.member) throw new ForumError('sign_in_required');
    const sites = siteId === EVERY_SITE ? [...(await this.sites.all()).keys()] : [(await this.sites.site(siteId)).id];
    if (!canModerate(actor, siteId)) throw new ForumError('not_allowed');
    // From here on it hears of changes: one between the counts and their frame is told after them, or counted in them.
    this.followers.set(siteId, (this.followers.get(siteId) ?? new Set()).add(connection));
    for (const site of sites) {
      connection.send({ event: 'following', data: { queue: site, counts: await this.queue.counts(actor, site) } });
    }
    if (!connection.open) this.unfollow(connection, siteId);
  }

  unfollow(connection: Connection, siteId: string): void {
    const following = this.followers.get(siteId);
    following?.delete(connection);
    if (following?.size === 0) this.followers.delete(siteId);
  }

  leaveAll(connection: Connection): void {
    for (const siteId of this.followedBy(connection)) this.unfollow(connection, siteId);
  }

  /** Takes the queues away that whoever it speaks for may not see any more. */
  review(connection: Connection): void {
    for (const siteId of this.followedBy(connection)) {
      if (canModerate(connection.actor, siteId)) continue;
      this.unfollow(connection, siteId);
      connection.refuse(new ForumError('not_allowed'), 'follow', { queue: siteId });
    }
  }

  private followedBy(connection: Connection): string[] {
    return [...this.followers].filter(([, following]) => following.has(connection)).map(([siteId]) => siteId);
  }

  private tell(change: QueueChange): void {
    const told = new Set([...(this.followers.get(change.site) ?? []), ...(this.followers.get(EVERY_SITE) ?? [])]);
    if (told.size === 0) return;
    const frame = encode({ event: 'queue', data: change });
    for (const connection of told) connection.write(frame);
  }
}
