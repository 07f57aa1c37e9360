import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { readConfig } from '../../src/config/read-config.js';
import { errorAnswer } from '../../src/errors/error-body.js';
import { ERRORS } from '../../src/errors/forum-error.js';
import * as events from '../../src/events/events.schema.js';
import { CLIENT_FRAMES, CLOSE, SERVER_FRAMES } from '../../src/live/live.schema.js';
import * as members from '../../src/members/members.schema.js';
import * as messages from '../../src/messages/messages.schema.js';
import * as addressRules from '../../src/moderation/addresses/addresses.schema.js';
import * as decisions from '../../src/moderation/decisions/decisions.schema.js';
import * as queue from '../../src/moderation/queue/queue.schema.js';
import * as records from '../../src/moderation/records/records.schema.js';
import * as reports from '../../src/moderation/reports/reports.schema.js';
import * as sanctions from '../../src/moderation/sanctions/sanctions.schema.js';
import * as search from '../../src/moderation/search/search.schema.js';
import * as threadActs from '../../src/moderation/threads/thread-acts.schema.js';
import * as threads from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { faultsOf, type Document, type Node, type Operation } from '../support/openapi.js';
import { codes, differences, rows, section, shapeOf, shapesOf, type Shape } from '../support/protocol.js';
import { sources } from '../support/sources.js';

/** Everything that moderators send and get. */
const moderation = {
  ...addressRules,
  ...decisions,
  ...queue,
  ...records,
  ...reports,
  ...sanctions,
  ...search,
  ...threadActs,
};

const PROTOCOL = 'docs/protocol.md';
const protocol = readFileSync(new URL(`../../${PROTOCOL}`, import.meta.url), 'utf8');

let forum: Forum;
let served: Document;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
  served = (await forum.visit('/api/docs-json')).body as Document;
});

const named = () => (served['components'] as { schemas: Record<string, Node> }).schemas;
const operations = (): [string, Operation][] =>
  Object.entries(served.paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as [string, Operation],
    ),
  );
const operation = (route: string): Operation => {
  const found = operations().find(([name]) => name === route)?.[1];
  if (!found) throw new Error(`The OpenAPI document has no ${route}`);
  return found;
};
const schemaOf = (content?: Operation['requestBody']) => content?.content?.['application/json']?.schema;

/** A zod schema's fields, as those of the OpenAPI document are read. */
const shapesOfZod = (schema: z.ZodType): Shape[] => {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io: 'input' }) as Node & { $defs?: Record<string, Node> };
  return shapesOf(root, $defs);
};

/** The calls as docs/protocol.md tells them. */
const calls = [...rows(section(PROTOCOL, 'Reading and posting')), ...rows(section(PROTOCOL, 'Moderating'))].map(
  ([call = '', answer = '']) => {
    const [route = '', body] = codes(call);
    const [path = '', query = ''] = route.split('?');
    const lead = /^(?:[\d or]+ )?`([^`]+)`(?:, or `([^`]+)`)?/.exec(answer);
    return {
      route: path,
      query: query === '' ? [] : [...new Set(query.replaceAll('…', '').split('&'))],
      body: body === undefined ? null : shapeOf(body),
      answers: [lead?.[1], lead?.[2]].filter((code) => code !== undefined),
      statuses: [...new Set([...(/^\d/.test(answer) ? [] : ['200']), ...(answer.match(/\b20\d\b/g) ?? [])])].toSorted(),
    };
  },
);
const [HEALTH_LIVE, HEALTH_READY] = ['GET /health/live', 'GET /health/ready'];

