import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { invalidRequest } from '../errors/error-body.js';
import { ForumError } from '../errors/forum-error.js';
import { say, type Text } from '../i18n/text.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What every answer carries, also those that Fastify gives before a route is reached. */
export function markAnswer(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('X-Content-Type-Options', 'nosniff').header('X-Request-Id', request.id);
}

/**
 * What no route has to look at: a request that names no host, or two (RFC 9112, 3.2), or U+0000, which is in no id and no address of
 * ours and which PostgreSQL takes in no text.
 * @throws ForumError invalid_request
 */
export function refuseOdd({ url, raw }: FastifyRequest): void {
  if (raw.headers.host === undefined && raw.httpVersion === '1.1') throw odd('host', 'must be named');
  if (hostsIn(raw) > 1) throw odd('host', 'must be named once');
  if (url.includes('%00')) throw odd('address', 'must not hold U+0000', say('refused.addressWithNull'));
}

/** How often a request names its host. */
export function hostsIn({ rawHeaders }: IncomingMessage): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  return hosts;
}

const odd = (path: string, message: string, sentence?: Text) =>
  new ForumError('invalid_request', [{ path, message, sentence }]);

/**
 * Takes note of the API's routes from here on; what it answers makes every other method at their addresses
 * 405 `method_not_allowed` with `Allow`, where Fastify would know nothing of the address.
 */
export function noteMethods(fastify: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    if (!/^\/(api\/v1|health)\//.test(url)) return;
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const allow = [...methods].toSorted().join(', ');
      fastify.route({
        method: METHODS.filter((method) => !methods.has(method)),
        url,
        onRequest: async (_, reply) => {
          void reply.header('Allow', allow);
          throw new ForumError('method_not_allowed');
        },
        handler: () => undefined,
      });
    }
  };
}

/** Nest would quietly drop fields with the names of a prototype's; the schemas refuse them, as they refuse every other. */
export class InputPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: invalidRequest });
  }

  protected override stripProtoKeys(): void {}
}
