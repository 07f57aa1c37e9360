import { Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import { LocationHeader } from '../../http/location.js';
import { askedLanguage } from '../../i18n/asked-language.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { exportParams, exportView, newExport, type ExportParams, type ExportView } from './exports.schema.js';
import { ExportsService } from './exports.service.js';

@Tagged('members')
@Controller('api/v1/me')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Post('export')
  @Requires('export.make-own')
  @ApiDoc('Have what is stored of me put together', 'export_unavailable')
  @LocationHeader<ExportView>(({ id }) => `/api/v1/me/exports/${id}`)
  @Answers(202, exportView, 'It is being made')
  ask(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Query({ schema: newExport }) _: object,
    @Req() request: FastifyRequest,
  ): Promise<WriteResult<ExportView>> {
    return this.exports.ask(actor, once, askedLanguage(request).code);
  }

  @Get('exports/:id')
  @Requires('export.read-own')
  @ApiDoc('Is it ready, and where is it?', 'export_not_found')
  @Answers(200, exportView)
  look(@CurrentActor() actor: MemberActor, @Param({ schema: exportParams }) { id }: ExportParams): Promise<ExportView> {
    return this.exports.look(actor, id);
  }
}
