import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { CachedBody } from '../http/response-cache/cached-body.js';
import { ErrorFilter } from '../http/error.filter.js';
import { isLookedAt, statusOf } from '../http/errors.js';
import { askedLanguage } from '../i18n/asked-language.js';
import { t } from '../i18n/format.js';
import { inLanguage, type SpokenLanguage } from '../i18n/languages.js';
import { said } from '../i18n/text.js';
import type { ForumError } from '../errors/forum-error.js';
import { Assets } from './assets.js';
import { ErrorPage } from './forum/server/error-page.js';
import { renderDocument } from './forum/server/render.js';
import { HTML, sendPage } from './page.js';

/** Answers an error of a page with a page: the sentence, and nothing that the API would not say either. */
@Injectable()
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  /** The pages of refusals that pass: beyond capacity nothing is as frequent, and one takes as long to draw as a thread. */
  private readonly passing = new LRUCache<string, CachedBody>({ max: 100 });

  constructor(
    private readonly assets: Assets,
    private readonly errors: ErrorFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = this.errors.note(error, request);
    if (reply.sent) return;
    if (refusal.retryAfter !== undefined) void reply.header('Retry-After', refusal.retryAfter);
    const language = askedLanguage(request);
    const bytes =
      refusal.retryAfter === undefined
        ? this.page(refusal, language, request.url)
        : this.passingPage(refusal, refusal.retryAfter, language);
    // Anybody may hold it in a frame: it shows nothing, and inside an article it has to say why there is no forum.
    void sendPage(request, reply, { bytes, ancestors: '*', status: statusOf(refusal) });
  }

  private passingPage(refusal: ForumError, retryAfter: number, language: SpokenLanguage): CachedBody {
    const key = `${language.code} ${retryAfter} ${String(said(refusal.text, language))}`;
    const page = this.passing.get(key) ?? this.page(refusal, language);
    this.passing.set(key, page);
    return page;
  }

  private page(error: ForumError, language: SpokenLanguage, url = ''): CachedBody {
    const { styles } = this.assets.page('forum');
    const discussion = discussionOf(error, url);
    const html = inLanguage(language, () => {
      const passes = error.retryAfter !== undefined;
      const title = passes ? t('page.moment') : (said(error.text, language) as string);
      const head = { title, styles, noindex: true, refresh: refreshAfter(error) };
      return renderDocument(head, <ErrorPage error={error} discussion={discussion} />);
    });
    return CachedBody.of(html, HTML);
  }
}

/** Seconds after which the page of what passes tries again by itself: inside an article the reader has no button for it. */
const refreshAfter = ({ retryAfter }: ForumError): number | undefined => retryAfter && retryAfter * 3;

/** Answers an error at any address: to somebody who looks at it with a page, to a program in the contract's form. */
@Injectable()
@Catch()
export class AnyErrorFilter implements ExceptionFilter {
  constructor(
    private readonly programs: ErrorFilter,
    private readonly people: PageErrorFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const whom = isLookedAt(request.raw) ? this.people : this.programs;
    whom.answer(error, request, reply);
  }
}

/** Where a message is missing, the rest of its thread may be there; where a form was not ours, ours is there. */
function discussionOf({ code }: ForumError, url: string): string | undefined {
  const [path = '', asked = ''] = url.split('?');
  const [, page, form] = /^(\/threads\/[\w-]{1,64})(\/messages)?$/.exec(path) ?? [];
  if (page === undefined || code !== (form ? 'origin_not_allowed' : 'message_not_found')) return undefined;
  const kept = [...new URLSearchParams(asked)].filter(([name]) => name === 'embedded' || name === 'lang');
  return kept.length > 0 ? `${page}?${new URLSearchParams(kept)}` : page;
}
