import { Body, Controller, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../auth/actor.js';
import { CurrentActor } from '../auth/current-actor.js';
import { Open, Requires } from '../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../database/writes/idempotency.js';
import { LocationHeader } from '../http/location.js';
import { CachedBody } from '../http/response-cache/cached-body.js';
import { IdempotencyKeyHeader } from '../http/idempotency-key.js';
import { sendCached } from '../http/response-cache/send-cached.js';
import {
  countsAnswer,
  countsQuery,
  putThread,
  threadView,
  type CountsQuery,
  type PutThread,
  type ThreadView,
} from './threads.schema.js';
import { OpeningService } from './opening.service.js';
import { ThreadsService } from './threads.service.js';
import { Answers, ApiDoc, Revalidates, Tagged } from '../openapi/describe.js';

@Tagged('threads')
@Controller('api/v1')
export class ThreadsController {
  constructor(
    private readonly threads: ThreadsService,
    private readonly opening: OpeningService,
  ) {}

  @Put('threads')
  @Requires('thread.ask-for')
  @ApiDoc('Open the discussion of an article', 'site_not_found', 'host_not_allowed', 'signature_not_valid')
  @Answers(200, threadView, 'The article had a thread')
  @LocationHeader<ThreadView>(({ id }) => `/api/v1/threads/${id}`)
  @Answers(201, threadView, 'It was made')
  put(
    @CurrentActor() actor: Actor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Body({ schema: putThread }) article: PutThread,
  ): Promise<WriteResult<ThreadView>> {
    return this.opening.put(actor, once, article);
  }

  @Get('threads/:id')
  @Open()
  @ApiDoc('Read a discussion', 'thread_not_found')
  @Answers(200, threadView)
  get(@Param('id') id: string): Promise<ThreadView> {
    return this.threads.get(id);
  }

  @Get('counts')
  @Open()
  @ApiDoc('Count the messages under articles', 'site_not_found')
  @Revalidates()
  @Answers(200, countsAnswer, 'The same bytes for everyone, with an `ETag`')
  async counts(
    @Query({ schema: countsQuery }) query: CountsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const bytes = CachedBody.of(JSON.stringify(await this.threads.counts(query)), 'application/json; charset=utf-8');
    await sendCached(request, reply, bytes, { 'Cache-Control': 'public, max-age=0, must-revalidate' });
  }
}
