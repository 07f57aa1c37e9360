import { Injectable } from '@nestjs/common';
import { canModerate, type Actor } from '../../auth/actor.js';
import { ForumError } from '../../errors/forum-error.js';
import { EventBus } from '../../events/event-bus.js';
import type { ForumEvent } from '../../events/forum-event.js';
import { authorView, fullView } from '../../messages/message.view.js';
import { PAGE_SIZE } from '../../messages/messages.schema.js';
import { SitesService } from '../../sites/sites.service.js';
import type { QueueAnswer, QueueCounts, QueueItem, QueueQuery, QueueReason, ReportView } from '../moderation.schema.js';
import { QueueRepository, type QueueRow } from './queue.repository.js';
import { ReportsRepository } from '../reports/reports.repository.js';
import { Scope } from '../scope.js';

type Touched = Extract<ForumEvent, { name: 'queue.touched' }>;

/** What waits for moderators, and what they took away. */
@Injectable()
export class QueueService {
  constructor(
    private readonly queue: QueueRepository,
    private readonly reports: ReportsRepository,
    private readonly scope: Scope,
    private readonly sites: SitesService,
    private readonly bus: EventBus,
  ) {
    bus.on('queue.touched', (event) => this.announce(event));
  }

  /** @throws ForumError site_not_found, invalid_request (cursor) */
  async list(actor: Actor, { kind, site, limit = PAGE_SIZE.default, cursor }: QueueQuery): Promise<QueueAnswer> {
    const siteIds = await this.scope.of(actor, site);
    const after = cursor === undefined ? null : decode(cursor);
    const [rows, total] = await Promise.all([
      this.queue.list(kind, siteIds, after, limit + 1),
      this.queue.total(kind, siteIds),
    ]);
    const shown = rows.slice(0, limit);
    const reports = await this.reports.ofMessages(shown.map(({ id }) => id));
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => itemOf(row, reports.get(row.id) ?? [])),
      next: last ? Buffer.from(last.id).toString('base64url') : null,
      total,
    };
  }

  /** How many wait in a site's queue. @throws ForumError site_not_found, also for who does not moderate it */
  async counts(actor: Actor, siteId: string): Promise<QueueCounts> {
    await this.sites.site(siteId);
    if (!canModerate(actor, siteId)) throw new ForumError('site_not_found');
    return this.queue.counts(siteId);
  }

  /** Tells every open console of the site what became of a message. */
  private async announce({ siteId, messageId, by, decision }: Touched): Promise<void> {
    const row = await this.queue.byId(messageId);
    if (!row) return;
    const waits = row.state === 'held' || (row.state === 'published' && row.openReports > 0);
    const item = waits ? itemOf(row, (await this.reports.ofMessages([messageId])).get(messageId) ?? []) : undefined;
    this.bus.publish([
      {
        name: 'queue.changed',
        change: {
          site: siteId,
          change: !item ? 'left' : isFresh(row) ? 'entered' : 'changed',
          messageId,
          counts: await this.queue.counts(siteId),
          ...(item ? { item } : {}),
          ...(by ? { by } : {}),
          ...(decision ? { decision } : {}),
        },
      },
    ]);
  }
}

/** Nothing has happened to it but what brought it here. */
const isFresh = (row: QueueRow): boolean => row.editedAt === null && row.openReports <= 1;

function itemOf(row: QueueRow, reports: ReportView[]): QueueItem {
  const kind = row.state === 'published' || row.state === 'deleted' ? 'reported' : row.state;
  const { threadId, siteId, threadTitle, threadUrl, threadState } = row;
  const held = JSON.parse(row.reasons) as QueueReason[];
  const reported = reports.length > 0 ? [{ code: 'reports', detail: String(reports.length) }] : [];
  return {
    message: fullView(row),
    kind,
    thread: { id: threadId, site: siteId, title: threadTitle, url: threadUrl, state: threadState },
    author: authorView(row),
    reasons: [...held.filter(({ code }) => code !== 'reports'), ...reported],
    reports,
  };
}

function decode(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!/^[0-9a-f-]{36}$/.test(id))
    throw new ForumError('invalid_request', [{ path: 'cursor', message: 'is not a cursor of this list' }]);
  return id;
}