/** `thread` = `{…}`, wherever it stands. */
const views = Object.fromEntries(
  [...protocol.matchAll(/`(\w+)` = `(\{[^`]*\})`/g)].map(([, name = '', fields = '']) => [name, shapeOf(fields)]),
);

describe('the OpenAPI document', () => {
  it('is a valid one', () => {
    expect(faultsOf(served)).toEqual([]);
  });

  it('would be found fault with if it were not (the check of the check)', () => {
    const broken = JSON.parse(
      JSON.stringify(served).replace('#/components/schemas/Message"', '#/components/schemas/Massage"'),
    ) as Document;
    expect(faultsOf(broken).join()).toMatch(/leads nowhere/);
    expect(faultsOf({ ...served, openapi: '2.0' })).toEqual(['openapi is not 3.1']);
    expect(faultsOf({ ...served, paths: { '/a/{b}': { get: {} } } }).length).toBeGreaterThan(4);
  });

  it('is shown to people as well', async () => {
    expect(await forum.visit('/api/docs')).toMatchObject({ status: 200 });
  });

  it('has every route of the API, and none that there is not', () => {
    const routes = readdirSync(new URL('../../src', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.controller.ts'))
      .flatMap((path) => {
        const text = readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
        const prefix = /@Controller\('([^']*)'\)/.exec(text)?.[1] ?? '';
        const found = [...text.matchAll(/@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)/g)];
        return found.map(
          ([, method = '', path = '']) => `${method.toUpperCase()} /${[prefix, path].filter(Boolean).join('/')}`,
        );
      })
      .filter((route) => /^\w+ \/(api\/v1|health)/.test(route))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    expect(
      operations()
        .map(([route]) => route)
        .toSorted(),
    ).toEqual(routes.toSorted());
  });

  it('says of each error what it looks like, and of each that passes when to come back', () => {
    for (const [route, { responses = {} }] of operations()) {
      for (const [status, answer] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const { examples = {} } = answer.content?.['application/json'] ?? {};
        const told = codes(answer.description ?? '');
        expect([route, Object.keys(examples)]).toEqual([route, told]);
        for (const [code, example] of Object.entries(examples)) {
          expect(errorAnswer.parse((example as { value: unknown }).value).error.code).toBe(code);
          expect([route, code, ERRORS[code as keyof typeof ERRORS][0]]).toEqual([route, code, Number(status)]);
        }
        expect([status, 'Retry-After' in (answer.headers ?? {})]).toEqual([status, ['429', '503'].includes(status)]);
      }
    }
  });

  it('names for each route the refusals that its service names', () => {
    const common = new Set([
      'invalid_request',
      'too_fast',
      'internal',
      'idempotency_mismatch',
      'sign_in_required',
      'origin_not_allowed',
    ]);
    for (const [route, { operationId, responses = {} }] of operations()) {
      const told = Object.entries(responses).flatMap(([status, { description = '' }]) =>
        Number(status) < 400 ? [] : codes(description),
      );
      const own = told.filter(
        (code) => !common.has(code) && !['overloaded', 'too_large', 'unsupported_media_type'].includes(code),
      );
      const isStaffs = route.includes('/moderation/');
      const raised = raisedBy(operationId ?? '').filter((code) => !common.has(code) && code !== 'overloaded');
      expect([route, own.filter((code) => !(isStaffs && code === 'not_allowed')).toSorted()]).toEqual([
        route,
        raised.filter((code) => !(isStaffs && code === 'not_allowed')).toSorted(),
      ]);
    }
  });

  it('takes an Idempotency-Key with every write, and asks for it where a message is posted', () => {
    const keys = operations().flatMap(([route, { parameters = [] }]) => {
      const key = parameters.find(({ name }) => name === 'Idempotency-Key');
      return key ? [[route, key.required] as const] : [];
    });
    const writes = operations().filter(([route]) => !route.startsWith('GET') && !route.endsWith('/preview'));
    expect(keys.map(([route]) => route).toSorted()).toEqual(writes.map(([route]) => route).toSorted());
    expect(keys.filter(([, required]) => required).map(([route]) => route)).toEqual([
      'POST /api/v1/threads/{id}/messages',
    ]);
  });

  it('shows examples that its own schemas take', () => {
    const all = Object.entries({ ...events, ...members, ...messages, ...moderation, ...threads }) as [
      string,
      unknown,
    ][];
    const shown = all.flatMap(([name, schema]) =>
      schema instanceof z.ZodType
        ? ((schema.meta()?.['examples'] ?? []) as unknown[]).map((example) => ({ name, schema, example }))
        : [],
    );
    for (const { name, schema, example } of shown)
      expect([name, schema.safeParse(example).success]).toEqual([name, true]);
    const bodies = operations().flatMap(([, { requestBody }]) =>
      requestBody ? [schemaOf(requestBody)?.['example']] : [],
    );
    expect(bodies).not.toContain(undefined);
    expect(shown).toHaveLength(bodies.length);
  });
});

/** The codes that the service method behind an operation says it throws, by its docstring. */
function raisedBy(operationId: string): string[] {
  const [controller = '', method = ''] = operationId.split('.');
  const texts = sources().map(({ path, text }) => ({ path, text }));
  const route =
    texts.find(({ text }) => text.includes(`class ${controller[0]?.toUpperCase()}${controller.slice(1)}Controller`))
      ?.text ?? '';
  const body = route.slice(route.search(new RegExp(`^  (async )?${method}\\(`, 'm')));
  const [, field = '', called = ''] = /this\.(\w+)\.(\w+)\(/.exec(body) ?? [];
  const service = new RegExp(`${field}: (\\w+)`).exec(route)?.[1] ?? '';
  const text =
    texts.find(({ text }) => text.includes(`export class ${service} `) || text.includes(`export class ${service}\n`))
      ?.text ?? '';
  return thrown(text, called);
}

function thrown(service: string, method: string): string[] {
  const at = service.search(new RegExp(`^  (async )?${method}(<.*>)?\\(`, 'm'));
  const doc = service.slice(service.lastIndexOf('/**', at), at);
  if (at < 0 || !doc.endsWith('*/\n')) return [];
  const said = doc
    .split('@throws ForumError')
    .slice(1)
    .join(' ')
    .replace(/\([^)]*\)/g, '');
  const own = Object.keys(ERRORS).filter((code) => new RegExp(`\\b${code}\\b`).test(said));
  // `bytes` is `page` as bytes.
  const same = [...doc.matchAll(/\/\*\* `(\w+)` as kept bytes/g)].flatMap(([, other = '']) => thrown(service, other));
  return [...new Set([...own, ...same])];
}

describe('docs/protocol.md', () => {
  it('tells of every call, and of none that there is not', () => {
    const told = [...calls.map(({ route }) => route), HEALTH_LIVE, HEALTH_READY];
    expect(told.toSorted()).toEqual(
      operations()
        .map(([route]) => route)
        .toSorted(),
    );
    expect(codes(section(PROTOCOL, 'Pages'))).toEqual(expect.arrayContaining([HEALTH_LIVE, HEALTH_READY]));
  });

  it('tells what each call asks for', () => {
    for (const { route, query, body } of calls) {
      const { parameters = [], requestBody } = operation(route);
      expect([route, query]).toEqual([
        route,
        parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name),
      ]);
      const real = merged(shapesOf(schemaOf(requestBody) ?? {}, named()));
      expect([route, differences(body ?? {}, real)]).toEqual([route, []]);
    }
  });

  it('tells what each call answers, and with which status', () => {
    for (const { route, answers, statuses } of calls) {
      const good = Object.entries(operation(route).responses ?? {}).filter(([status]) => status.startsWith('2'));
      expect([route, statuses]).toEqual([route, good.map(([status]) => status)]);
      for (const [, answer] of good) {
        const real = shapesOf(answer.content?.['application/json']?.schema ?? {}, named());
        const told = answers.map((code) => (code.startsWith('{') ? shapeOf(code) : views[code]));
        expect([route, told.length]).toEqual([route, real.length]);
        for (const [n, shape] of told.entries())
          expect([route, differences(shape ?? {}, real[n] ?? {})]).toEqual([route, []]);
      }
    }
  });

  it('tells what is inside of each answer', () => {
    const inside = { ...views, ...Object.fromEntries(nested(protocol.slice(0, protocol.indexOf('\n## Live')))) };
    const real: Record<string, z.ZodType> = {
      author: members.authorView,
      thread: threads.threadView,
      message: messages.messageView,
      sanction: moderation.sanctionView,
      article: threads.namedArticle,
      closed: threads.threadView.shape.closed,
      gone: threads.threadView.shape.gone,
      posting: threads.threadView.shape.posting,
      replies: messages.repliesView,
      place: messages.contextAnswer.shape.place,
      reasons: moderation.queueReason,
      item: moderation.queueItem,
      reportCounts: moderation.queueItem.shape.reportCounts,
      reported: moderation.formerText,
      decision: messages.ownDecision,
      reports: moderation.reportView,
      changedThread: moderation.threadAnswer,
      threadDetails: moderation.threadDetails,
      addresses: moderation.threadDetails.shape.addresses,
    };
    expect(Object.keys(inside).toSorted()).toEqual(Object.keys(real).toSorted());
    for (const [name, schema] of Object.entries(real)) {
      const [shape = {}] = shapesOfZod(schema);
      expect([name, differences(inside[name] ?? {}, shape)]).toEqual([name, []]);
    }
    expect(protocol).toContain('`member` = `author` and `createdAt`');
    expect(Object.keys(members.memberView.shape)).toEqual([...Object.keys(members.authorView.shape), 'createdAt']);
  });

  it('names every word that a field may be', () => {
    const words = new Set<string>();
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'enum')
          (value as unknown[]).filter((word) => typeof word === 'string').forEach((word) => words.add(word));
        walk(value);
      }
    };
    walk([served.paths, Object.values(SERVER_FRAMES).map((schema) => z.toJSONSchema(schema, { io: 'input' }))]);
    walk(named());
    const untold = [...words].filter((word) => !new RegExp(`[\`"]${word}[\`" ]`).test(protocol));
    expect(untold).toEqual([]);
  });

  it('has the table of errors that the code has', () => {
    const told = rows(section(PROTOCOL, 'Errors')).flatMap(([status = '', names = '']) =>
      codes(names).map((code) => [code, Number(status)]),
    );
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(ERRORS).map(([code, [status]]) => [code, status])),
    );
    expect(told).toHaveLength(Object.keys(ERRORS).length);
  });

  it('names no error that nothing raises', () => {
    const raised = sources().filter(
      ({ path }) => path !== 'errors/forum-error.ts' && path !== 'ops/openapi.ts' && !path.endsWith('.controller.ts'),
    );
    const idle = Object.keys(ERRORS).filter((code) => !raised.some(({ text }) => text.includes(`'${code}'`)));
    expect(idle).toEqual([]);
  });

  it('names the rules that refuse, and the reasons to hold, as the rules name them', () => {
    const texts = sources()
      .filter(({ path }) => /^messages\/rules|^moderation\/reports/.test(path))
      .map(({ text }) => text)
      .join('\n');
    const refusing = [...texts.matchAll(/rule: '(\w+)'/g)].map(([, rule]) => rule);
    const holding = [...texts.matchAll(/code: '(\w+)'(?!, (?:details|retryAfter))/g)]
      .map(([, code]) => code)
      .filter((code) => !((code as string) in ERRORS));
    for (const rule of [...refusing, ...holding]) expect(protocol).toContain(`\`${rule}\``);
    const told = /rules: (.*?) \|/.exec(protocol)?.[1] ?? '';
    expect(new Set(codes(told.replace(/\([^)]*\)/g, '')))).toEqual(new Set(refusing));
  });
});

