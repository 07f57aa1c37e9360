import { Injectable } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { ReaderLimits } from '../../auth/reader-limits.js';
import { iso } from '../../config/clock.js';
import { Writes, Written, type Once } from '../../database/idempotency.js';
import { newId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { QueueLog } from '../../events/queue-log.js';
import { ForumError } from '../../errors/forum-error.js';
import { SanctionsRepository } from '../../members/sanctions.repository.js';
import type { MessageRow } from '../../messages/message.row.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { isWaiting } from '../../messages/waiting.js';
import { Publishing } from '../../messages/publishing.js';
import { refuseSanctioned } from '../../messages/rules/sanction.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { NewReport, QueueReason, ReportAnswer } from '../moderation.schema.js';
import { ReportsRepository } from './reports.repository.js';

/** Readers' flags. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly writes: Writes,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly reports: ReportsRepository,
    private readonly sanctions: SanctionsRepository,
    private readonly publishing: Publishing,
    private readonly limits: ReaderLimits,
    private readonly queue: QueueLog,
  ) {}

  /**
   * Reports a published message. `created` the first time; a second report of the same member counts once.
   * @throws ForumError message_not_found, not_allowed (one's own), banned, suspended, too_fast
   */
  async report(
    actor: MemberActor,
    once: Once | null,
    messageId: string,
    { reason, note }: NewReport,
  ): Promise<Written<ReportAnswer>> {
    const seen = await this.messages.byId(messageId);
    if (!seen) throw new ForumError('message_not_found');
    const site = await this.sites.site(seen.siteId);
    const { member } = actor;
    await this.limits.report(actor);
    return this.writes.run(member.id, once, async (tx) => {
      // In the order in which everything takes its locks, for it may leave the page.
      await this.threads.lock(tx, seen.threadId);
      const message = await this.messages.lock(tx, messageId);
      if (message?.state !== 'published') throw new ForumError('message_not_found');
      if (message.authorId === member.id)
        throw new ForumError('not_allowed', undefined, 'Nobody reports a message of their own.');
      refuseSanctioned(await this.sanctions.active(tx, member.id, message.siteId, tx.now));
      const isNew = await this.reports.open(tx, {
        id: newId(tx.now),
        messageId,
        memberId: member.id,
        reason,
        note: note ?? null,
        revision: message.revision,
        weight: 100,
        addressHash: '',
        state: 'open',
        createdAt: tx.now,
      });
      if (isNew) await this.count(tx, site, message);
      const { id, createdAt } = await this.reports.openOf(tx, messageId, member.id);
      return new Written(isNew ? 'created' : 'done', { report: { id, messageId, createdAt: iso(createdAt) } });
    });
  }

  /** Puts it before the moderators; where the site says so, enough reports take it off the page until one has looked. */
  private async count(tx: Tx, site: KnownSite, message: MessageRow): Promise<void> {
    await this.messages.addOpenReports(tx, message.id, 1);
    const reports = message.openReports + 1;
    const most = site.settings.holdAfterReports;
    if (most > 0 && reports >= most) {
      const why: QueueReason[] = [{ code: 'reports', detail: String(reports) }];
      await this.messages.setReasons(tx, message.id, JSON.stringify(why));
      await this.publishing.withdraw(tx, site, message, 'held', 'moderated');
    }
    await this.queue.append(tx, { siteId: site.id, messageId: message.id, waited: isWaiting(message), waits: true });
  }
}
