import { Catch, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CachedBody } from '../http/cached-body.js';
import { isLookedAt } from '../http/errors.js';
import { asForumError } from '../errors/error-body.js';
import type { ErrorFilter } from '../errors/error.filter.js';
import { askedLanguage } from '../i18n/asked-language.js';
import { inLanguage } from '../i18n/languages.js';
import { said } from '../i18n/text.js';
import type { ForumError } from '../errors/forum-error.js';
import { Refusals } from '../errors/refusals.js';
import { Assets } from './assets.js';
import { ErrorPage } from './forum/server/error-page.js';
import { renderDocument } from './forum/server/render.js';
import { HTML, sendPage } from './page.js';

/** Answers an error of a page with a page: the sentence, and nothing that the API would not say either. */
@Injectable()
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageErrorFilter.name);

  constructor(
    private readonly assets: Assets,
    private readonly refusals: Refusals,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = asForumError(error);
    this.refusals.note(refusal);
    if (refusal.code === 'internal') {
      this.logger.error(
        `${request.id} ${request.method} ${request.url}`,
        error instanceof Error ? error.stack : String(error),
      );
    }
    if (reply.sent) return;
    if (refusal.retryAfter !== undefined) void reply.header('Retry-After', refusal.retryAfter);
    const { styles } = this.assets.page('forum');
    const language = askedLanguage(request);
    const discussion = discussionOf(refusal, request.url);
    const title = said(refusal.text, language) as string;
    const html = inLanguage(language, () =>
      renderDocument({ title, styles, noindex: true }, <ErrorPage error={refusal} discussion={discussion} />),
    );
    // Anybody may hold it in a frame: it shows nothing, and inside an article it has to say why there is no forum.
    void sendPage(request, reply, { bytes: CachedBody.of(html, HTML), ancestors: '*', status: refusal.status });
  }
}

/** Answers an error at any address: to somebody who looks at it with a page, to a program in the contract's form. */
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