/** `place`: `{rootId, …}`, as the sentences of an answer tell it. */
const nested = (text: string): [string, Shape][] =>
  [...text.matchAll(/`(\w+)`: `(\[?\{[^`]*\}\]?)`/g)].map(([, name = '', fields = '']) => [name, shapeOf(fields)]);

/** Alternatives as one: what only some of them must have may be missing. */
function merged(shapes: readonly Shape[]): Shape {
  const fields = [...new Set(shapes.flatMap((shape) => Object.keys(shape).map((field) => field.replace(/\?$/, ''))))];
  return Object.fromEntries(
    fields.map((field) => [shapes.every((shape) => field in shape) ? field : `${field}?`, null]),
  );
}

describe('docs/protocol.md on the live part', () => {
  const live = section(PROTOCOL, 'Live');
  /** Each frame and event that the section tells, by name: every shape that it is told to have. */
  const told = (pattern: RegExp): Map<string, Shape[]> => {
    const found = new Map<string, Shape[]>();
    for (const code of codes(live.replaceAll('\n', ' '))) {
      const [, name = '', fields = ''] = pattern.exec(code) ?? [];
      if (name === '') continue;
      const shapes = found.get(name) ?? [];
      const shape = shapeOf(fields);
      if (!shapes.some((known) => JSON.stringify(known) === JSON.stringify(shape))) shapes.push(shape);
      found.set(name, shapes);
    }
    return found;
  };

  it('tells of every frame, both ways, and of each what it holds', () => {
    const frames = told(/^(\w+) (\{.*\})$/);
    const real = { ...CLIENT_FRAMES, ...SERVER_FRAMES };
    expect([...frames.keys()].toSorted()).toEqual(Object.keys(real).toSorted());
    for (const [name, schema] of Object.entries(real)) {
      const shapes = shapesOfZod(schema);
      expect([name, frames.get(name)?.map((shape) => Object.keys(shape))]).toEqual([
        name,
        shapes.map((shape) => Object.keys(shape)),
      ]);
    }
    const [from = '', to = ''] = live.split('| to the reader |');
    expect(new Set(rows(from).flatMap(([frame = '']) => codes(frame).map((code) => code.split(' ')[0])))).toEqual(
      new Set(Object.keys(CLIENT_FRAMES)),
    );
    for (const [frame = ''] of rows(to)) expect(Object.keys(SERVER_FRAMES)).toContain(codes(frame)[0]?.split(' ')[0]);
  });

  it('tells of every event, and of each what it holds', () => {
    const happenings = told(/^(\w+\.\w+) (\{.*\})$/);
    const real = events.threadEvent.def.options.map(
      ({ shape }) => [shape.type.value, shapesOfZod(shape.data)] as const,
    );
    expect([...happenings.keys()]).toEqual(real.map(([type]) => type));
    for (const [type, shapes] of real)
      expect([type, happenings.get(type)?.map((shape) => Object.keys(shape))]).toEqual([
        type,
        shapes.map((shape) => Object.keys(shape)),
      ]);
  });

  it('tells of every close code, and of none that is never sent', () => {
    const closing = live.slice(live.indexOf('Closing:'));
    const numbers = (closing.match(/\b(1\d{3}|4\d{3})\b/g) ?? []).map(Number);
    // What ws itself closes with: a frame that is none.
    expect(numbers.toSorted()).toEqual([...Object.values(CLOSE), 1002].toSorted());
  });
});

describe('docs/operations.md', () => {
  const settings = (page: string, heading: string) =>
    rows(section(page, heading)).flatMap(([names = '', presets = '']) => {
      const variables = codes(names).filter((name) => /^[A-Z\d_]+$/.test(name));
      return variables.map(
        (name, n) => [name, variables.length > 1 ? codes(presets)[n] : presets.replace(/^`([^`]*)`$/, '$1')] as const,
      );
    });
  /** Defaults that are no plain value. */
  const inWords: Readonly<Record<string, (value: unknown) => unknown>> = {
    PUBLIC_URL: (url) => (url as URL).origin.replace(/\d+$/, 'PORT'),
    HOST: (host) => (host === '127.0.0.1' ? '`0.0.0.0`, or `127.0.0.1`' : host),
    DEMO: (on) => (on === true ? 'on where nobody else can see it' : on),
  };
  const presets = Object.entries(readConfig({})).map(([name, value]) => {
    const plain =
      value === true ? 'on' : value === false ? 'off' : value === null || value === undefined ? 'none' : String(value);
    return [name, inWords[name]?.(value) ?? plain];
  });

  it('lists every variable with its default', () => {
    const told = settings('docs/operations.md', 'Every setting');
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(presets));
    expect(told).toHaveLength(presets.length);
  });

  it('is what the README says in short', () => {
    const told = settings('README.md', 'For operators: run it');
    expect(told.length).toBeGreaterThan(5);
    expect(Object.fromEntries(presets)).toMatchObject(Object.fromEntries(told));
  });
});

