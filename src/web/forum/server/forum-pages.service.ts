import { Injectable } from '@nestjs/common';
import { readerActor, type Actor } from '../../../auth/actor.js';
import { ProofOfWork } from '../../../admission/proof-of-work/proof-of-work.service.js';
import { ActorsService } from '../../../auth/actors.service.js';
import { Origins, type FormSource } from '../../../auth/origins.js';
import { Clock } from '../../../config/clock.js';
import type { WriteResult } from '../../../database/writes/idempotency.js';
import { sha256 } from '../../../database/ids.js';
import { CachedBody } from '../../../http/response-cache/cached-body.js';
import { ForumError } from '../../../errors/forum-error.js';
import { MembersService } from '../../../members/members.service.js';
import type { ContextAnswer, MessageAnswer } from '../../../messages/messages.schema.js';
import { PostingService } from '../../../messages/posting/posting.service.js';
import { PageCache } from '../../../messages/pages/page-cache.js';
import { PagesService } from '../../../messages/pages/pages.service.js';
import type { KnownSite } from '../../../sites/site-settings.js';
import { OpeningService } from '../../../threads/opening.service.js';
import type { PutThread, ThreadView } from '../../../threads/threads.schema.js';
import { ThreadsService } from '../../../threads/threads.service.js';
import { Assets } from '../../assets.js';
import { ancestorsOf, HTML, type Page } from '../../page.js';
import type { EmbedArticle } from './embed-article.js';
import { placeCookie, placeOf } from './line.js';
import { formKeyOf, thankedFor, thanksFor } from './form-key.js';
import type { MessageForm, ThreadPageQuery } from './forum.schema.js';
import { discussionOf } from './json-ld.js';
import { renderForum } from './render.js';
import type { FormOutcome } from '../state/state.js';
import { language } from '../../../i18n/format.js';
import { inLanguage, knownLanguage, languageOf, type SpokenLanguage } from '../../../i18n/languages.js';
import { said, say } from '../../../i18n/text.js';
import { refusal } from '../words.js';

/** Refusals after which the same person can do better: they see the form again. */
const MENDABLE: ReadonlySet<string> = new Set(
  'name_taken invalid_request refused proof_required too_fast overloaded'.split(' '),
);

/** Somebody who has not said who they are: what everyone may see. */
const NOBODY = readerActor('');

/** A form as it came: whose page sent it, with which cookies, and where the forum is. */
export type SentForm = MessageForm & {
  readonly source: FormSource;
  readonly cookie: string | undefined;
  readonly origin: string;
};
/** `cookie`: of a place in the line, for who has to wait. */
type Answered = (Page & { readonly cookie?: string | undefined }) | { readonly seeOther: string };

/** What was asked for is at another address now. */
export type Moved = { readonly moved: string };

/** The thread has been merged into this one. */
class MergedInto extends Error {
  constructor(readonly id: string) {
    super(`Merged into ${id}`);
  }
}

/** The reader's page: an article's thread as HTML, the same for everyone. */
@Injectable()
export class ForumPagesService {
  constructor(
    private readonly actors: ActorsService,
    private readonly origins: Origins,
    private readonly members: MembersService,
    private readonly threads: ThreadsService,
    private readonly opening: OpeningService,
    private readonly posting: PostingService,
    private readonly work: ProofOfWork,
    private readonly pages: PagesService,
    private readonly cache: PageCache,
    private readonly assets: Assets,
    private readonly clock: Clock,
  ) {}

  /**
   * The forum inside an article's page. Of one that nobody has written about it is empty; the first post opens its thread.
   * @throws ForumError site_not_found, host_not_allowed, invalid_request
   */
  async embed(
    { sort, lang: tagged, 'article-key': articleKey, ...tag }: EmbedArticle,
    origin: string,
  ): Promise<Page | Moved> {
    const { thread, site, article } = await this.opening.shown({ ...tag, key: tag.key ?? articleKey });
    const lang = knownLanguage(tagged)?.code;
    const ask = { sort, embedded: '1', lang } as const;
    if (!article) return this.thread(thread.id, ask, origin);
    const name = `html ${JSON.stringify([origin, ask, article])}`;
    const bytes = await this.cache.page(thread.id, name, () => this.render(thread, ask, origin, { site, article }));
    return { bytes, ancestors: ancestorsOf(site.hosts) };
  }

