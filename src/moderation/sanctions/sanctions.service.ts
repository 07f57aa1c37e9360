import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may, sitesWhere } from '../../auth/policy/may.js';
import { outranks, type MemberActor } from '../../auth/actor.js';
import { TokensRepository } from '../../auth/tokens/tokens.repository.js';
import { iso } from '../../config/clock.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { newId } from '../../database/ids.js';
import { InboxLog } from '../../events/inbox/inbox-log.js';
import { ForumError } from '../../errors/forum-error.js';
import { Jobs } from '../../jobs/jobs.service.js';
import { MembersRepository } from '../../members/members.repository.js';
import { SanctionsRepository, type SanctionRow } from '../../members/sanctions/sanctions.repository.js';
import { SitesService } from '../../sites/sites.service.js';
import { AuditLog } from '../../audit/audit-log.js';
import type { NewSanction, SanctionView } from './sanctions.schema.js';
import { SANCTION_ENDED } from './sanction-ended.job.js';
import { RecordsRepository } from '../records/records.repository.js';

/** What is done to members who do not keep the rules, and its end. */
@Injectable()
export class SanctionsService implements OnModuleInit {
  constructor(
    private readonly writes: IdempotentWrites,
    private readonly sites: SitesService,
    private readonly sanctions: SanctionsRepository,
    private readonly members: MembersRepository,
    private readonly tokens: TokensRepository,
    private readonly records: RecordsRepository,
    private readonly log: AuditLog,
    private readonly inboxes: InboxLog,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(SANCTION_ENDED, ({ sanctionId }) => this.transactions.run((tx) => this.end(tx, sanctionId)));
  }

  /**
   * Bans or suspends. Without `site` it holds wherever the moderator's own role does.
   * @throws ForumError member_not_found, site_not_found, not_allowed (nobody sanctions an equal), invalid_request
   */
  async impose(
    actor: MemberActor,
    once: IdempotencyKey | null,
    memberId: string,
    input: NewSanction,
  ): Promise<WriteResult<SanctionView>> {
    const siteId = await this.siteOf(actor, input.site);
    const until = input.until ? Date.parse(input.until) : null;
    return this.writes.run(actor.member.id, once, async (tx) => {
      await this.members.lock(tx, memberId);
      const member = await this.tokens.identity(tx, memberId);
      if (!member || !(await this.records.isKnownOn(tx, memberId, sitesWhere(actor, 'member.ban'))))
        throw new ForumError('member_not_found');
      if (until !== null && until <= tx.now)
        throw new ForumError('invalid_request', [{ path: 'until', message: 'must be in the future' }]);
      if (!outranks(actor.member, member, siteId)) throw new ForumError('not_allowed');
      const sanction = {
        id: newId(tx.now),
        memberId,
        siteId,
        kind: input.kind,
        until,
        reason: input.reason,
        byId: actor.member.id,
        createdAt: tx.now,
        liftedAt: null,
      };
      await this.sanctions.insert(tx, sanction);
      await this.log.append(tx, {
        siteId,
        actor: actor.member,
        action: `member.${input.kind}`,
        subject: { kind: 'member', id: memberId },
        before: null,
        after: { sanction: sanction.id, kind: input.kind, until: until === null ? null : iso(until) },
        reason: input.reason,
      });
      if (until !== null)
        await tx.enqueue(SANCTION_ENDED, { sanctionId: sanction.id }, { runAt: until, dedupeKey: sanction.id });
      tx.emit({ name: 'member.changed', memberId });
      await this.inboxes.append(tx, [{ memberId, type: 'sanction.given', subjectId: sanction.id }]);
      return new WriteResult('created', sanctionView({ ...sanction, byName: actor.member.name }));
    });
  }

  /** @throws ForumError sanction_not_found, already_decided, not_allowed (nobody frees themselves or an equal) */
  async lift(actor: MemberActor, once: IdempotencyKey | null, id: string): Promise<WriteResult<SanctionView>> {
    return this.writes.run(actor.member.id, once, async (tx) => {
      const sanction = await this.sanctions.byId(tx, id);
      if (!sanction || !may(actor, 'member.free', sanction.siteId)) throw new ForumError('sanction_not_found');
      const member = await this.tokens.identity(tx, sanction.memberId);
      if (!member || !outranks(actor.member, member, sanction.siteId)) throw new ForumError('not_allowed');
      if (!(await this.sanctions.lift(tx, id))) throw new ForumError('already_decided');
      await this.log.append(tx, {
        siteId: sanction.siteId,
        actor: actor.member,
        action: 'member.lift',
        subject: { kind: 'member', id: sanction.memberId },
        before: { sanction: id, kind: sanction.kind },
        after: null,
        reason: null,
      });
      tx.emit({ name: 'member.changed', memberId: sanction.memberId });
      await this.inboxes.append(tx, [{ memberId: sanction.memberId, type: 'sanction.lifted', subjectId: id }]);
      return new WriteResult('done', sanctionView({ ...sanction, liftedAt: tx.now }));
    });
  }

  /** Tells a member that a suspension is over. One that was lifted was told of then. */
  private async end(tx: Tx, sanctionId: string): Promise<void> {
    const sanction = await this.sanctions.byId(tx, sanctionId);
    if (!sanction || sanction.liftedAt !== null || sanction.until === null) return;
    const { memberId, until } = sanction;
    // By the clock of this process it holds yet.
    if (until > tx.now) return tx.enqueue(SANCTION_ENDED, { sanctionId }, { runAt: until, dedupeKey: sanctionId });
    await this.members.lock(tx, memberId);
    await this.inboxes.appendOnce(tx, { memberId, type: 'sanction.ended', subjectId: sanctionId });
  }

  private async siteOf(actor: MemberActor, asked: string | undefined): Promise<string> {
    const mine = sitesWhere(actor, 'member.ban');
    const siteId = asked ?? (mine.length === 1 ? mine[0] : undefined);
    if (siteId === undefined)
      throw new ForumError('invalid_request', [{ path: 'site', message: 'is required: you moderate several' }]);
    if (!may(actor, 'member.ban', siteId)) throw new ForumError('site_not_found');
    if (siteId !== '*') await this.sites.site(siteId);
    return siteId;
  }
}

export function sanctionView(row: SanctionRow): SanctionView {
  return {
    id: row.id,
    memberId: row.memberId,
    site: row.siteId,
    kind: row.kind,
    until: row.until === null ? null : iso(row.until),
    reason: row.reason,
    by: { id: row.byId, name: row.byName },
    createdAt: iso(row.createdAt),
    liftedAt: row.liftedAt === null ? null : iso(row.liftedAt),
  };
}
