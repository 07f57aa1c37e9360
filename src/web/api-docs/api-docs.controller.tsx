import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open } from '../../auth/policy/requires.js';
import { SharedResponse } from '../../http/response-cache/response-sharing.js';
import { CachedBody } from '../../http/response-cache/cached-body.js';
import { ForumError } from '../../errors/forum-error.js';
import { renderDocument } from '../forum/server/render.js';
import { sendFile } from '../cached-file.js';
import { HTML, sendPage } from '../page.js';
import { Undescribed } from '../../openapi/describe.js';

/** Finds Swagger UI where Nest's own module of documents has it. */
const nests = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger/package.json'));
const JS = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
/** Their addresses carry no version: a newer build's is noticed within the hour. */
const MAX_AGE_SECONDS = 3_600;

/** What cleans HTML within Swagger UI makes this one when it is loaded. */
const POLICIES = 'dompurify';

/**
 * Begins Swagger UI; in a file of its own, since nothing inline runs on a page of ours. It would set descriptions as HTML,
 * which our pages take from nobody else's script: they are drawn as the text that they are, with what is code as code.
 */
const BEGIN = `document.documentElement.classList.toggle('dark-mode', matchMedia('(prefers-color-scheme: dark)').matches);
const asText = (_, { React: { createElement } }) => ({ source = '' }) =>
  createElement('p', null, ...source.split('\`').map((part, n) => (n % 2 ? createElement('code', null, part) : part)));
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  plugins: [{ wrapComponents: { Markdown: asText } }],
});
`;
const FRAME = `:root { color-scheme: light dark } body { margin: 0; background: light-dark(#fafafa, #1c2022) }
noscript p { margin: 3rem auto; max-width: 40rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
`;

const theirs = (name: string, type: string) => () =>
  new CachedBody(readFileSync(nests.resolve(`swagger-ui-dist/${name}`)), type);
const FILES: Readonly<Record<string, () => CachedBody>> = {
  'begin.js': () => CachedBody.of(BEGIN, JS),
  'frame.css': () => CachedBody.of(FRAME, CSS),
  'swagger-ui-bundle.js': theirs('swagger-ui-bundle.js', JS),
  'swagger-ui.css': theirs('swagger-ui.css', CSS),
};

/** The API for people to read and try: Swagger UI on a page of ours, under the policy of all our pages. */
@Undescribed()
@Controller('api/docs')
export class ApiDocsController {
  private readonly page = CachedBody.of(docsPage(), HTML);
  /** Read when somebody first looks: most forums never show them. */
  private readonly files = new Map<string, CachedBody>();

  @Get()
  @Open()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return sendPage(request, reply, { bytes: this.page, ancestors: "'none'", policies: POLICIES });
  }

  /** @throws ForumError route_not_found */
  @Get(':name')
  @Open()
  @SharedResponse()
  file(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const read = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (!read) throw new ForumError('route_not_found');
    const file = this.files.get(name) ?? read();
    file.freshUntil = Infinity;
    this.files.set(name, file);
    return sendFile(request, reply, file, MAX_AGE_SECONDS);
  }
}

function docsPage(): string {
  return renderDocument(
    { title: 'Rejoinder API', styles: ['/api/docs/swagger-ui.css', '/api/docs/frame.css'] },
    <>
      <main id="docs" />
      <noscript>
        <p>
          This page draws the API with JavaScript. Without it, read the same as a file:{' '}
          <a href="/api/openapi.json">openapi.json</a>.
        </p>
      </noscript>
      <script defer src="/api/docs/swagger-ui-bundle.js" />
      <script defer src="/api/docs/begin.js" />
    </>,
  );
}
