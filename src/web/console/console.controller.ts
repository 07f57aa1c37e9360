import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Open, Requires } from '../../auth/policy/requires.js';
import { linkToken, type LinkToken } from './console.schema.js';
import { sourceOf } from '../page.js';
import { askedLanguage } from '../../i18n/asked-language.js';
import { ConsoleService, type ConsoleAnswer } from './console.service.js';
import { Undescribed } from '../../openapi/describe.js';

/** The moderators' desk and the way to it. */
@Undescribed()
@Controller('console')
export class ConsoleController {
  constructor(private readonly console: ConsoleService) {}

  @Get(['', ':view', ':view/:message'])
  @Open()
  open(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    send(reply, this.console.page(askedLanguage(request)));
  }

  @Get('sign-in')
  @Open()
  async signInPage(
    @Query({ schema: linkToken }) link: LinkToken,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.console.signInPage(link.token, askedLanguage(request)));
  }

  @Post('session')
  @Open()
  async signIn(
    @Body({ schema: linkToken }) link: LinkToken,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.console.signIn(link.token, request.headers, askedLanguage(request)));
  }

  @Post('sign-out')
  @Requires('session.end')
  async signOut(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.console.signOut(actor, sourceOf(request)));
  }
}

function send(reply: FastifyReply, { status, headers, html }: ConsoleAnswer): void {
  void reply.status(status).headers(headers).send(html);
}
