import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { MemberActor } from '../auth/actor.js';
import { CurrentActor } from '../auth/current-actor.js';
import { Requires } from '../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../database/writes/idempotency.js';
import { LocationHeader } from '../http/location.js';
import { IdempotencyKeyHeader } from '../http/idempotency-key.js';
import { DecisionsService } from './decisions/decisions.service.js';
import { decisionAnswer, newDecision, type DecisionAnswer, type NewDecision } from './decisions/decisions.schema.js';
import { queueAnswer, queueQuery, type QueueAnswer, type QueueQuery } from './queue/queue.schema.js';
import {
  logAnswer,
  logQuery,
  memberRecord,
  type LogAnswer,
  type LogQuery,
  type MemberRecord,
} from './records/records.schema.js';
import {
  reportsAnswer,
  reportsQuery,
  revisionsAnswer,
  type ReportsAnswer,
  type ReportsQuery,
  type RevisionsAnswer,
} from './reports/reports.schema.js';
import { newSanction, sanctionView, type NewSanction, type SanctionView } from './sanctions/sanctions.schema.js';
import { patchThread, threadAnswer, type PatchThread, type ThreadAnswer } from './threads/thread-acts.schema.js';
import { QueueService } from './queue/queue.service.js';
import { ReportListsService } from './reports/report-lists.service.js';
import { RecordsService } from './records/records.service.js';
import { SanctionsService } from './sanctions/sanctions.service.js';
import { ThreadActsService } from './threads/thread-acts.service.js';
import { ThreadStatesService } from './decisions/thread-states.service.js';
import { Answers, ApiDoc, Tagged } from '../openapi/describe.js';

@Tagged('moderation')
@Controller('api/v1/moderation')
export class ModerationController {
  constructor(
    private readonly queue: QueueService,
    private readonly decisions: DecisionsService,
    private readonly threads: ThreadStatesService,
    private readonly acts: ThreadActsService,
    private readonly sanctions: SanctionsService,
    private readonly records: RecordsService,
    private readonly lists: ReportListsService,
  ) {}

  @Get('queue')
  @Requires('queue.read')
  @ApiDoc('List what waits for a moderator, or was taken away', 'site_not_found')
  @Answers(200, queueAnswer)
  list(@CurrentActor() actor: MemberActor, @Query({ schema: queueQuery }) query: QueueQuery): Promise<QueueAnswer> {
    return this.queue.list(actor, query);
  }

  @Post('messages/:id/decisions')
  @Requires('message.approve', 'message.reject', 'message.spam', 'message.restore', 'message.hold')
  @ApiDoc('Decide on a message as it was seen', 'message_not_found', 'already_decided', 'conflict', 'not_allowed')
  @Answers(200, decisionAnswer)
  decide(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: newDecision }) decision: NewDecision,
  ): Promise<WriteResult<DecisionAnswer>> {
    return this.decisions.decide(actor, once, id, decision);
  }

  @Get('messages/:id/reports')
  @Requires('message.inspect')
  @ApiDoc('List the open reports of a message', 'message_not_found')
  @Answers(200, reportsAnswer)
  reports(
    @CurrentActor() actor: MemberActor,
    @Param('id') id: string,
    @Query({ schema: reportsQuery }) query: ReportsQuery,
  ): Promise<ReportsAnswer> {
    return this.lists.reports(actor, id, query);
  }

  @Get('messages/:id/revisions')
  @Requires('message.inspect')
  @ApiDoc('Read what a message said before its author changed it', 'message_not_found')
  @Answers(200, revisionsAnswer)
  revisions(
    @CurrentActor() actor: MemberActor,
    @Param('id') id: string,
    @Query({ schema: reportsQuery }) query: ReportsQuery,
  ): Promise<RevisionsAnswer> {
    return this.lists.revisions(actor, id, query);
  }

  @Patch('threads/:id')
  @Requires('thread.close', 'thread.rename', 'thread.move')
  @ApiDoc('Open, close, archive, rename or move a discussion', 'thread_not_found', 'host_not_allowed', 'conflict')
  @Answers(200, threadAnswer)
  setState(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: patchThread }) change: PatchThread,
  ): Promise<WriteResult<ThreadAnswer>> {
    if (!('state' in change)) return this.acts.rename(actor, once, id, change);
    return this.threads.set(actor, once, id, change);
  }

  @Get('members/:id')
  @Requires('member.read')
  @ApiDoc('Read the record of a member', 'member_not_found')
  @Answers(200, memberRecord)
  member(@CurrentActor() actor: MemberActor, @Param('id') id: string): Promise<MemberRecord> {
    return this.records.member(actor, id);
  }

  @Post('members/:id/sanctions')
  @Requires('member.ban')
  @ApiDoc('Ban or suspend a member', 'member_not_found', 'site_not_found', 'not_allowed')
  @LocationHeader<SanctionView>(({ memberId }) => `/api/v1/moderation/members/${memberId}`)
  @Answers(201, sanctionView)
  impose(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: newSanction }) sanction: NewSanction,
  ): Promise<WriteResult<SanctionView>> {
    return this.sanctions.impose(actor, once, id, sanction);
  }

  @Delete('sanctions/:id')
  @Requires('member.free')
  @ApiDoc('Lift a sanction', 'sanction_not_found', 'already_decided', 'not_allowed')
  @Answers(200, sanctionView)
  lift(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
  ): Promise<WriteResult<SanctionView>> {
    return this.sanctions.lift(actor, once, id);
  }

  @Get('log')
  @Requires('log.read')
  @ApiDoc('Read the log of what moderators did', 'site_not_found')
  @Answers(200, logAnswer)
  log(@CurrentActor() actor: MemberActor, @Query({ schema: logQuery }) query: LogQuery): Promise<LogAnswer> {
    return this.records.entries(actor, query);
  }
}