  /**
   * A thread, a page of it, or one message in its conversation; to the browser with these `cookies`, also what became of its form.
   * @throws ForumError thread_not_found, message_not_found, invalid_request
   */
  async thread(
    id: string,
    { posted, ...asked }: ThreadPageQuery,
    origin: string,
    cookies?: string,
  ): Promise<Page | Moved> {
    // One page for each language that there is, whatever it is called.
    const ask = { ...asked, lang: knownLanguage(asked.lang)?.code };
    const site = await this.threads.siteOf(id);
    const name = `html ${JSON.stringify([origin, ask])}`;
    const isFirst = [ask.cursor, ask.message, ask.reply].every((more) => more === undefined);
    const thanked = posted === undefined ? undefined : thankedFor(posted, cookies, this.clock.now());
    const form = thanked ? { posted: thanked } : ask.reply === undefined ? undefined : { parentId: ask.reply };
    const make = () => this.render(id, ask, origin, { site, form });
    try {
      const bytes = await (thanked ? make() : this.cache.page(id, name, make, !isFirst));
      return { bytes, ancestors: ancestorsOf(site.hosts), personal: posted !== undefined };
    } catch (error) {
      if (!(error instanceof MergedInto)) throw error;
      const given = Object.entries({ ...ask, posted }).filter(([, value]) => value !== undefined);
      const query = new URLSearchParams(given as [string, string][]);
      return { moved: `/threads/${error.id}${query.size > 0 ? `?${query}` : ''}` };
    }
  }

  /**
   * Posts what a plain form sent, and says where to go from there: to the message, or back to the form with its text.
   * @throws ForumError thread_not_found, origin_not_allowed, and what no other text would mend
   */
  async submit(actor: Actor, id: string, { source, origin, cookie, ...form }: SentForm): Promise<Answered> {
    this.origins.refuseForeign(source);
    const lang = knownLanguage(form.lang);
    const options = `${form.embedded ? '&embedded=1' : ''}${lang ? `&lang=${lang.code}` : ''}`;
    try {
      const { outcome, value } = await this.post(actor, id, form, cookie);
      const published = outcome === 'created';
      const thanks = thanksFor(published ? 'published' : 'held', cookie, this.clock.now());
      const shown = `${published ? `message=${value.message.id}&` : ''}posted=${thanks}`;
      const anchor = published ? `message-${value.message.id}` : 'composer';
      return { seeOther: `/threads/${value.message.threadId}?${shown}${options}#${anchor}` };
    } catch (error) {
      if (!(error instanceof ForumError) || !MENDABLE.has(error.code)) throw error;
      const ask = { reply: form.parentId, embedded: form.embedded, lang: lang?.code };
      const article = articleOf(form);
      const of = article ? await this.opening.shown(article) : { thread: id, site: await this.threads.siteOf(id) };
      const { site } = of;
      const { ticket, refused } = this.inLine(site, error);
      const outcome = { ...form, error: inLanguage(languageIn(site, ask.lang), () => refusalOf(refused)) };
      const bytes = await this.render(of.thread, ask, origin, { site, form: outcome, article });
      const cookie = ticket === undefined ? undefined : placeCookie(ticket);
      return {
        bytes,
        ancestors: ancestorsOf(site.hosts),
        status: error.status,
        retryAfter: refused.retryAfter,
        cookie,
      };
    }
  }

  /** Who should have done work and has no place in the line is given one. */
  private inLine(site: KnownSite, error: ForumError): { readonly refused: ForumError; readonly ticket?: string } {
    if (error.code !== 'proof_required' || error.retryAfter !== undefined) return { refused: error };
    const { ticket, seconds } = this.work.ticket(site);
    return {
      ticket,
      refused: new ForumError('proof_required', undefined, say('refused.notYourTurn', { seconds }), seconds),
    };
  }

