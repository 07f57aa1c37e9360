import { Injectable } from '@nestjs/common';
import { may } from '../../auth/policy/may.js';
import { outranks, type Identity, type MemberActor } from '../../auth/actor.js';
import { TokensRepository } from '../../auth/tokens/tokens.repository.js';
import { iso } from '../../config/clock.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import type { Tx } from '../../database/transactions.js';
import { InboxLog } from '../../events/inbox/inbox-log.js';
import { QueueLog } from '../../events/queue-log.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import type { StoredState } from '../../messages/message.entity.js';
import type { MessageRow } from '../../messages/message.row.js';
import { fullView } from '../../messages/message.view.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { isWaiting } from '../../messages/waiting.js';
import { MessageLifecycle } from '../../messages/message-lifecycle.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { ThreadsRepository } from '../../threads/threads.repository.js';
import { AuditLog } from '../../audit/audit-log.js';
import type { DecisionAnswer, DecisionKind, NewDecision } from './decisions.schema.js';
import { DecisionsRepository } from './decisions.repository.js';
import { ReportsRepository } from '../reports/reports.repository.js';

/** What moderators do with messages. Undoing is a decision too. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly writes: IdempotentWrites,
    private readonly sites: SitesService,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly reports: ReportsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly tokens: TokensRepository,
    private readonly publishing: MessageLifecycle,
    private readonly log: AuditLog,
    private readonly inboxes: InboxLog,
    private readonly queue: QueueLog,
  ) {}

  /**
   * Decides on the message as the moderator saw it. It leaves or joins every open page, its reports are answered, and the log keeps it.
   * @throws ForumError message_not_found, already_decided (another was first), conflict (edited or taken back since), not_allowed (the
   * author outranks who decides)
   */
  async decide(
    actor: MemberActor,
    once: IdempotencyKey | null,
    id: string,
    input: NewDecision,
  ): Promise<WriteResult<DecisionAnswer>> {
    const { member } = actor;
    const seen = await this.messages.byId(id);
    if (!seen || !may(actor, `message.${input.decision}`, seen.siteId)) throw new ForumError('message_not_found');
    const site = await this.sites.site(seen.siteId);
    const { decision, reason, note, revision } = input;
    return this.writes.run(member.id, once, async (tx) => {
      if (!(await this.threads.lock(tx, seen.threadId))) throw new ForumError('message_not_found');
      const row = await this.messages.lock(tx, id);
      if (!row) throw new ForumError('message_not_found');
      await this.refuseAbove(tx, member, row);
      refuseUnseen(row, decision, revision);
      const state = outcome(row, decision);
      const decided = await this.carryOut(tx, site, row, state, decision);
      const why = [reason, note].filter(Boolean).join(': ') || null;
      const seq = await this.log.append(tx, {
        siteId: site.id,
        actor: member,
        action: `message.${decision}`,
        subject: { kind: 'message', id },
        before: { state: row.state, revision: row.revision, reports: row.openReports },
        after: { state, revision: decided.revision, reports: 0 },
        reason: why,
      });
      await this.decisions.insert(tx, {
        seq,
        messageId: id,
        revision: decided.revision,
        decision,
        reason: reason ?? null,
        at: tx.now,
      });
      await this.inboxes.append(tx, [{ memberId: row.authorId, type: 'message.decided', subjectId: id }]);
      const by = { id: member.id, name: member.name };
      const [waited, waits] = [isWaiting(row), isWaiting(decided)];
      await this.queue.append(tx, { siteId: site.id, messageId: id, waited, waits, by, decision });
      return new WriteResult('done', {
        message: fullView(decided),
        decision: { id: String(seq), messageId: id, decision, reason: reason ?? null, by, at: iso(tx.now) },
      });
    });
  }

  /** Nobody decides on a message of who stands above them. */
  private async refuseAbove(tx: Tx, member: Identity, row: MessageRow): Promise<void> {
    if (row.authorKind !== 'staff' || row.authorId === member.id) return;
    const author = await this.tokens.identity(tx, row.authorId);
    if (author && outranks(author, member, row.siteId)) throw new ForumError('not_allowed');
  }

  private async carryOut(
    tx: Tx,
    site: KnownSite,
    before: MessageRow,
    state: StoredState,
    decision: DecisionKind,
  ): Promise<MessageRow> {
    await this.messages.markDecided(tx, before.id, decision);
    await this.reports.closeAll(tx, before.id);
    const row: MessageRow = {
      ...before,
      revision: before.revision + 1,
      decidedRevision: before.revision + 1,
      decision,
      openReports: 0,
    };
    if (state === 'published' && before.state === 'published') {
      await this.publishing.change(tx, site, row);
      return row;
    }
    if (state === 'published') return this.publishing.publish(tx, site, row);
    if (before.state === 'published') return this.publishing.withdraw(tx, site, row, state, 'moderated');
    await this.messages.setState(tx, row.id, state);
    return { ...row, state };
  }
}

/** A decision counts for the revision that was seen. Where nothing has changed since but by a decision, that one was first. */
function refuseUnseen(row: MessageRow, decision: DecisionKind, seen: number): void {
  if (seen === row.revision) return;
  const onlyDecided = row.decidedRevision === row.revision && seen === row.revision - 1;
  if (onlyDecided && decision === 'restore') return;
  throw new ForumError(row.decidedRevision === row.revision && seen < row.revision ? 'already_decided' : 'conflict');
}

/** The state that a decision leads to from where the message is. @throws ForumError already_decided, conflict */
function outcome({ state, openReports }: MessageRow, decision: DecisionKind): StoredState {
  if (state === 'deleted') {
    // What was reported before waits for an answer all the same; it comes back for nobody.
    if (openReports > 0 && decision !== 'restore' && decision !== 'hold') return 'deleted';
    throw new ForumError('conflict', undefined, say('refused.takenBackByAuthor'));
  }
  const refused = state === 'rejected' || state === 'spam';
  switch (decision) {
    case 'approve':
      if (refused || (state === 'published' && openReports === 0)) throw new ForumError('already_decided');
      return 'published';
    case 'restore':
      if (!refused) throw new ForumError('already_decided');
      return 'published';
    case 'hold':
      if (state === 'held') throw new ForumError('already_decided');
      return 'held';
    case 'reject':
    case 'spam':
      if (refused) throw new ForumError('already_decided');
      return decision === 'spam' ? 'spam' : 'rejected';
  }
}
