import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import {
  mergeThread,
  threadAnswer,
  threadDetails,
  type MergeThread,
  type ThreadAnswer,
  type ThreadDetails,
} from './thread-acts.schema.js';
import { ThreadActsService } from './thread-acts.service.js';
import { ThreadDetailsService } from './thread-details.service.js';
import { ThreadUndoService } from './thread-undo.service.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';

/** What staff do to whole threads; renaming and moving are a PATCH: see moderation.controller.ts. */
@Tagged('moderation')
@Controller('api/v1/moderation')
export class ThreadActsController {
  constructor(
    private readonly acts: ThreadActsService,
    private readonly undoing: ThreadUndoService,
    private readonly details: ThreadDetailsService,
  ) {}

  @Get('threads/:id')
  @Requires('thread.inspect')
  @ApiDoc('Read a discussion as a moderator sees it', 'thread_not_found')
  @Answers(200, threadDetails)
  get(@CurrentActor() actor: MemberActor, @Param('id') id: string): Promise<ThreadDetails> {
    return this.details.get(actor, id);
  }

  @Post('threads/:id/look')
  @Requires('thread.look')
  @HttpCode(200)
  @ApiDoc("Look at the article's page again", 'thread_not_found', 'conflict')
  @Answers(200, threadDetails)
  look(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
  ): Promise<WriteResult<ThreadDetails>> {
    return this.details.lookAgain(actor, once, id);
  }

  @Post('threads/:id/merge')
  @Requires('thread.merge')
  @HttpCode(200)
  @ApiDoc('Merge a discussion into another', 'thread_not_found', 'conflict')
  @Answers(200, threadAnswer)
  merge(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: mergeThread }) merge: MergeThread,
  ): Promise<WriteResult<ThreadAnswer>> {
    return this.acts.merge(actor, once, id, merge);
  }

  @Delete('threads/:id')
  @Requires('thread.delete')
  @ApiDoc('Delete a discussion', 'thread_not_found')
  @Answers(200, threadAnswer)
  remove(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
  ): Promise<WriteResult<ThreadAnswer>> {
    return this.acts.remove(actor, once, id);
  }

  @Post('log/:id/undo')
  @Requires('thread.undo')
  @HttpCode(200)
  @ApiDoc('Take back what was done to a discussion', 'thread_not_found', 'conflict')
  @Answers(200, threadAnswer)
  undo(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
  ): Promise<WriteResult<ThreadAnswer>> {
    return this.undoing.undo(actor, once, id);
  }
}
