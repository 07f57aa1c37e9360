import { Injectable } from '@nestjs/common';
import type { Actor } from '../../auth/actor.js';
import { ActorsService } from '../../auth/actors.service.js';
import type { Written } from '../../database/idempotency.js';
import { sha256 } from '../../database/ids.js';
import { ForumError } from '../../errors/forum-error.js';
import { MembersService } from '../../members/members.service.js';
import type { ContextAnswer, MessageAnswer, PageAnswer } from '../../messages/messages.schema.js';
import { MessagesService } from '../../messages/messages.service.js';
import { PagesService } from '../../messages/pages.service.js';
import { SitesService } from '../../sites/sites.service.js';
import type { ThreadView } from '../../threads/threads.schema.js';
import { ThreadsService } from '../../threads/threads.service.js';
import { Assets } from '../assets.js';
import { ancestorsOf, type Page } from '../page-headers.js';
import type { EmbedQuery, MessageForm, ThreadPageQuery } from './forum.schema.js';
import { discussionOf } from './json-ld.js';
import { renderForum } from './render.js';
import type { FormOutcome } from './state.js';

/** Refusals after which the same person can do better: they see the form again. */
const MENDABLE: ReadonlySet<string> = new Set(['name_taken', 'invalid_request', 'refused', 'too_fast', 'overloaded']);

/** Somebody who has not said who they are: what everyone may see. */
const NOBODY: Actor = { member: null, tokenHash: null, address: '' };

/** The reader's page: an article's thread as HTML, the same for everyone. */
@Injectable()
export class ForumPagesService {
  constructor(
    private readonly actors: ActorsService,
    private readonly members: MembersService,
    private readonly threads: ThreadsService,
    private readonly messages: MessagesService,
    private readonly pages: PagesService,
    private readonly sites: SitesService,
    private readonly assets: Assets,
  ) {}

  /**
   * The forum inside an article's page; opens its thread where there is none.
   * @throws ForumError site_not_found, host_not_allowed, invalid_request
   */
  async embed(actor: Actor, { sort, ...article }: EmbedQuery, origin: string): Promise<Page> {
    const { value: thread } = await this.threads.put(actor, article);
    const page = await this.pages.page(thread.id, { sort });
    return this.document({ thread: page.thread, page, sort, embedded: true, origin });
  }

  /**
   * A thread, a page of it, or one message in its conversation.
   * @throws ForumError thread_not_found, message_not_found, invalid_request
   */
  async thread(id: string, ask: ThreadPageQuery, origin: string, form?: FormOutcome): Promise<Page> {
    const { sort, cursor, embedded } = ask;
    const common = { sort, embedded: embedded !== undefined, origin };
    const message = ask.reply ?? ask.message;
    const outcome = form ?? (ask.posted ? { posted: ask.posted } : ask.reply ? { parentId: ask.reply } : undefined);
    if (message === undefined) {
      const page = await this.pages.page(id, { sort, cursor });
      return this.document({ ...common, thread: page.thread, page, form: outcome });
    }
    const context = await this.context(id, message, cursor);
    return this.document({ ...common, thread: context.thread, context, form: outcome });
  }

  /** A message of this thread and no other; with a cursor, the replies that follow there. */
  private async context(threadId: string, messageId: string, cursor: string | undefined): Promise<ContextAnswer> {
    const context = await this.pages.context(NOBODY, messageId);
    if (context.thread.id !== threadId) throw new ForumError('message_not_found');
    if (cursor === undefined) return context;
    const { messages, next } = await this.pages.page(threadId, { parent: messageId, cursor });
    return { ...context, message: { ...context.message, replies: { messages, next } } };
  }

  /**
   * Posts what a plain form sent, and says where to go from there: to the message, or back to the form with its text.
   * @throws ForumError thread_not_found, and what no other text would mend
   */
  async submit(actor: Actor, id: string, form: MessageForm, origin: string): Promise<Page | { seeOther: string }> {
    const embedded = form.embedded ? '&embedded=1' : '';
    try {
      const { outcome, value } = await this.post(actor, id, form);
      const published = outcome === 'created';
      const shown = published ? `message=${value.message.id}&posted=published` : 'posted=held';
      const anchor = published ? `message-${value.message.id}` : 'composer';
      return { seeOther: `/threads/${id}?${shown}${embedded}#${anchor}` };
    } catch (error) {
      if (!(error instanceof ForumError) || !MENDABLE.has(error.code)) throw error;
      const ask = { reply: form.parentId, embedded: form.embedded };
      const page = await this.thread(id, ask, origin, { ...form, error: error.message });
      return { ...page, status: error.status };
    }
  }

  /** Without JavaScript nobody is remembered from one message to the next: every such message has a guest of its own. */
  private async post(
    actor: Actor,
    threadId: string,
    { name, text, parentId }: MessageForm,
  ): Promise<Written<MessageAnswer>> {
    await this.threads.get(threadId);
    const { value: guest } = await this.members.welcomeGuest(actor, null, { name });
    const author = await this.actors.known(guest.token, actor.address);
    if (!author.member) throw new ForumError('sign_in_required');
    const once = { key: sha256(guest.token), fingerprint: sha256(text) };
    // Browsers send the lines of a form's field with CR LF.
    const message = { text: text.replaceAll('\r\n', '\n'), parentId };
    return this.messages.post({ ...author, member: author.member }, once, threadId, message);
  }

  private async document(shown: {
    readonly thread: ThreadView;
    readonly page?: PageAnswer;
    readonly context?: ContextAnswer;
    readonly sort: ThreadPageQuery['sort'];
    readonly embedded: boolean;
    readonly origin: string;
    readonly form?: FormOutcome;
  }): Promise<Page> {
    const { thread, page, sort, embedded, origin } = shown;
    const site = await this.sites.site(thread.site);
    const html = renderForum({
      ...shown,
      sort: sort ?? 'oldest',
      assets: this.assets.page('forum'),
      jsonLd: page && !embedded ? discussionOf(page, origin) : undefined,
    });
    return { html, ancestors: ancestorsOf(site.hosts) };
  }
}
