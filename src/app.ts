import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { AppModule, type Overrides } from './app.module.js';
import { addressFrom, limitKey } from './auth/address.js';
import type { ActorRequest } from './auth/current-actor.js';
import { Limits } from './auth/limits.js';
import type { Config } from './config/config.js';
import { Transactions } from './database/transactions.js';
import { useBodyParsers } from './http/body-parsers.js';
import { InputPipe, markAnswer, noteMethods, refuseOdd } from './http/hooks.js';
import { LoadShedder } from './http/load-shedder.js';
import { answeredBefore } from './http/one-by-one.js';
import { ErrorFilter } from './errors/error.filter.js';
import { ForumError } from './errors/forum-error.js';
import { refuseConnection } from './errors/refuse-connection.js';
import { Jobs } from './jobs/jobs.service.js';
import { LiveAdapter } from './live/live.adapter.js';
import { ForumLogger } from './ops/logger.js';
import { serveOpenApi } from './openapi/openapi.js';
import { DemoSeed } from './web/demo/demo.seed.js';
import { AnyErrorFilter, PageErrorFilter } from './web/page-error.filter.js';

/** The whole forum, ready to listen. */
export async function createForum(config: Config, overrides: Overrides = {}): Promise<NestFastifyApplication> {
  const shedder = new LoadShedder(config);
  const adapter = new FastifyAdapter({
    serverFactory: shedder.open,
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
      anyErrors.answer(error, request, reply);
    },
    clientErrorHandler: shedder.refuseBroken,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, { ...overrides, shedder }),
    adapter,
    {
      bodyParser: false,
      abortOnError: false,
      logger: new ForumLogger(config.LOG_LEVEL, config),
    },
  );
  const anyErrors = new AnyErrorFilter(new ErrorFilter(shedder.refusals), app.get(PageErrorFilter, { strict: false }));
  connect(shedder, app, config);
  const fastify = adapter.getInstance();
  useBodyParsers(fastify);
  fastify.addHook('onRequest', async (request) => refuseOdd(request));
  fastify.addHook('onSend', async (request, reply) => {
    markAnswer(request, reply);
    // What an actor asked for is theirs alone; of what says nothing of being kept nobody may guess that it can be.
    const isPersonal = (request as ActorRequest).actor !== undefined;
    if (!reply.hasHeader('Cache-Control'))
      void reply.header('Cache-Control', isPersonal ? 'private, no-store' : 'no-store');
    shedder.remember(request, reply);
  });
  const refuseOtherMethods = noteMethods(fastify);
  // Tokens travel in a header that no other page's script has, and cookies are never taken across origins: any page may read.
  app.enableCors({
    origin: '*',
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match'],
    exposedHeaders: ['ETag', 'Idempotency-Replayed', 'Location', 'Retry-After', 'X-Request-Id'],
    maxAge: 86_400,
    strictPreflight: false,
  });
  app.useGlobalFilters(anyErrors);
  app.useGlobalPipes(new InputPipe());
  app.useWebSocketAdapter(new LiveAdapter(app));
  serveOpenApi(app);
  await app.init();
  refuseOtherMethods();
  await fastify.ready();
  // Node would end the connection without a word.
  app.getHttpServer().on('connect', async (_: unknown, socket: Socket) => {
    // Node has let go of it: an error that nobody hears would end the process.
    socket.on('error', () => socket.destroy());
    await answeredBefore(socket);
    refuseConnection(socket, new ForumError('method_not_allowed'));
  });
  app.get(Jobs, { strict: false }).start();
  if (config.DEMO) await app.get(DemoSeed).talk(config.PUBLIC_URL.origin);
  return app;
}

/** The forum without its doors, for the command line. */
export const openForum = (config: Config): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(AppModule.with(config), {
    logger: new ForumLogger('error', config),
    abortOnError: false,
  });

/** Tells the shedder of what is behind it: the limits of an address, and the queue of writes. */
function connect(shedder: LoadShedder, app: NestFastifyApplication, config: Config): void {
  const addressOf = addressFrom(config.TRUST_PROXY);
  const limits = app.get(Limits, { strict: false });
  const transactions = app.get(Transactions, { strict: false });
  shedder.connect({
    limit: (request) => limits.request(limitKey(addressOf(request))),
    writesWaiting: () => transactions.waiting,
  });
}
