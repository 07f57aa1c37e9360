import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../../../auth/actor.js';
import { CurrentActor, CurrentBearer } from '../../../auth/current-actor.js';
import { Requires } from '../../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../../openapi/describe.js';
import { CurrentBrowser, type Browser } from '../browser.js';
import { signedIn, type SignedIn } from '../sign-in.schema.js';
import { SSO_ERRORS } from './sso-errors.js';
import { SsoSignInService } from './sso-sign-in.service.js';
import { ssoProof, type SsoProof } from './sso.schema.js';

@Tagged('members')
@Controller('api/v1/sign-in/sso')
export class SsoController {
  constructor(private readonly sso: SsoSignInService) {}

  @Post()
  @HttpCode(200)
  @Requires('member.join')
  @ApiDoc('Sign in by a token of the publisher’s', 'site_not_found', 'sso_off', 'name_taken', ...SSO_ERRORS)
  @Answers(200, signedIn)
  signIn(
    @CurrentActor() actor: Actor,
    @CurrentBrowser() browser: Browser,
    @CurrentBearer() bearer: string | null,
    @Body({ schema: ssoProof }) proof: SsoProof,
  ): Promise<SignedIn> {
    return this.sso.signIn(actor, browser, bearer, proof);
  }
}
