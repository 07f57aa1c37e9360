import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../../../auth/actor.js';
import { CurrentActor } from '../../../auth/current-actor.js';
import { Requires } from '../../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../../openapi/describe.js';
import { CurrentBrowser, type Browser } from '../browser.js';
import { signedIn, type SignedIn } from '../sign-in.schema.js';
import { TicketSignInService } from './ticket-sign-in.service.js';
import { ticketProof, type TicketProof } from './ticket.schema.js';

@Tagged('members')
@Controller('api/v1/sign-in/ticket')
export class TicketController {
  constructor(private readonly tickets: TicketSignInService) {}

  @Post()
  @HttpCode(200)
  @Requires('member.join')
  @ApiDoc('Sign in by a ticket', 'site_not_found', 'code_not_valid', 'name_taken')
  @Answers(200, signedIn)
  signIn(
    @CurrentActor() actor: Actor,
    @CurrentBrowser() browser: Browser,
    @Body({ schema: ticketProof }) proof: TicketProof,
  ): Promise<SignedIn> {
    return this.tickets.signIn(actor, browser, proof);
  }
}
