import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../../auth/actor.js';
import { CurrentActor } from '../../../auth/current-actor.js';
import { Open, Requires } from '../../../auth/policy/requires.js';
import { CONFIG, type Config } from '../../../config/config.js';
import { SharedResponse } from '../../../http/response-cache/response-sharing.js';
import { PageErrorFilter } from '../../page-error.filter.js';
import { sendPage, sourceOf, type Page } from '../../page.js';
import { addressOfFrame, showArticle, type EmbedArticle } from './embed-article.js';
import { FORM_KEY_PATH, formKeyHeaders } from './form-key.js';
import { ForumPagesService, type Moved } from './forum-pages.service.js';
import {
  embedQuery,
  messageForm,
  threadPageQuery,
  type EmbedQuery,
  type MessageForm,
  type ThreadPageQuery,
} from './forum.schema.js';
import { Undescribed } from '../../../openapi/describe.js';

/** The reader's page, inside an article and by itself, and the form that posts without JavaScript. */
@Undescribed()
@Controller()
@UseFilters(PageErrorFilter)
export class ForumController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly pages: ForumPagesService,
  ) {}

  @Get('embed')
  @Open()
  @SharedResponse()
  async embed(
    @Query({ schema: embedQuery }) article: EmbedQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { url } = article;
    if (url === undefined) {
      const place = addressOfFrame(article, request.headers.referer);
      return void reply.status(302).header('Location', place).header('Cache-Control', 'no-store').send();
    }
    const show = (one: EmbedArticle) => this.pages.embed(one, this.origin(request));
    await send(request, reply, await showArticle({ ...article, url }, show));
  }

  @Get('threads/:id')
  @Open()
  @SharedResponse()
  async thread(
    @Param('id') id: string,
    @Query({ schema: threadPageQuery }) ask: ThreadPageQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(request, reply, await this.pages.thread(id, ask, this.origin(request), request.headers.cookie));
  }

  /** Leads to the message; where it was refused, back to the form with the text in it. */
  @Post('threads/:id/messages')
  @Requires('form.send')
  async post(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body({ schema: messageForm }) form: MessageForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { cookie } = request.headers;
    const sent = { ...form, cookie, source: sourceOf(request), origin: this.origin(request) };
    const answer = await this.pages.submit(actor, id, sent);
    if ('seeOther' in answer) return void reply.status(303).header('Location', answer.seeOther).send();
    if (answer.cookie !== undefined) void reply.header('Set-Cookie', answer.cookie);
    await sendPage(request, reply, answer);
  }

  @Get(FORM_KEY_PATH)
  @Open()
  formKey(@Res() reply: FastifyReply): void {
    void reply.headers(formKeyHeaders()).send('');
  }

  /** Where a refused form is shown is an address that somebody may open again or send on. */
  @Get('threads/:id/messages')
  @Open()
  backToThread(@Param('id') id: string, @Res() reply: FastifyReply): void {
    void reply
      .status(303)
      .header('Location', `/threads/${encodeURIComponent(id)}`)
      .send();
  }

  /** On a port that the system chose, only the request knows where we are. */
  private origin(request: FastifyRequest): string {
    const { PUBLIC_URL } = this.config;
    return PUBLIC_URL.port === '0' ? `${request.protocol}://${request.host}` : PUBLIC_URL.origin;
  }
}

/** A page, or where it is now: until a merge is taken back, so that nobody keeps it. */
async function send(request: FastifyRequest, reply: FastifyReply, page: Page | Moved): Promise<void> {
  if (!('moved' in page)) return sendPage(request, reply, page);
  void reply.status(301).header('Location', page.moved).header('Cache-Control', 'no-cache').send();
}
