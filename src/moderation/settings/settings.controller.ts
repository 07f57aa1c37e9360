import { Body, Controller, Get, Param, Patch, Put, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import { WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import { askedLanguage } from '../../i18n/asked-language.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { saidSettings } from './said-settings.js';
import { SettingsOfPlacesService } from './settings-of-places.service.js';
import { changeSettings, replaceSettings, type ChangeSettings, type ReplaceSettings } from './settings-bodies.js';
import { settingsAnswer, settingsQuery, type SettingsAnswer, type SettingsQuery } from './settings.schema.js';

/** What is set for a site, or for a part of it: which settings there are, the registry knows. */
@Tagged('moderation')
@Controller('api/v1/moderation/sites/:id/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsOfPlacesService) {}

  @Get()
  @Requires('site.settings', 'thread.settings', 'member.settings')
  @ApiDoc(
    'Read the settings of a site, a section, a discussion or a member',
    'site_not_found',
    'thread_not_found',
    'member_not_found',
  )
  @Answers(200, settingsAnswer)
  async read(
    @CurrentActor() actor: MemberActor,
    @Param('id') id: string,
    @Query({ schema: settingsQuery }) of: SettingsQuery,
    @Req() request: FastifyRequest,
  ): Promise<SettingsAnswer> {
    return saidSettings(await this.settings.read(actor, id, of), askedLanguage(request));
  }

  @Patch()
  @Requires('site.settings', 'thread.settings', 'member.settings')
  @ApiDoc(
    'Change some settings as they were seen',
    'site_not_found',
    'thread_not_found',
    'member_not_found',
    'conflict',
  )
  @Answers(200, settingsAnswer)
  async change(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') siteId: string,
    @Query({ schema: settingsQuery }) of: SettingsQuery,
    @Body({ schema: changeSettings }) body: ChangeSettings,
    @Req() request: FastifyRequest,
  ): Promise<WriteResult<SettingsAnswer>> {
    return saidTo(request, await this.settings.change(actor, once, { siteId, of }, body));
  }

  @Put()
  @Requires('site.settings', 'thread.settings', 'member.settings')
  @ApiDoc('Say all that shall be set', 'site_not_found', 'thread_not_found', 'member_not_found', 'conflict')
  @Answers(200, settingsAnswer)
  async replace(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') siteId: string,
    @Query({ schema: settingsQuery }) of: SettingsQuery,
    @Body({ schema: replaceSettings }) body: ReplaceSettings,
    @Req() request: FastifyRequest,
  ): Promise<WriteResult<SettingsAnswer>> {
    return saidTo(request, await this.settings.replace(actor, once, { siteId, of }, body));
  }
}

const saidTo = (request: FastifyRequest, { outcome, value, replayed }: WriteResult<SettingsAnswer>) =>
  new WriteResult(outcome, saidSettings(value, askedLanguage(request)), replayed);
