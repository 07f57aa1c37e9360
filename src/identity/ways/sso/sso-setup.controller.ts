import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { MemberActor } from '../../../auth/actor.js';
import { CurrentActor } from '../../../auth/current-actor.js';
import { Requires } from '../../../auth/policy/requires.js';
import { askedLanguage } from '../../../i18n/asked-language.js';
import { Answers, ApiDoc, Tagged } from '../../../openapi/describe.js';
import { siteParams, type SiteParams } from '../sign-in.schema.js';
import { SsoCheckService } from './sso-check.service.js';
import { ssoCheck, ssoSetup, ssoToken, type SsoCheck, type SsoSetup, type SsoToken } from './sso.schema.js';

/** For who sets single sign-on up. */
@Tagged('moderation')
@Controller('api/v1/sites/:id/sso')
export class SsoSetupController {
  constructor(private readonly checks: SsoCheckService) {}

  @Get()
  @Requires('site.sso')
  @ApiDoc('What does a publisher need to sign in its readers?', 'site_not_found')
  @Answers(200, ssoSetup)
  setup(@CurrentActor() actor: MemberActor, @Param({ schema: siteParams }) { id }: SiteParams): Promise<SsoSetup> {
    return this.checks.setup(actor, id);
  }

  @Post('check')
  @HttpCode(200)
  @Requires('site.sso')
  @ApiDoc('What is wrong with a token? It is neither used up nor kept', 'site_not_found')
  @Answers(200, ssoCheck)
  check(
    @CurrentActor() actor: MemberActor,
    @Param({ schema: siteParams }) { id }: SiteParams,
    @Body({ schema: ssoToken }) { token }: SsoToken,
    @Req() request: FastifyRequest,
  ): Promise<SsoCheck> {
    return this.checks.check(actor, id, token, askedLanguage(request));
  }
}
