import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { canModerate, type MemberActor } from '../../auth/actor.js';
import { Allow, CurrentActor } from '../../auth/allow.js';
import type { Once, Written } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import {
  mergeThread,
  threadAnswer,
  threadDetails,
  type MergeThread,
  type ThreadAnswer,
  type ThreadDetails,
} from './thread-acts.schema.js';
import type { Staff } from './acts.js';
import { ThreadActsService } from './thread-acts.service.js';
import { ThreadDetailsService } from './thread-details.service.js';
import { ThreadUndoService } from './thread-undo.service.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';

/** A member of staff, on the sites that they moderate. */
export const staffOf = (actor: MemberActor): Staff => ({
  actor: actor.member,
  may: (siteId) => canModerate(actor, siteId),
});

/** What staff do to whole threads; renaming and moving are a PATCH: see moderation.controller.ts. */
@Tagged('moderation')
@Allow('staff')
@Controller('api/v1/moderation')
export class ThreadActsController {
  constructor(
    private readonly acts: ThreadActsService,
    private readonly undoing: ThreadUndoService,
    private readonly details: ThreadDetailsService,
  ) {}

  @Get('threads/:id')
  @ApiDoc('Read a discussion as a moderator sees it', 'thread_not_found')
  @Answers(200, threadDetails)
  get(@CurrentActor() actor: MemberActor, @Param('id') id: string): Promise<ThreadDetails> {
    return this.details.get(staffOf(actor), id);
  }

  @Post('threads/:id/look')
  @HttpCode(200)
  @ApiDoc("Look at the article's page again", 'thread_not_found', 'conflict')
  @Answers(200, threadDetails)
  look(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: Once | null,
    @Param('id') id: string,
  ): Promise<Written<ThreadDetails>> {
    return this.details.lookAgain(staffOf(actor), once, id);
  }

  @Post('threads/:id/merge')
  @HttpCode(200)
  @ApiDoc('Merge a discussion into another', 'thread_not_found', 'conflict')
  @Answers(200, threadAnswer)
  merge(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: Once | null,
    @Param('id') id: string,
    @Body({ schema: mergeThread }) merge: MergeThread,
  ): Promise<Written<ThreadAnswer>> {
    return this.acts.merge(staffOf(actor), once, id, merge);
  }

  @Delete('threads/:id')
  @ApiDoc('Delete a discussion', 'thread_not_found')
  @Answers(200, threadAnswer)
  remove(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: Once | null,
    @Param('id') id: string,
  ): Promise<Written<ThreadAnswer>> {
    return this.acts.remove(staffOf(actor), once, id);
  }

  @Post('log/:id/undo')
  @HttpCode(200)
  @ApiDoc('Take back what was done to a discussion', 'thread_not_found', 'conflict')
  @Answers(200, threadAnswer)
  undo(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: Once | null,
    @Param('id') id: string,
  ): Promise<Written<ThreadAnswer>> {
    return this.undoing.undo(staffOf(actor), once, id);
  }
}
