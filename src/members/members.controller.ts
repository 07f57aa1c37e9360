import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, MemberActor } from '../auth/actor.js';
import { Allow, Asking } from '../auth/allow.js';
import type { Once, Written } from '../database/idempotency.js';
import { Answers, Does } from '../door/answers.js';
import { CreatedAt } from '../door/created-at.js';
import { OnceOnly } from '../door/once-only.js';
import { guestAnswer, meAnswer, newGuest, type GuestAnswer, type MeAnswer, type NewGuest } from './members.schema.js';
import { MembersService } from './members.service.js';

@ApiTags('members')
@Controller('api/v1')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Post('guests')
  @Allow('anyone')
  @Does('Take part as a guest, by a name', 'name_taken')
  @CreatedAt<GuestAnswer>(() => '/api/v1/me')
  @Answers(201, guestAnswer)
  welcome(
    @Asking() actor: Actor,
    @OnceOnly() once: Once | null,
    @Body({ schema: newGuest }) guest: NewGuest,
  ): Promise<Written<GuestAnswer>> {
    return this.members.welcomeGuest(actor, once, guest);
  }

  @Get('me')
  @Allow('member')
  @Does('Who am I?')
  @Answers(200, meAnswer)
  me(@Asking() actor: MemberActor): MeAnswer {
    return this.members.me(actor);
  }
}
