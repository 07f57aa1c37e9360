import { DiscoveryService, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { isForReaders, isForStaff, OPEN, type Requirement } from '../auth/policy/may.js';
import { REQUIRED } from '../auth/policy/requires.js';
import { SESSION_COOKIE } from '../auth/actors.service.js';
import { describeAll, REFUSALS } from './describe.js';
import { CONFIG, type Config } from '../config/config.js';
import { errorAnswer } from '../errors/error-body.js';
import { ERRORS, type ErrorCode } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';

/** Finds what the library of documents brings along. */
const swaggers = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger/package.json'));

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];

const ABOUT = `The forum under an article: reading, posting, moderating. \`docs/protocol.md\` is the same in words, with what goes over the
WebSocket at \`/api/v1/live\`. It grows by addition: pass over fields that you do not know.

Every answer carries \`X-Request-Id\`. An error has a code, which is the contract, and a sentence, which is not. Another method at
one of these addresses is 405 \`method_not_allowed\`, with \`Allow\`.`;

/** By these any route may refuse. */
const ALWAYS: readonly ErrorCode[] = ['invalid_request', 'too_fast', 'internal', 'overloaded'];
const WITH_BODY: readonly ErrorCode[] = ['too_large', 'unsupported_media_type'];
type Audience = 'public' | 'anyone' | 'member' | 'staff';
/** Who may call it -> how it is shown, and by what it may be refused. */
const SECURITY = {
  public: { ways: [], refusals: [] },
  anyone: { ways: [{}, { token: [] }, { session: [] }], refusals: ['sign_in_required'] },
  member: { ways: [{ token: [] }, { session: [] }], refusals: ['sign_in_required'] },
  staff: { ways: [{ token: [] }, { session: [] }], refusals: ['sign_in_required', 'not_allowed'] },
} as const satisfies Record<Audience, { ways: NonNullable<Operation['security']>; refusals: readonly ErrorCode[] }>;

/** What stands on a route's handler, beside what Nest's own document tells of it. */
type Route = { readonly required: Requirement; readonly refusals: readonly ErrorCode[] };

/** The contract as an OpenAPI document, made from the routes and schemas themselves. */
async function openApiOf(app: NestFastifyApplication): Promise<OpenAPIObject> {
  const library = await import('@nestjs/swagger');
  describeAll(library);
  const { DocumentBuilder, SwaggerModule } = library;
  const { PUBLIC_URL } = app.get<Config>(CONFIG);
  const info = new DocumentBuilder()
    .setTitle('Rejoinder')
    .setDescription(ABOUT)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer(PUBLIC_URL.origin)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addTag('threads', 'Each article’s discussion')
    .addTag('messages', 'Reading and posting')
    .addTag('members', 'Who takes part')
    .addTag('moderation', 'For staff, on the sites that they moderate; of everything else they are told 404')
    .addTag('operations', 'For whoever runs it')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A guest’s token, or one of staff.' }, 'token')
    .addCookieAuth(
      SESSION_COOKIE,
      { type: 'apiKey', description: 'The console’s; a write also needs our own Origin.' },
      'session',
    )
    .build();
  const document = SwaggerModule.createDocument(app, info, { operationIdFactory: nameOf });
  const routes = routesOf(app);
  const paths = Object.fromEntries(
    Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1') || path.startsWith('/health')),
  );
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      complete(operation, method, routes.get(operation.operationId ?? ''), path);
    }
  }
  const schemas = { ...document.components?.schemas, Error: errorSchema() };
  return plain({ ...document, paths, components: { ...document.components, schemas } });
}

/** For programs: `/api/openapi.json`, by its older names `/api/docs-json` and `/api/docs-yaml`. People have `/api/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  let made: Promise<OpenAPIObject> | undefined;
  const document = () => (made ??= openApiOf(app));
  const fastify = app.getHttpAdapter().getInstance();
  const asJson = async (_: unknown, reply: FastifyReply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(await document()));
  for (const path of ['/api/openapi.json', '/api/docs-json']) fastify.get(path, asJson);
  fastify.get('/api/docs-yaml', async (_, reply) => {
    const { dump } = swaggers('js-yaml') as { dump(document: object, options: object): string };
    return reply.type('text/yaml; charset=utf-8').send(dump(await document(), { skipInvalid: true, noRefs: true }));
  });
}

/** `messages.post` for MessagesController.post. */
const nameOf = (controller: string, method: string): string =>
  `${controller.replace(/Controller$/, '').replace(/^./, (first) => first.toLowerCase())}.${method}`;