  /** Without JavaScript nobody is remembered from one message to the next: every such message has a guest of its own. */
  private async post(
    actor: Actor,
    threadId: string,
    form: MessageForm,
    cookie: string | undefined,
  ): Promise<WriteResult<MessageAnswer>> {
    const { name, text, parentId } = form;
    const key = formKeyOf(cookie, this.clock.now());
    const article = articleOf(form);
    if (!article) await this.threads.get(threadId);
    // A form that is sent twice, by a double click or a reload, is one guest and one message.
    const sent = sha256(JSON.stringify([threadId, parentId, name, text, key]));
    const once = { key: sent, fingerprint: sent };
    const { value: guest } = await this.members.welcomeGuest(actor, once, { name, secret: once.key });
    const author = await this.actors.known(guest.token, actor.address);
    if (!author.member) throw new ForumError('sign_in_required');
    // Browsers send the lines of a form's field with CR LF.
    const message = { text: text.replaceAll('\r\n', '\n'), parentId, article };
    return this.posting.post({ ...author, member: author.member }, once, threadId, message, placeOf(cookie));
  }

  /** @throws MergedInto where the thread goes by another id now */
  private async render(
    of: string | ThreadView,
    ask: ThreadPageQuery,
    origin: string,
    { site, form, article }: { site: KnownSite; form?: FormOutcome | undefined; article?: PutThread | undefined },
  ): Promise<CachedBody> {
    const { sort, cursor, embedded, lang } = ask;
    const language = languageIn(site, lang);
    const shown = { sort: sort ?? 'oldest', embedded: embedded !== undefined, lang } as const;
    const common = { ...shown, language, origin, form, article } as const;
    const assets = this.assets.page('forum');
    if (typeof of !== 'string' && !of.opened)
      return CachedBody.of(
        renderForum({ ...common, thread: of, page: { thread: of, messages: [], next: null }, assets }),
        HTML,
      );
    const id = typeof of === 'string' ? of : of.id;
    const image = common.embedded ? null : (await this.threads.onSite(id)).thread.image;
    const message = ask.reply ?? ask.message;
    if (message !== undefined) {
      const context = await this.context(id, message, cursor);
      return CachedBody.of(renderForum({ ...common, thread: context.thread, context, assets, image }), HTML);
    }
    const page = await this.pages.page(id, { sort, cursor });
    if (page.thread.id !== id) throw new MergedInto(page.thread.id);
    const publisher = common.embedded ? undefined : site.name;
    const jsonLd = publisher === undefined ? undefined : discussionOf(page, origin, publisher, image);
    return CachedBody.of(renderForum({ ...common, thread: page.thread, page, assets, jsonLd, publisher, image }), HTML);
  }

  /** A message of this thread and no other; with a cursor, the replies that follow there. */
  private async context(threadId: string, messageId: string, cursor: string | undefined): Promise<ContextAnswer> {
    const context = await this.pages.context(NOBODY, messageId);
    if (context.thread.id !== threadId) {
      const { id } = await this.threads.get(threadId);
      throw id === context.thread.id ? new MergedInto(id) : new ForumError('message_not_found');
    }
    if (cursor === undefined) return context;
    const { messages, next } = await this.pages.page(threadId, { parent: messageId, cursor });
    return { ...context, message: { ...context.message, replies: { messages, next } } };
  }
}

/** What was asked for, else the site's own. */
const languageIn = ({ settings }: KnownSite, lang: string | undefined): SpokenLanguage =>
  languageOf(lang ?? settings.language);

/** A refusal in the language that is spoken. */
const refusalOf = ({ text, details }: ForumError): string =>
  refusal(said({ message: text, details }, language()) as Parameters<typeof refusal>[0], 'UTC');

/** What the form says of its article, where the thread may not be opened yet. */
function articleOf({ site, url, key, title, signature }: MessageForm): PutThread | undefined {
  return site === undefined || url === undefined ? undefined : { site, url, key, title, signature };
}
