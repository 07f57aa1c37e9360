import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ActorRequest } from '../auth/current-actor.js';
import { invalidRequest } from '../errors/error-body.js';
import { ForumError } from '../errors/forum-error.js';
import type { LoadShedder } from './load-shedding/load-shedder.js';
import { oddity } from './odd-requests.js';
import type { ResponseCache } from './response-cache/response-cache.js';
import { sendWriteResult } from './write-result.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Tokens travel in a header that no other page's script has, and cookies are never taken across origins: any page may read.
 * Written here, since @fastify/cors takes a fifth of what a cached page costs to find out anew that the answer is `*`.
 */
const ANY_PAGE = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Idempotency-Replayed, Location, Retry-After, X-Request-Id',
} as const;
const PREFLIGHT = {
  'Access-Control-Allow-Methods': METHODS.join(', '),
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-None-Match',
  'Access-Control-Max-Age': '86400',
} as const;

/** What every request meets on its way in, and every answer on its way out: with Nest's middleware before it, and whoever injects a request. */
export function useHooks(fastify: FastifyInstance, shedder: LoadShedder, cache: ResponseCache): void {
  fastify.addHook('onRequest', ({ raw }, _, done) => done(oddity(raw)));
  fastify.addHook('onRequest', shedder.onRequest);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS') void reply.status(204).headers(PREFLIGHT).send();
    else done();
  });
  fastify.addHook('preSerialization', sendWriteResult);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    markAnswer(request, reply);
    // What an actor asked for is theirs alone; of what says nothing of being kept nobody may guess that it can be.
    const isPersonal = (request as ActorRequest).actor !== undefined;
    if (!reply.hasHeader('Cache-Control'))
      void reply.header('Cache-Control', isPersonal ? 'private, no-store' : 'no-store');
    cache.store(request, reply);
    done(null, payload);
  });
}

/** What every answer carries, also those that Fastify gives before a route is reached. */
export function markAnswer(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(ANY_PAGE).header('X-Content-Type-Options', 'nosniff').header('X-Request-Id', request.id);
}

/**
 * Takes note of routes from here on; what it answers makes every other method at their addresses 405 `method_not_allowed` with
 * `Allow`, where Fastify would know nothing of the address. A page may be shown where another was sent to: outside the API, GET
 * goes on to whatever route takes it.
 */
export function noteMethods(fastify: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const allow = [...methods].toSorted().join(', ');
      const isApi = /^\/(api\/v1|health)\//.test(url);
      fastify.route({
        method: METHODS.filter((method) => !methods.has(method) && (isApi || !/GET|HEAD/.test(method))),
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
  protected override async validate<T>(
    value: unknown,
    schema: StandardSchemaV1,
    options?: Record<string, unknown>,
  ): Promise<StandardSchemaV1.Result<T>> {
    const result = await super.validate<T>(value, schema, options);
    if (result.issues) throw invalidRequest(result.issues, value);
    return result;
  }

  protected override stripProtoKeys(): void {}
}
