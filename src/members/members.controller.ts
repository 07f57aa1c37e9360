import { Body, Controller, Patch, Post } from '@nestjs/common';
import type { Actor, MemberActor } from '../auth/actor.js';
import { CurrentActor } from '../auth/current-actor.js';
import { ClientDevice } from '../auth/tokens/device.js';
import { Requires } from '../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../database/writes/idempotency.js';
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
  @Requires('member.join')
  @ApiDoc('Take part as a guest, by a name', 'name_taken')
  @LocationHeader<GuestAnswer>(() => '/api/v1/me')
  @Answers(201, guestAnswer)
  welcome(
    @CurrentActor() actor: Actor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Body({ schema: newGuest }) guest: NewGuest,
    @ClientDevice() device: string | null,
  ): Promise<WriteResult<GuestAnswer>> {
    return this.members.welcomeGuest(actor, once, guest, device);
  }

  @Patch('me')
  @Requires('member.rename-own')
  @ApiDoc('Take another name', 'name_taken')
  @Answers(200, meAnswer)
  rename(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Body({ schema: newName }) name: NewName,
  ): Promise<WriteResult<MeAnswer>> {
    return this.members.rename(actor, once, name);
  }
}
