import { applyDecorators, Controller, Get, Header, Inject, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Open } from '../../auth/policy/requires.js';
import { CONFIG, type Config } from '../../config/config.js';
import { ForumError } from '../../errors/forum-error.js';
import { ArticlePage } from './pages/article.page.js';
import { articles } from './articles/articles.js';
import { DemoAssets } from './demo-assets.controller.js';
import { EmbedPage } from './pages/embed.page.js';
import { IndexPage } from './pages/index.page.js';
import type { Place } from './pages/page.js';
import { Undescribed } from '../../openapi/describe.js';

/** Nothing but our own server, and nothing inline: as strict as a publisher could be with the forum on the page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** A page for everyone, under the policy above. */
const HtmlPage = () =>
  applyDecorators(
    Open(),
    Header('Content-Type', 'text/html; charset=utf-8'),
    Header('Content-Security-Policy', POLICY),
    Header('X-Content-Type-Options', 'nosniff'),
    Header('Cache-Control', 'no-cache'),
  );

@Undescribed()
@Controller()
export class DemoController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly assets: DemoAssets,
  ) {}

  @Get()
  @HtmlPage()
  lead(@Req() request: FastifyRequest): string {
    return page(<ArticlePage place={this.place(request)} article={articles[0]} />);
  }

  @Get('demo/articles')
  @HtmlPage()
  index(@Req() request: FastifyRequest): string {
    return page(<IndexPage place={this.place(request)} />);
  }

  /** @throws ForumError route_not_found */
  @Get('demo/articles/:slug')
  @HtmlPage()
  article(@Param('slug') slug: string, @Req() request: FastifyRequest): string {
    const article = articles.find(({ path }) => path === `/demo/articles/${slug}`);
    if (!article) throw new ForumError('route_not_found');
    return page(<ArticlePage place={this.place(request)} article={article} />);
  }

  @Get('demo/embed')
  @HtmlPage()
  embed(@Req() request: FastifyRequest): string {
    return page(<EmbedPage place={this.place(request)} />);
  }

  /** On a port that the system chose, only the request knows where we are. */
  private place(request: FastifyRequest): Place {
    const here = `${request.protocol}://${request.host}`;
    const known = this.config.PUBLIC_URL.port !== '0';
    const forum = known ? this.config.PUBLIC_URL.origin : here;
    return { forum, sameHost: request.host === new URL(forum).host, asset: (name) => this.assets.address(name) };
  }
}

const page = (content: VNode): string => `<!doctype html>${renderToString(content)}`;
