import { Inject, Injectable } from '@nestjs/common';
import { isBrandNew, type MemberActor } from '../../auth/actor.js';
import { ReaderLimits } from '../../auth/limits/reader-limits.js';
import { CONFIG, type Config } from '../../config/config.js';
import { iso } from '../../config/clock.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { newId, newSecret } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { QueueLog } from '../../events/queue-log.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import type { MessageRow } from '../../messages/message.row.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { isWaiting } from '../../messages/waiting.js';
import { MessageLifecycle } from '../../messages/message-lifecycle.js';
import { refuseSanctioned } from '../../members/sanctions/active-sanction.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import type { QueueReason } from '../../messages/reasons.schema.js';
import type { NewReport, ReportAnswer } from './reports.schema.js';
import { addressHash, worthOf, type WeighedReport } from './report-weights.js';
import { ReportsRepository } from './reports.repository.js';

/** Readers' flags. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly writes: IdempotentWrites,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly reports: ReportsRepository,
    private readonly sanctions: SanctionsRepository,
    private readonly publishing: MessageLifecycle,
    private readonly limits: ReaderLimits,
    private readonly queue: QueueLog,
  ) {}

  /**
   * Reports a published message. `created` the first time; a second report of the same member counts once.
   * @throws ForumError message_not_found, not_allowed (one's own), banned, suspended, too_fast
   */
  async report(
    actor: MemberActor,
    once: IdempotencyKey | null,
    messageId: string,
    { reason, note }: NewReport,
  ): Promise<WriteResult<ReportAnswer>> {
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
      if (message.authorId === member.id) throw new ForumError('not_allowed', undefined, say('refused.ownReport'));
      refuseSanctioned(await this.sanctions.active(tx, member.id, message.siteId, tx.now));
      const isNew = await this.reports.open(tx, {
        id: newId(tx.now),
        messageId,
        memberId: member.id,
        reason,
        note: note ?? null,
        revision: message.revision,
        ...(await this.weighed(tx, actor, message)),
        state: 'open',
        createdAt: tx.now,
      });
      if (isNew) await this.count(tx, site, message);
      const { id, createdAt } = await this.reports.openOf(tx, messageId, member.id);
      return new WriteResult(isNew ? 'created' : 'done', { report: { id, messageId, createdAt: iso(createdAt) } });
    });
  }

  /** Puts it before the moderators; where the site says so, enough reports take it off the page until one has looked. */
  private async count(tx: Tx, site: KnownSite, message: MessageRow): Promise<void> {
    await this.messages.addOpenReports(tx, message.id, 1);
    const reports = message.openReports + 1;
    if (await this.areEnough(tx, site, message, reports)) {
      const why: QueueReason[] = [{ code: 'reports', detail: String(reports) }];
      await this.messages.setReasons(tx, message.id, JSON.stringify(why));
      await this.publishing.withdraw(tx, site, message, 'held', 'moderated');
    }
    await this.queue.append(tx, { siteId: site.id, messageId: message.id, waited: isWaiting(message), waits: true });
  }

  /** Whether they take it off the page. Staff's own messages only queue, and what was approved as it stands stays: see decision 0025. */
  private async areEnough(tx: Tx, site: KnownSite, message: MessageRow, reports: number): Promise<boolean> {
    const most = site.settings.holdAfterReports;
    if (most === 0 || reports < most || message.authorRole !== null || isApproved(message)) return false;
    const weights = await this.reports.weights(tx, message.id);
    return worthOf(weights, this.config.REPORT_WEIGHT_SAME_ADDRESS) >= most;
  }

  /** Where nothing is limited, as in tests and on one's own machine, an address and an age say nothing. */
  private async weighed(tx: Tx, { member, address }: MemberActor, message: MessageRow): Promise<WeighedReport> {
    const { RATE_LIMITS, COOLING_OFF, REPORT_WEIGHT_NEW_GUEST } = this.config;
    if (!RATE_LIMITS) return { weight: 100, addressHash: '' };
    const secret = await this.reports.secretOf(tx, message.siteId, newSecret());
    const weight = isBrandNew(member, tx.now, COOLING_OFF) ? REPORT_WEIGHT_NEW_GUEST : 100;
    return { weight, addressHash: addressHash(secret, message.id, address) };
  }
}

/** A moderator has let it stand, and nothing has changed in it since: a revision is an edit's or a decision's. */
const isApproved = ({ decision, decidedRevision, revision }: MessageRow): boolean =>
  (decision === 'approve' || decision === 'restore') && decidedRevision === revision;
