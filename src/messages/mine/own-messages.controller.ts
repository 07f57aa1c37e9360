import { Controller, Get, Query } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import {
  ownMessagesAnswer,
  ownMessagesQuery,
  type OwnMessagesAnswer,
  type OwnMessagesQuery,
} from '../messages.schema.js';
import { OwnMessagesService } from './own-messages.service.js';

@Tagged('members')
@Controller('api/v1/me')
export class OwnMessagesController {
  constructor(private readonly messages: OwnMessagesService) {}

  @Get('messages')
  @Requires('member.read-own')
  @ApiDoc('What did I write, and what became of it?', 'site_not_found')
  @Answers(200, ownMessagesAnswer)
  list(
    @CurrentActor() actor: MemberActor,
    @Query({ schema: ownMessagesQuery }) query: OwnMessagesQuery,
  ): Promise<OwnMessagesAnswer> {
    return this.messages.list(actor, query);
  }
}
