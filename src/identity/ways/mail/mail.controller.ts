import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../../../auth/actor.js';
import { CurrentActor } from '../../../auth/current-actor.js';
import { Requires } from '../../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../../openapi/describe.js';
import { CurrentBrowser, type Browser } from '../browser.js';
import { signedIn, type SignedIn } from '../sign-in.schema.js';
import {
  mailAnswer,
  mailProof,
  mailQuestion,
  type MailAnswer,
  type MailProof,
  type MailQuestion,
} from './mail.schema.js';
import { MailSignInService } from './mail-sign-in.service.js';

@Tagged('members')
@Controller('api/v1/sign-in/mail')
export class MailController {
  constructor(private readonly mail: MailSignInService) {}

  @Post()
  @HttpCode(202)
  @Requires('member.join')
  @ApiDoc('Have a code sent by mail', 'site_not_found', 'not_allowed')
  @Answers(202, mailAnswer)
  ask(
    @CurrentActor() actor: Actor,
    @CurrentBrowser() browser: Browser,
    @Body({ schema: mailQuestion }) question: MailQuestion,
  ): Promise<MailAnswer> {
    return this.mail.ask(actor, browser, question);
  }

  @Post('verify')
  @HttpCode(200)
  @Requires('member.join')
  @ApiDoc('Sign in by the code that came', 'code_not_valid', 'name_taken')
  @Answers(200, signedIn)
  verify(
    @CurrentActor() actor: Actor,
    @CurrentBrowser() browser: Browser,
    @Body({ schema: mailProof }) proof: MailProof,
  ): Promise<SignedIn> {
    return this.mail.verify(actor, browser, proof);
  }
}
