import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../../auth/actor.js';
import { cookieOf, sessionCookie, SESSION_COOKIE } from '../../../auth/actors.service.js';
import { CurrentActor } from '../../../auth/current-actor.js';
import { Requires } from '../../../auth/policy/requires.js';
import { ClientDevice } from '../../../auth/tokens/device.js';
import { SESSION_SECONDS } from '../../../auth/tokens/tokens.service.js';
import { Answers, ApiDoc, Tagged } from '../../../openapi/describe.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import {
  passkeyOptions,
  passkeyProof,
  passkeySignedIn,
  type PasskeyOptions,
  type PasskeyProof,
  type PasskeySignedIn,
} from './passkey.schema.js';

@Tagged('members')
@Controller('api/v1/sign-in/passkey')
export class PasskeyController {
  constructor(private readonly signIns: PasskeySignInService) {}

  @Post('options')
  @HttpCode(200)
  @Requires('member.join')
  @ApiDoc('What an authenticator is to sign')
  @Answers(200, passkeyOptions)
  options(@CurrentActor() actor: Actor): Promise<PasskeyOptions> {
    return this.signIns.options(actor);
  }

  @Post('verify')
  @HttpCode(200)
  @Requires('member.join')
  @ApiDoc('Sign in to the console by a passkey', 'passkey_not_valid', 'not_allowed', 'origin_not_allowed')
  @Answers(200, passkeySignedIn)
  async verify(
    @CurrentActor() actor: Actor,
    @ClientDevice() device: string | null,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: passkeyProof }) proof: PasskeyProof,
  ): Promise<PasskeySignedIn> {
    const source = { origin: headers.origin, device, former: cookieOf(headers.cookie, SESSION_COOKIE) };
    const { token, member, session } = await this.signIns.verify(actor, source, proof);
    void reply.header('Set-Cookie', sessionCookie(token, SESSION_SECONDS));
    return { member, session };
  }
}
