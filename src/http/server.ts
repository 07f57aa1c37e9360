import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Config } from '../config/config.js';

/** ms between looks for requests that did not come whole in time. */
const LOOK = 1_000;

/** Meets a request before Fastify does; `next` lets Fastify have it. */
export type Early = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Node's server, bounded in what one client may take of it. For Fastify's `serverFactory`.
 * @param early what meets each request first, asked for anew each time
 */
export const boundedServer =
  (config: Config, early: () => Early | undefined) =>
  (handler: RequestListener): Server => {
    const { REQUEST_TIMEOUT, HEADERS_TIMEOUT, KEEP_ALIVE, HEADERS_LIMIT, HEADER_FIELDS } = config;
    const limits = {
      requestTimeout: Math.max(REQUEST_TIMEOUT, HEADERS_TIMEOUT),
      headersTimeout: HEADERS_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE,
      connectionsCheckingInterval: LOOK,
      maxHeaderSize: HEADERS_LIMIT,
      // Who names no host is refused by a hook, with the contract's error; Node would say nothing but 400.
      requireHostHeader: false,
    };
    const server = createServer(limits, (request, response) => {
      const next = () => handler(request, response);
      const first = early();
      if (first) first(request, response, next);
      else next();
    });
    // Node leaves out what is beyond, without a word: one more than may be, and who sent too many is told.
    server.maxHeadersCount = HEADER_FIELDS + 1;
    // Node would answer 417 without a word; a hook refuses it.
    server.on('checkExpectation', handler);
    return server;
  };

/** Knows whether there is middleware, which has to meet every request. */
export class ForumAdapter extends FastifyAdapter {
  hasMiddleware = false;

  override use(...middleware: Parameters<FastifyAdapter['use']>): ReturnType<FastifyAdapter['use']> {
    this.hasMiddleware = true;
    return super.use(...middleware);
  }

  override createMiddlewareFactory(
    ...method: Parameters<FastifyAdapter['createMiddlewareFactory']>
  ): ReturnType<FastifyAdapter['createMiddlewareFactory']> {
    this.hasMiddleware = true;
    return super.createMiddlewareFactory(...method);
  }
}
