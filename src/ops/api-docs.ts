import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';

/** Where @nestjs/swagger answers: the page under three names, its parts twice, and the document itself. */
const PATHS = [
  ...['/api/docs', '/api/docs/', '/api/docs/index.html', '/api/docs/LICENSE'],
  ...['/api/docs/swagger-ui-init.js', '/api/docs/docs/swagger-ui-init.js', '/api/docs/*', '/api/docs/docs/*'],
  ...['/api/docs-json', '/api/docs-yaml'],
];

/**
 * `/api/docs` for people, `/api/docs-json` and `/api/docs-yaml` for programs. What makes them takes some 15 MB: it is loaded
 * when somebody asks for the first of them, and a forum whose docs nobody reads does without.
 */
export function serveApiDocs(forum: NestFastifyApplication): void {
  let made: Promise<ReadonlyMap<string, RouteHandlerMethod>> | undefined;
  const fastify = forum.getHttpAdapter().getInstance();
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    made ??= import('./openapi.js').then(({ docsOf }) => docsOf(forum));
    const page = (await made).get(request.routeOptions.url ?? '');
    return page ? Reflect.apply(page, fastify, [request, reply]) : reply.callNotFound();
  };
  for (const path of PATHS) fastify.get(path, answer);
}
