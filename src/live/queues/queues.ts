import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { may } from '../../auth/policy/may.js';
import { ForumError } from '../../errors/forum-error.js';
import { EventBus } from '../../events/event-bus.js';
import { QueueTopicService } from '../../moderation/queue/queue-topic.service.js';
import { SitesService } from '../../sites/sites.service.js';
import { LiveCounters } from '../live-counters.js';
import type { Connection } from '../transport/connection.js';
import { RepeatedLook } from '../repeated-look.js';
import type { From } from '../transport/subscription.js';
import { QueueRoom } from './queue-room.js';

/** All sites, as a role on every site names them. */
const EVERY_SITE = '*';

/** Which consoles follow which site's moderation queue, in this process. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly rooms = new Map<string, QueueRoom>();
  /** What each console asked for: sites, and EVERY_SITE. */
  private readonly asked = new Map<Connection, Set<string>>();
  private readonly looks = new RepeatedLook(() => this.reconcile());

  constructor(
    private readonly topics: QueueTopicService,
    private readonly sites: SitesService,
    private readonly counters: LiveCounters,
    bus: EventBus,
  ) {
    bus.on('queue.advanced', ({ siteId, position }) => this.rooms.get(siteId)?.advance(position));
    bus.on('site.changed', () => this.joinNewSites());
  }

  /**
   * Follows the queue of a site, or with `*` of every site, those that are made later among them; answers `following` for each.
   * @throws ForumError sign_in_required, not_allowed, site_not_found, overloaded
   */
  async follow(connection: Connection, siteId: string, from: From): Promise<void> {
    const { actor } = connection;
    if (!actor.member) throw new ForumError('sign_in_required');
    if (siteId !== EVERY_SITE) await this.sites.site(siteId);
    if (!may(actor, 'queue.follow', siteId)) throw new ForumError('not_allowed');
    this.asked.set(connection, (this.asked.get(connection) ?? new Set()).add(siteId));
    try {
      if (siteId !== EVERY_SITE) return await this.join(connection, siteId, from);
      for (const site of await this.sitesOf(connection)) await this.join(connection, site, {});
    } catch (error) {
      this.unfollow(connection, siteId);
      throw error;
    }
  }

  unfollow(connection: Connection, siteId: string): void {
    const asked = this.asked.get(connection);
    asked?.delete(siteId);
    if (asked?.size === 0) this.asked.delete(connection);
    for (const room of this.roomsOf(connection)) if (!this.wants(connection, room.siteId)) this.leave(connection, room);
  }

  leaveAll(connection: Connection): void {
    this.asked.delete(connection);
    for (const room of this.roomsOf(connection)) this.leave(connection, room);
  }

  /** Takes the queues away that whoever it speaks for may not see any more. */
  review(connection: Connection): void {
    const asked = this.asked.get(connection);
    if (!asked) return;
    const lost = [...asked].filter((siteId) => !may(connection.actor, 'queue.follow', siteId));
    for (const siteId of lost) {
      this.unfollow(connection, siteId);
      connection.refuse(new ForumError('not_allowed'), 'follow', { queue: siteId });
    }
    for (const room of this.roomsOf(connection))
      if (!may(connection.actor, 'queue.follow', room.siteId)) this.leave(connection, room);
  }

  onApplicationShutdown(): void {
    this.looks.end();
  }

  private async join(connection: Connection, siteId: string, from: From): Promise<void> {
    const room = this.rooms.get(siteId) ?? this.open(siteId);
    try {
      await room.follow(connection, from);
    } finally {
      // What it may do, or what it asked for, may be another by now.
      const stays = connection.open && this.wants(connection, siteId) && may(connection.actor, 'queue.follow', siteId);
      if (!stays) room.unfollow(connection);
      this.closeIfEmpty(room);
    }
  }

  private open(siteId: string): QueueRoom {
    const source = {
      head: () => this.topics.head(siteId),
      since: (after: number, epoch: string) => this.topics.since(siteId, after, epoch),
      counts: () => this.topics.counts(siteId),
    };
    const room = new QueueRoom(siteId, source, this.counters);
    this.rooms.set(siteId, room);
    return room;
  }

  private leave(connection: Connection, room: QueueRoom): void {
    room.unfollow(connection);
    this.closeIfEmpty(room);
  }

  private closeIfEmpty(room: QueueRoom): void {
    if (!room.isEmpty) return;
    if (this.rooms.get(room.siteId) === room) this.rooms.delete(room.siteId);
    room.close();
  }

  private wants(connection: Connection, siteId: string): boolean {
    const asked = this.asked.get(connection);
    return asked !== undefined && (asked.has(siteId) || asked.has(EVERY_SITE));
  }

  private roomsOf(connection: Connection): QueueRoom[] {
    return [...this.rooms.values()].filter((room) => room.has(connection));
  }

  /** Holds every queue that is followed here to the database: one query for all of them, and none where there is none. */
  private async reconcile(): Promise<void> {
    if (this.rooms.size === 0) return;
    const heads = await this.topics.heads([...this.rooms.keys()]);
    for (const [siteId, { position, epoch }] of heads) this.rooms.get(siteId)?.advance(position, epoch);
    await this.joinNewSites();
  }

  private async joinNewSites(): Promise<void> {
    for (const [connection, asked] of this.asked) {
      if (!asked.has(EVERY_SITE)) continue;
      for (const siteId of await this.sitesOf(connection))
        if (!this.rooms.get(siteId)?.has(connection)) await this.join(connection, siteId, {});
    }
  }

  private async sitesOf({ actor }: Connection): Promise<string[]> {
    return [...(await this.sites.all()).keys()].filter((siteId) => may(actor, 'queue.follow', siteId));
  }
}
