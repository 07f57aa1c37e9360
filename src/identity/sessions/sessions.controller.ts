import { Controller, Delete, Get, Param } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { sessionParams, sessionsAnswer, type SessionParams, type SessionsAnswer } from './sessions.schema.js';
import { SessionsService } from './sessions.service.js';

@Tagged('members')
@Controller('api/v1/me/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @Requires('session.read-own')
  @ApiDoc('Where am I signed in?')
  @Answers(200, sessionsAnswer)
  list(@CurrentActor() actor: MemberActor): Promise<SessionsAnswer> {
    return this.sessions.list(actor);
  }

  @Delete()
  @Requires('session.end-own')
  @ApiDoc('Sign out everywhere else')
  @Answers(200, sessionsAnswer)
  endOthers(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
  ): Promise<WriteResult<SessionsAnswer>> {
    return this.sessions.endOthers(actor, once);
  }

  @Delete(':id')
  @Requires('session.end-own')
  @ApiDoc('Sign out one of mine', 'session_not_found')
  @Answers(200, sessionsAnswer)
  end(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param({ schema: sessionParams }) { id }: SessionParams,
  ): Promise<WriteResult<SessionsAnswer>> {
    return this.sessions.end(actor, once, id);
  }
}
