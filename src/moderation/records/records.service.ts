import { Injectable } from '@nestjs/common';
import { sitesWhere } from '../../auth/policy/may.js';
import { roleOn, type Actor } from '../../auth/actor.js';
import { TokensRepository } from '../../auth/tokens/tokens.repository.js';
import { iso } from '../../config/clock.js';
import { PrimaryReads } from '../../database/primary-reads.js';
import { storedJson } from '../../database/stored-json.js';
import { ForumError } from '../../errors/forum-error.js';
import { SanctionsRepository } from '../../members/sanctions/sanctions.repository.js';
import { PAGE_SIZE } from '../../messages/messages.schema.js';
import { AuditLog } from '../../audit/audit-log.js';
import type { AuditEntry } from '../../audit/audit-entry.entity.js';
import type { LogAnswer, LogEntry, LogQuery, MemberRecord } from './records.schema.js';
import { RecordsRepository } from './records.repository.js';
import { sanctionView } from '../sanctions/sanctions.service.js';
import { Scope } from '../scope.js';

const RECENT = 30;

/** What moderators look up: a member's record, and the log. */
@Injectable()
export class RecordsService {
  constructor(
    private readonly reads: PrimaryReads,
    private readonly records: RecordsRepository,
    private readonly sanctions: SanctionsRepository,
    private readonly tokens: TokensRepository,
    private readonly log: AuditLog,
    private readonly scope: Scope,
  ) {}

  /** A member as far as the moderator's own sites know it. @throws ForumError member_not_found */
  async member(actor: Actor, memberId: string): Promise<MemberRecord> {
    const sites = await this.scope.of(actor, 'member.read');
    const mine = sitesWhere(actor, 'member.read');
    const member = await this.tokens.identity(this.reads, memberId);
    const known = member !== null && (await this.records.isKnownOn(this.reads, memberId, mine));
    if (!known) throw new ForumError('member_not_found');
    const [counts, recent, sanctions] = await Promise.all([
      this.records.countsOf(memberId, sites),
      this.records.recentOf(memberId, sites, RECENT),
      this.sanctions.ofMember(memberId, [...mine]),
    ]);
    const role = roleOn(member, sites[0] ?? '*');
    const badges = role === 'guest' || role === 'member' ? [] : [role];
    return {
      member: { id: member.id, name: member.name, role, badges, createdAt: iso(member.createdAt) },
      counts,
      recent: recent.map(({ at, ...message }) => ({ ...message, at: iso(at) })),
      sanctions: sanctions.map(sanctionView),
    };
  }

  /** Newest first. @throws ForumError site_not_found, invalid_request (cursor) */
  async entries(actor: Actor, { site, limit = PAGE_SIZE.default, cursor }: LogQuery): Promise<LogAnswer> {
    const sites = await this.scope.of(actor, 'log.read', site);
    const before = cursor === undefined ? null : decode(cursor);
    const found = await this.log.list(sites, before, limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const known = await this.knownAmong(actor, shown);
    return {
      entries: shown.filter(known).map(entryView),
      next: last ? Buffer.from(String(last.seq)).toString('base64url') : null,
    };
  }

  /** What was done to somebody on every site is told on those where the member is known: an answer may hold fewer lines for it. */
  private async knownAmong(actor: Actor, entries: readonly AuditEntry[]): Promise<(entry: AuditEntry) => boolean> {
    const everywhere = entries.filter(({ siteId, subjectKind }) => siteId === '*' && subjectKind === 'member');
    const members = [...new Set(everywhere.map(({ subjectId }) => subjectId))];
    const known = await this.records.knownOn(this.reads, members, sitesWhere(actor, 'log.read'));
    return (entry) => !everywhere.includes(entry) || known.has(entry.subjectId);
  }
}

function entryView(entry: AuditEntry): LogEntry {
  return {
    id: String(entry.seq),
    at: iso(entry.at),
    actor: { id: entry.actorId, name: entry.actorName },
    action: entry.action,
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    before: storedJson(entry.before) ?? null,
    after: storedJson(entry.after) ?? null,
    reason: entry.reason,
    hash: entry.hash,
  };
}

function decode(cursor: string): number {
  const seq = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,15}$/.test(seq))
    throw new ForumError('invalid_request', [{ path: 'cursor', message: 'is not a cursor of this list' }]);
  return Number(seq);
}
