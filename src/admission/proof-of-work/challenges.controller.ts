import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { challengeAnswer, newChallenge, type ChallengeAnswer, type NewChallenge } from './challenge.schema.js';
import { ProofOfWork } from './proof-of-work.service.js';

@Tagged('messages')
@Controller('api/v1')
export class ChallengesController {
  constructor(private readonly work: ProofOfWork) {}

  @Post('challenges')
  @HttpCode(200)
  @Requires('member.join')
  @ApiDoc('Get the work that a guest does for a message where `proof_required` was answered', 'site_not_found')
  @Answers(200, challengeAnswer)
  challenge(
    @CurrentActor() actor: Actor,
    @Body({ schema: newChallenge }) place: NewChallenge,
  ): Promise<ChallengeAnswer> {
    return this.work.challenge(actor, place);
  }
}
