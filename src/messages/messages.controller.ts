import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProofHeader, type Proof } from '../admission/proof-of-work/proof-header.js';
import type { Actor, MemberActor } from '../auth/actor.js';
import { CurrentActor, ClientAddress } from '../auth/current-actor.js';
import { Open, Requires } from '../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../database/writes/idempotency.js';
import { LocationHeader } from '../http/location.js';
import { IdempotencyKeyHeader } from '../http/idempotency-key.js';
import { sendCached } from '../http/response-cache/send-cached.js';
import { SharedResponse } from '../http/response-cache/response-sharing.js';
import { eventsAnswer, eventsQuery, type EventsAnswer, type EventsQuery } from '../events/events.schema.js';
import {
  contextAnswer,
  editMessage,
  listMessages,
  messageAnswer,
  mineAnswer,
  mineQuery,
  newMessage,
  newPreview,
  pageAnswer,
  previewAnswer,
  type ContextAnswer,
  type EditMessage,
  type ListMessages,
  type MessageAnswer,
  type MineAnswer,
  type MineQuery,
  type NewMessage,
  type NewPreview,
  type PreviewAnswer,
} from './messages.schema.js';
import { MessagesService } from './messages.service.js';
import { PostingService } from './posting/posting.service.js';
import { RenderingService } from './posting/rendering.service.js';
import { MineService } from './mine/mine.service.js';
import { PagesService } from './pages/pages.service.js';
import { StreamService } from './stream/stream.service.js';
import { Answers, ApiDoc, Revalidates, Tagged } from '../openapi/describe.js';

/** A page may be kept by anybody who asks each time whether it is still true. */
const REVALIDATED = { 'Cache-Control': 'public, max-age=0, must-revalidate' } as const;

@Tagged('messages')
@Controller('api/v1')
export class MessagesController {
  constructor(
    private readonly posting: PostingService,
    private readonly messages: MessagesService,
    private readonly rendering: RenderingService,
    private readonly pages: PagesService,
    private readonly personal: MineService,
    private readonly stream: StreamService,
  ) {}

  @Get('threads/:id/messages')
  @Open()
  @SharedResponse()
  @ApiDoc('List the messages of a discussion, or the replies to one', 'thread_not_found', 'message_not_found')
  @Revalidates()
  @Answers(200, pageAnswer, 'The same bytes for everyone, with an `ETag`')
  async page(
    @Param('id') threadId: string,
    @Query({ schema: listMessages }) ask: ListMessages,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendCached(request, reply, await this.pages.bytes(threadId, ask), REVALIDATED);
  }

  @Get('threads/:id/mine')
  @Requires('member.read-own')
  @ApiDoc('Read what only I may see of a discussion', 'thread_not_found')
  @Answers(200, mineAnswer)
  mine(
    @CurrentActor() actor: MemberActor,
    @Param('id') threadId: string,
    @Query({ schema: mineQuery }) { site }: MineQuery,
  ): Promise<MineAnswer> {
    return this.personal.mine(actor, threadId, site);
  }

  @Get('threads/:id/events')
  @Open()
  @ApiDoc('Read what has happened since a position', 'thread_not_found')
  @Answers(200, eventsAnswer)
  events(
    @Param('id') threadId: string,
    @Query({ schema: eventsQuery }) { after, epoch }: EventsQuery,
    @ClientAddress() address: string,
  ): Promise<EventsAnswer> {
    return this.stream.sinceFor(address, threadId, after, epoch);
  }

  @Post('threads/:id/messages')
  @Requires('message.post')
  @ApiDoc(
    'Post a message, or a reply',
    'thread_not_found',
    'message_not_found',
    'thread_closed',
    'banned',
    'suspended',
    'refused',
    'name_taken',
    'proof_required',
    'proof_not_valid',
  )
  @LocationHeader<MessageAnswer>(({ message }) => `/api/v1/messages/${message.id}`)
  @Answers(201, messageAnswer, 'It is on the page')
  @Answers(202, messageAnswer, 'It waits for a moderator')
  post(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader('required') once: IdempotencyKey,
    @Param('id') threadId: string,
    @Body({ schema: newMessage }) message: NewMessage,
    @ProofHeader() proof: Proof | null,
  ): Promise<WriteResult<MessageAnswer>> {
    return this.posting.post(actor, once, threadId, message, proof);
  }

  @Post('preview')
  @HttpCode(200)
  @Requires('message.preview')
  @ApiDoc('See how a text would look', 'refused')
  @Answers(200, previewAnswer)
  preview(@Body({ schema: newPreview }) { text }: NewPreview): Promise<PreviewAnswer> {
    return this.rendering.preview(text);
  }

  @Get('messages/:id')
  @Requires('message.read')
  @ApiDoc('Read a message', 'message_not_found')
  @Answers(200, messageAnswer)
  one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MessageAnswer> {
    return this.pages.one(actor, id);
  }

  @Get('messages/:id/context')
  @Requires('message.read')
  @ApiDoc('Read a message with those above it, and its place', 'message_not_found')
  @Answers(200, contextAnswer)
  context(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ContextAnswer> {
    return this.pages.context(actor, id);
  }

  @Patch('messages/:id')
  @Requires('message.edit-own')
  @ApiDoc(
    'Change my message',
    'message_not_found',
    'not_allowed',
    'edit_window_over',
    'conflict',
    'thread_closed',
    'banned',
    'suspended',
    'refused',
    'name_taken',
  )
  @Answers(200, messageAnswer)
  @Answers(202, messageAnswer, 'The change waits for a moderator, and so does the message')
  edit(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
    @Body({ schema: editMessage }) change: EditMessage,
  ): Promise<WriteResult<MessageAnswer>> {
    return this.messages.edit(actor, once, id, change);
  }

  @Delete('messages/:id')
  @Requires('message.delete-own')
  @ApiDoc('Take my message back', 'message_not_found', 'not_allowed', 'edit_window_over')
  @Answers(200, messageAnswer)
  remove(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Param('id') id: string,
  ): Promise<WriteResult<MessageAnswer>> {
    return this.messages.remove(actor, once, id);
  }
}
