import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor, MemberActor } from '../auth/actor.js';
import { Allow, CurrentActor } from '../auth/allow.js';
import type { Once, Written } from '../database/writes/idempotency.js';
import { LocationHeader } from '../http/location.js';
import { IdempotencyKeyHeader } from '../http/idempotency-key.js';
import {
  guestAnswer,
  meAnswer,
  newGuest,
  newName,
  type GuestAnswer,
  type MeAnswer,
  type NewGuest,
  type NewName,
} from './members.schema.js';
import { MembersService } from './members.service.js';
import { Answers, ApiDoc, Tagged } from '../openapi/describe.js';

@Tagged('members')
@Controller('api/v1')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Post('guests')
  @Allow('anyone')
  @ApiDoc('Take part as a guest, by a name', 'name_taken')
  @LocationHeader<GuestAnswer>(() => '/api/v1/me')
  @Answers(201, guestAnswer)
  welcome(
    @CurrentActor() actor: Actor,
    @IdempotencyKeyHeader() once: Once | null,
    @Body({ schema: newGuest }) guest: NewGuest,
  ): Promise<Written<GuestAnswer>> {
    return this.members.welcomeGuest(actor, once, guest);
  }

  @Get('me')
  @Allow('member')
  @ApiDoc('Who am I?')
  @Answers(200, meAnswer)
  me(@CurrentActor() actor: MemberActor): MeAnswer {
    return this.members.me(actor);
  }

  @Patch('me')
  @Allow('member')
  @ApiDoc('Take another name', 'name_taken')
  @Answers(200, meAnswer)
  rename(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: Once | null,
    @Body({ schema: newName }) name: NewName,
  ): Promise<Written<MeAnswer>> {
    return this.members.rename(actor, once, name);
  }
}
