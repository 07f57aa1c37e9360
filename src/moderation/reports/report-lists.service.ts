import { Injectable } from '@nestjs/common';
import { may } from '../../auth/policy/may.js';
import type { Actor } from '../../auth/actor.js';
import { iso } from '../../config/clock.js';
import { ForumError } from '../../errors/forum-error.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { RevisionsRepository } from '../../message-parts/history/revisions.repository.js';
import { cursorOf, idFrom } from '../../messages/pages/id-cursor.js';
import type { ReportsAnswer, ReportsQuery, RevisionsAnswer } from './reports.schema.js';
import { ReportsRepository } from './reports.repository.js';

/** In one answer, unless another number is asked for. */
const PAGE = 20;

/** What an item of the queue brings only the beginning of: its reports, and what the message said before. */
@Injectable()
export class ReportListsService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly reportRows: ReportsRepository,
    private readonly revisionRows: RevisionsRepository,
  ) {}

  /** The open reports, oldest first. @throws ForumError message_not_found, invalid_request (cursor) */
  async reports(actor: Actor, messageId: string, { limit = PAGE, cursor }: ReportsQuery): Promise<ReportsAnswer> {
    await this.own(actor, messageId);
    const found = await this.reportRows.openReports(messageId, idFrom(cursor) ?? '', limit + 1);
    const reports = found.slice(0, limit);
    const last = found.length > limit ? reports.at(-1) : undefined;
    return { reports, next: last ? cursorOf(last.id) : null };
  }

  /** Former texts, newest first. @throws ForumError message_not_found, invalid_request (cursor) */
  async revisions(actor: Actor, messageId: string, { limit = PAGE, cursor }: ReportsQuery): Promise<RevisionsAnswer> {
    await this.own(actor, messageId);
    if (cursor !== undefined && !/^\d{1,9}$/.test(cursor))
      throw new ForumError('invalid_request', [{ path: 'cursor', message: 'is not a cursor of this list' }]);
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    const found = await this.revisionRows.before(messageId, Math.min(before, 2_147_483_647), limit + 1);
    const revisions = found
      .slice(0, limit)
      .map(({ revision, text, html, at }) => ({ revision, text, html, at: iso(at) }));
    return { revisions, next: found.length > limit ? String(revisions.at(-1)?.revision) : null };
  }

  private async own(actor: Actor, messageId: string): Promise<void> {
    const row = await this.messages.byId(messageId);
    if (!row || !may(actor, 'message.inspect', row.siteId)) throw new ForumError('message_not_found');
  }
}
