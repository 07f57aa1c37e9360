import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { AppModule, type Overrides } from './app.module.js';
import type { Config } from './config/config.js';
import { useBodyParsers } from './http/body-parsers.js';
import { ConnectionLimits } from './http/connections/connection-limits.js';
import { InputPipe, markAnswer, noteMethods, useHooks } from './http/hooks.js';
import { LoadShedder } from './http/load-shedding/load-shedder.js';
import { ResponseCache } from './http/response-cache/response-cache.js';
import { boundedServer, ForumAdapter } from './http/server.js';
import { Jobs } from './jobs/jobs.service.js';
import { LiveAdapter } from './live/live.adapter.js';
import { ForumLogger } from './ops/logger.js';
import { serveOpenApi } from './openapi/openapi.js';
import { DemoSeed } from './web/demo/demo.seed.js';
import { AnyErrorFilter } from './web/page-error.filter.js';

/** The whole forum, ready to listen. */
export async function createForum(config: Config, overrides: Overrides = {}): Promise<NestFastifyApplication> {
  let first: Pick<LoadShedder, 'early'> | undefined;
  const adapter: ForumAdapter = new ForumAdapter({
    serverFactory: boundedServer(config, () => (adapter.hasMiddleware ? undefined : first?.early)),
    bodyLimit: config.BODY_LIMIT,
    forceCloseConnections: 'idle',
    // Who has come is served to the end; who would come is not let in.
    return503OnClosing: false,
    // `addressFrom` alone says who asks; a host or a protocol is never taken from a header.
    trustProxy: false,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      markAnswer(request, reply);
      errors.answer(error, request, reply);
    },
    clientErrorHandler: (error, socket) => app.get(ConnectionLimits, { strict: false }).refuseBroken(error, socket),
  });
  const app: NestFastifyApplication = await NestFactory.create(AppModule.with(config, overrides), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new ForumLogger(config.LOG_LEVEL, config),
  });
  const errors = app.get(AnyErrorFilter, { strict: false });
  const fastify = adapter.getInstance();
  const shedder = app.get(LoadShedder, { strict: false });
  first = shedder;
  useBodyParsers(fastify);
  useHooks(fastify, shedder, app.get(ResponseCache, { strict: false }));
  const refuseOtherMethods = noteMethods(fastify);
  app.useGlobalFilters(errors);
  app.useGlobalPipes(new InputPipe());
  app.useWebSocketAdapter(new LiveAdapter(app));
  serveOpenApi(app);
  await app.init();
  refuseOtherMethods();
  await fastify.ready();
  app.get(Jobs, { strict: false }).start();
  if (config.DEMO) await app.get(DemoSeed).talk(config.PUBLIC_URL.origin);
  return app;
}

/** The forum without its server, for the command line. */
export const openForum = (config: Config): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(AppModule.with(config), {
    logger: new ForumLogger('error', config),
    abortOnError: false,
  });
