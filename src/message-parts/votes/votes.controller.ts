import { Body, Controller, Param, Put } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import { castVote, voteAnswer, type CastVote, type VoteAnswer } from '../../messages/messages.schema.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { VotesService } from './votes.service.js';

@Tagged('messages')
@Controller('api/v1/messages')
export class VotesController {
  constructor(private readonly votes: VotesService) {}

  @Put(':id/vote')
  @Requires('message.vote')
  @ApiDoc(
    'Vote on a message, or take the vote back',
    'message_not_found',
    'not_allowed',
    'thread_closed',
    'banned',
    'suspended',
  )
  @Answers(200, voteAnswer)
  vote(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: castVote }) vote: CastVote,
  ): Promise<WriteResult<VoteAnswer>> {
    return this.votes.cast(actor, once, id, vote);
  }
}
