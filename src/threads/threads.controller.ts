import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../auth/actor.js';
import { Allow, Asking } from '../auth/allow.js';
import type { Once, Written } from '../database/idempotency.js';
import { Answers, Does } from '../door/answers.js';
import { CreatedAt } from '../door/created-at.js';
import { OnceOnly } from '../door/once-only.js';
import {
  countsAnswer,
  countsQuery,
  putThread,
  threadView,
  type CountsAnswer,
  type CountsQuery,
  type PutThread,
  type ThreadView,
} from './threads.schema.js';
import { ThreadsService } from './threads.service.js';

@ApiTags('threads')
@Controller('api/v1')
export class ThreadsController {
  constructor(private readonly threads: ThreadsService) {}

  @Put('threads')
  @Allow('anyone')
  @Does('Open the discussion of an article', 'site_not_found', 'host_not_allowed')
  @Answers(200, threadView, 'The article had a thread')
  @CreatedAt<ThreadView>(({ id }) => `/api/v1/threads/${id}`)
  @Answers(201, threadView, 'It was made')
  put(
    @Asking() actor: Actor,
    @OnceOnly() once: Once | null,
    @Body({ schema: putThread }) article: PutThread,
  ): Promise<Written<ThreadView>> {
    return this.threads.put(actor, once, article);
  }

  @Get('threads/:id')
  @Allow('public')
  @Does('Read a discussion', 'thread_not_found')
  @Answers(200, threadView)
  get(@Param('id') id: string): Promise<ThreadView> {
    return this.threads.get(id);
  }

  @Get('counts')
  @Allow('public')
  @Does('Count the messages under articles', 'site_not_found')
  @Answers(200, countsAnswer)
  counts(@Query({ schema: countsQuery }) query: CountsQuery): Promise<CountsAnswer> {
    return this.threads.counts(query);
  }
}