function routesOf(app: NestFastifyApplication): Map<string, Route> {
  const reflector = app.get(Reflector);
  const routes = new Map<string, Route>();
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    const prototype = metatype?.prototype as Readonly<Record<string, unknown>> | undefined;
    if (!metatype || !prototype) continue;
    for (const method of Object.getOwnPropertyNames(prototype)) {
      const handler = prototype[method] as () => unknown;
      const required = reflector.getAllAndOverride<Requirement | undefined>(REQUIRED, [
        handler,
        metatype as () => unknown,
      ]);
      const refusals = reflector.get<readonly ErrorCode[] | undefined>(REFUSALS, handler);
      if (required && refusals) routes.set(nameOf(metatype.name, method), { required, refusals });
    }
  }
  return routes;
}

function complete(operation: Operation, method: string, route: Route | undefined, path: string): void {
  if (!route) throw new Error(`${method} ${path} has no @ApiDoc`);
  const audience = audienceOf(route.required);
  const { ways, refusals } = SECURITY[audience];
  const writes = method !== 'get';
  const once = operation.parameters?.some((one) => 'name' in one && one.name === 'Idempotency-Key') ?? false;
  const codes = new Set<ErrorCode>([
    ...ALWAYS,
    ...refusals,
    ...(writes && audience !== 'public' ? (['origin_not_allowed'] as const) : []),
    ...(operation.requestBody ? WITH_BODY : []),
    ...(once ? (['idempotency_mismatch'] as const) : []),
    ...route.refusals,
  ]);
  operation.security = [...ways];
  if (route.required !== OPEN) Object.assign(operation, { 'x-permissions': [...route.required] });
  for (const answer of Object.values(operation.responses)) {
    if (!answer || '$ref' in answer) continue;
    answer.headers = {
      ...answer.headers,
      'X-Request-Id': header('Names the request in our logs.'),
      ...(once ? { 'Idempotency-Replayed': header('`true` where it is the first answer again.') } : {}),
    };
  }
  operation.responses = { ...operation.responses, ...refusalsOf([...codes]) };
}

const audienceOf = (required: Requirement): Audience =>
  required === OPEN ? 'public' : isForReaders(required) ? 'anyone' : isForStaff(required) ? 'staff' : 'member';

/** The error answers, by status: each code with what it says. */
function refusalsOf(codes: readonly ErrorCode[]): Responses {
  const statuses = [...new Set(codes.map((code) => ERRORS[code]))].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [status, refusalOf(codes.filter((code) => ERRORS[code] === status))]),
  );
}

function refusalOf(codes: readonly ErrorCode[]): Responses[string] {
  const again = codes.some((code) => code === 'too_fast' || code === 'overloaded');
  const examples = codes.map((code) => [
    code,
    { value: { error: { code, message: String(say(`error.${code}`)), requestId: REQUEST } } },
  ]);
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: again ? { 'Retry-After': header('Seconds after which to try again.', 'integer') } : {},
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Error' }, examples: Object.fromEntries(examples) },
    },
  };
}

const REQUEST = '0193a5e2-7c1e-4c55-9d4b-0a3f6c1d2e4f';
const header = (description: string, type: 'string' | 'integer' = 'string') => ({ description, schema: { type } });

const errorSchema = () => {
  const { $schema: _, ...schema } = z.toJSONSchema(errorAnswer);
  return schema as NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
};

/**
 * Without what tells nobody anything: JavaScript's bounds of whole numbers, how a time is recognised, and, since answers may
 * grow, that they have no further fields.
 */
function plain<T>(node: T, isAnswer = false): T {
  if (Array.isArray(node)) return node.map((one: unknown) => plain(one, isAnswer)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const isNoise = ([key, value]: [string, unknown]) =>
    Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER ||
    (key === 'pattern' && 'format' in node) ||
    (key === 'additionalProperties' && value === false && isAnswer);
  const kept = Object.entries(node).filter((entry) => !isNoise(entry));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, plain(value, isAnswer || key === 'responses' || key === 'components')]),
  ) as T;
}
