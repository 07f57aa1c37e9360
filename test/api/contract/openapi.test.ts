import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { errorAnswer } from '../../../src/errors/error-body.js';
import { ERRORS } from '../../../src/errors/forum-error.js';
import * as events from '../../../src/events/events.schema.js';
import * as challenge from '../../../src/admission/proof-of-work/challenge.schema.js';
import * as mail from '../../../src/identity/ways/mail/mail.schema.js';
import * as passkeys from '../../../src/identity/ways/passkey/passkey.schema.js';
import * as sso from '../../../src/identity/ways/sso/sso.schema.js';
import * as members from '../../../src/members/members.schema.js';
import * as erasures from '../../../src/messages/erasures/erasures.schema.js';
import * as messages from '../../../src/messages/messages.schema.js';
import * as threads from '../../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../../support/forum.js';
import { faultsOf, type Document } from '../../support/openapi.js';
import { codes } from '../../support/protocol.js';
import { sources } from '../../support/sources.js';
import { moderation, schemaOf, Served } from './served.js';

let forum: Forum;
let served: Served;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
  served = await Served.of(forum);
});

describe('the OpenAPI document', () => {
  it('is a valid one', () => {
    expect(faultsOf(served.document)).toEqual([]);
  });

  it('would be found fault with if it were not (the check of the check)', () => {
    const broken = JSON.parse(
      JSON.stringify(served.document).replace('#/components/schemas/Message"', '#/components/schemas/Massage"'),
    ) as Document;
    expect(faultsOf(broken).join()).toMatch(/leads nowhere/);
    expect(faultsOf({ ...served.document, openapi: '2.0' })).toEqual(['openapi is not 3.1']);
    expect(faultsOf({ ...served.document, paths: { '/a/{b}': { get: {} } } }).length).toBeGreaterThan(4);
  });

  it('is shown to people as well', async () => {
    expect(await forum.visit('/api/docs')).toMatchObject({ status: 200 });
  });

  it('has every route of the API, and none that there is not', () => {
    const routes = readdirSync(new URL('../../../src', import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.controller.ts'))
      .flatMap((path) => {
        const text = readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8');
        const prefix = /@Controller\('([^']*)'\)/.exec(text)?.[1] ?? '';
        const found = [...text.matchAll(/@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)/g)];
        return found.map(
          ([, method = '', path = '']) => `${method.toUpperCase()} /${[prefix, path].filter(Boolean).join('/')}`,
        );
      })
      .filter((route) => /^\w+ \/(api\/v1|health)/.test(route))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    expect(served.routes.toSorted()).toEqual(routes.toSorted());
  });

  it('says of each error what it looks like, and of each that passes when to come back', () => {
    for (const [route, { responses = {} }] of served.operations) {
      for (const [status, answer] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const { examples = {} } = answer.content?.['application/json'] ?? {};
        const told = codes(answer.description ?? '');
        expect([route, Object.keys(examples)]).toEqual([route, told]);
        for (const [code, example] of Object.entries(examples)) {
          expect(errorAnswer.parse((example as { value: unknown }).value).error.code).toBe(code);
          expect([route, code, ERRORS[code as keyof typeof ERRORS]]).toEqual([route, code, Number(status)]);
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
    for (const [route, { operationId, responses = {} }] of served.operations) {
      const told = Object.entries(responses).flatMap(([status, { description = '' }]) =>
        Number(status) < 400 ? [] : codes(description),
      );
      const own = told.filter(
        (code) => !common.has(code) && !['overloaded', 'too_large', 'unsupported_media_type'].includes(code),
      );
      const isStaffs = /\/(moderation|me\/passkeys)\b/.test(route);
      const raised = raisedBy(operationId ?? '').filter((code) => !common.has(code) && code !== 'overloaded');
      expect([route, own.filter((code) => !(isStaffs && code === 'not_allowed')).toSorted()]).toEqual([
        route,
        raised.filter((code) => !(isStaffs && code === 'not_allowed')).toSorted(),
      ]);
    }
  });

  it('takes an Idempotency-Key with every write, and asks for it where a message is posted', () => {
    const keys = served.operations.flatMap(([route, { parameters = [] }]) => {
      const key = parameters.find(({ name }) => name === 'Idempotency-Key');
      return key ? [[route, key.required] as const] : [];
    });
    // A preview, a check, a challenge and the options of a passkey keep nothing that could be there twice; and what a sign-in answers,
    // a token, is kept nowhere: its proof is good once.
    const writes = served.operations.filter(
      ([route]) => !/^GET|\/(preview|check|challenges|options)$|\/sign-in\//.test(route),
    );
    expect(keys.map(([route]) => route).toSorted()).toEqual(writes.map(([route]) => route).toSorted());
    expect(keys.filter(([, required]) => required).map(([route]) => route)).toEqual([
      'POST /api/v1/threads/{id}/messages',
    ]);
  });

  it('shows examples that its own schemas take', () => {
    const all = Object.entries({
      ...events,
      ...challenge,
      ...mail,
      ...passkeys,
      ...sso,
      ...members,
      ...erasures,
      ...messages,
      ...moderation,
      ...threads,
    }) as [string, unknown][];
    const shown = all.flatMap(([name, schema]) =>
      schema instanceof z.ZodType
        ? ((schema.meta()?.['examples'] ?? []) as unknown[]).map((example) => ({ name, schema, example }))
        : [],
    );
    for (const { name, schema, example } of shown)
      expect([name, schema.safeParse(example).success]).toEqual([name, true]);
    const bodies = served.operations.flatMap(([, { requestBody }]) =>
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