describe('a running forum', () => {
  it('answers in times of UTC with milliseconds', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'I was there.');
    await forum.as(forum.ben).report(message);
    const { decision } = await forum.as(forum.mia).decide(await forum.as(forum.mia).read(message), 'approve');
    const until = '2099-01-01T01:00:00+01:00';
    const sanction = await forum.as(forum.olga).sanction(forum.ben, { kind: 'suspend', reason: 'Heat', until });
    const closed = await forum.as(forum.mia).setState(forum.thread, 'closed', 'Enough');
    const told = [
      message,
      decision,
      sanction,
      closed,
      await forum.anyone.events(forum.thread),
      await forum.as(forum.olga).log(),
      await forum.as(forum.ana).me(),
    ];
    const times = [...JSON.stringify(told).matchAll(/"(?:\w+At|at|until)":"([^"]*)"/g)].map(([, time]) => time);
    expect(times.length).toBeGreaterThan(10);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(sanction.until).toBe('2099-01-01T00:00:00.000Z');
  });

  it('names every answer, and an error by the same name in its body', async () => {
    for (const [method, path] of [
      ['GET', '/me'],
      ['GET', '/nowhere'],
      ['POST', '/me'],
      ['PUT', '/threads'],
      ['GET', '/counts'],
    ] as const) {
      const { headers, body } = await forum.anyone.ask(method, path);
      const { error } = errorAnswer.parse(body);
      expect(error.requestId).toBe(headers.get('x-request-id'));
    }
  });

  it('has every page that the protocol names', async () => {
    const listed = codes(section(PROTOCOL, 'Pages')).filter((code) => code.startsWith('/'));
    expect(listed.length).toBeGreaterThan(7);
    const article = new URLSearchParams({
      site: 'default',
      url: 'http://localhost/ferry',
      title: 'The ferry',
      key: 'ferry',
    });
    for (const told of listed) {
      const path = told.startsWith('/embed?') ? `/embed?${article}` : told.replace('{id}', forum.thread.id);
      expect([told, (await forum.visit(path)).status]).toEqual([told, 200]);
    }
  });
});
