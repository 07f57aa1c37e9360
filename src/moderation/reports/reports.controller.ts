import { Body, Controller, Param, Post } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { LocationHeader } from '../../http/location.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import { newReport, reportAnswer, type NewReport, type ReportAnswer } from './reports.schema.js';
import { ReportsService } from './reports.service.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';

@Tagged('messages')
@Controller('api/v1/messages')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Post(':id/reports')
  @Requires('message.report')
  @ApiDoc('Report a message to the moderators', 'message_not_found', 'not_allowed', 'banned', 'suspended')
  @LocationHeader<ReportAnswer>(({ report }) => `/api/v1/messages/${report.messageId}`)
  @Answers(201, reportAnswer)
  @Answers(200, reportAnswer, 'It had been reported by this member')
  report(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: newReport }) report: NewReport,
  ): Promise<WriteResult<ReportAnswer>> {
    return this.reports.report(actor, once, id, report);
  }
}
