import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, MemberActor } from '../auth/actor.js';
import { Allow, Asking } from '../auth/allow.js';
import type { Once, Written } from '../database/idempotency.js';
import { Answers } from '../door/answers.js';
import { OnceOnly } from '../door/once-only.js';
import { sendBytes } from '../door/send-bytes.js';
import { eventsAnswer, eventsQuery, type EventsAnswer, type EventsQuery } from '../events/events.schema.js';
import {
  castVote,
  contextAnswer,
  editMessage,
  listMessages,
  messageAnswer,
  mineAnswer,
  newMessage,
  newPreview,
  pageAnswer,
  previewAnswer,
  voteAnswer,
  type CastVote,
  type ContextAnswer,
  type EditMessage,
  type ListMessages,
  type MessageAnswer,
  type MineAnswer,
  type NewMessage,
  type NewPreview,
  type PreviewAnswer,
  type VoteAnswer,
} from './messages.schema.js';
import { MessagesService } from './messages.service.js';
import { PagesService } from './pages.service.js';
import { StreamService } from './stream.service.js';
import { VotesService } from './votes.service.js';

/** A page may be kept by anybody who asks each time whether it is still true. */
const REVALIDATED = { 'Cache-Control': 'public, max-age=0, must-revalidate' } as const;

@ApiTags('messages')
@Controller('api/v1')
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly pages: PagesService,
    private readonly stream: StreamService,
    private readonly votes: VotesService,
  ) {}

  @Get('threads/:id/messages')
  @Allow('public')
  @Answers(200, pageAnswer)
  async page(
    @Param('id') threadId: string,
    @Query({ schema: listMessages }) ask: ListMessages,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendBytes(request, reply, await this.pages.bytes(threadId, ask), REVALIDATED);
  }

  @Get('threads/:id/mine')
  @Allow('member')
  @Answers(200, mineAnswer)
  mine(@Asking() actor: MemberActor, @Param('id') threadId: string): Promise<MineAnswer> {
    return this.pages.mine(actor, threadId);
  }

  @Get('threads/:id/events')
  @Allow('public')
  @Answers(200, eventsAnswer)
  events(
    @Param('id') threadId: string,
    @Query({ schema: eventsQuery }) { after, epoch }: EventsQuery,
  ): Promise<EventsAnswer> {
    return this.stream.since(threadId, after, epoch);
  }

  @Post('threads/:id/messages')
  @Allow('member')
  @Answers(201, messageAnswer, 'It is on the page')
  @Answers(202, messageAnswer, 'It waits for a moderator')
  post(
    @Asking() actor: MemberActor,
    @OnceOnly('required') once: Once,
    @Param('id') threadId: string,
    @Body({ schema: newMessage }) message: NewMessage,
  ): Promise<Written<MessageAnswer>> {
    return this.messages.post(actor, once, threadId, message);
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('anyone')
  @Answers(200, previewAnswer)
  preview(@Body({ schema: newPreview }) { text }: NewPreview): PreviewAnswer {
    return this.messages.preview(text);
  }

  @Get('messages/:id')
  @Allow('anyone')
  @Answers(200, messageAnswer)
  async one(@Asking() actor: Actor, @Param('id') id: string): Promise<MessageAnswer> {
    return { message: await this.pages.one(actor, id) };
  }

  @Get('messages/:id/context')
  @Allow('anyone')
  @Answers(200, contextAnswer)
  context(@Asking() actor: Actor, @Param('id') id: string): Promise<ContextAnswer> {
    return this.pages.context(actor, id);
  }

  @Patch('messages/:id')
  @Allow('member')
  @Answers(200, messageAnswer)
  @Answers(202, messageAnswer, 'The change waits for a moderator, and so does the message')
  edit(
    @Asking() actor: MemberActor,
    @OnceOnly() once: Once | null,
    @Param('id') id: string,
    @Body({ schema: editMessage }) change: EditMessage,
  ): Promise<Written<MessageAnswer>> {
    return this.messages.edit(actor, once, id, change);
  }

  @Delete('messages/:id')
  @Allow('member')
  @Answers(200, messageAnswer)
  remove(
    @Asking() actor: MemberActor,
    @OnceOnly() once: Once | null,
    @Param('id') id: string,
  ): Promise<Written<MessageAnswer>> {
    return this.messages.remove(actor, once, id);
  }

  @Put('messages/:id/vote')
  @Allow('member')
  @Answers(200, voteAnswer)
  vote(
    @Asking() actor: MemberActor,
    @OnceOnly() once: Once | null,
    @Param('id') id: string,
    @Body({ schema: castVote }) vote: CastVote,
  ): Promise<Written<VoteAnswer>> {
    return this.votes.cast(actor, once, id, vote);
  }
}
