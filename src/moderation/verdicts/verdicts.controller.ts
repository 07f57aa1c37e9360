import { Controller, Get, Param } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { verdictsAnswer, type VerdictsAnswer } from './verdicts.schema.js';
import { VerdictsService } from './verdicts.service.js';

@Tagged('moderation')
@Controller('api/v1/moderation/messages')
export class VerdictsController {
  constructor(private readonly verdicts: VerdictsService) {}

  @Get(':id/verdicts')
  @Requires('message.inspect')
  @ApiDoc('Read why a message was published or held, and what the rules knew', 'message_not_found')
  @Answers(200, verdictsAnswer)
  of(@CurrentActor() actor: MemberActor, @Param('id') id: string): Promise<VerdictsAnswer> {
    return this.verdicts.of(actor, id);
  }
}
