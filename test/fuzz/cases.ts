import fc from 'fast-check';
import { z } from 'zod';
import { CLIENT_FRAMES } from '../../src/live/live.schema.js';
import type { JsonSchema, Route } from '../support/routes.js';
import { anyFor, fitting, hostileText, oddJson } from './values.js';

/** Who asks, by what they are; `nobody` says nothing, `stolen` says what is not good. */
export const ACTORS = ['nobody', 'stolen', 'guest', 'moderator', 'owner'] as const;
export type ActorName = (typeof ACTORS)[number];

/** One request, but for whose token it carries. */
export type RequestCase = {
  readonly kind: 'request';
  readonly method: string;
  readonly path: string;
  readonly actor: ActorName;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
};
/** One frame of a socket, as text or as bytes. */
export type FrameCase = {
  readonly kind: 'frame';
  readonly actor: ActorName;
  readonly data: Buffer;
  readonly binary: boolean;
};
export type Case = RequestCase | FrameCase;

/** Pages, and forms as browsers post them: the document of the API does not know them. */
const PAGES = [
  '/threads/{id}',
  '/embed',
  '/console',
  '/console/sign-in',
  '/console/{id}/{id}',
  '/assets/forum/{id}',
  '/nowhere/{id}',
];
const FORMS = ['/threads/{id}/messages', '/console/session', '/console/sign-out'];
const ASKED = [
  'url',
  'site',
  'sort',
  'cursor',
  'message',
  'limit',
  'lang',
  'posted',
  'title',
  'key',
  'token',
  'embedded',
  'signature',
];

const actor = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<ActorName>('guest', 'moderator', 'owner') },
  { weight: 1, arbitrary: fc.constantFrom<ActorName>('nobody', 'stolen') },
);
/** As it can stand in a request line. */
const inPath = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, 300) || '-';
/** As it can stand in a header. */
const inHeader = (text: string): string =>
  text
    .replace(/[^\x20-\x7e\xa0-\xff]/g, '')
    .slice(0, 300)
    .trim();

/** Ids of things that there are, by the part of an address before them. */
export type Ids = Readonly<Record<string, string>>;

export function requests(routes: readonly Route[], ids: Ids): fc.Arbitrary<RequestCase> {
  const any = fc.constantFrom(...Object.values(ids));
  const id = fc.oneof({ weight: 5, arbitrary: any }, { weight: 1, arbitrary: hostileText });
  /** Mostly of the kind that the address wants. */
  const idFor = (kind: string) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(ids[kind] ?? 'none') }, { weight: 1, arbitrary: id });
  const addressOf = (path: string): fc.Arbitrary<string> => {
    const kinds = [...path.matchAll(/(\w*)\/\{\w+\}/g)].map(([, kind = '']) => idFor(kind));
    return fc.tuple(...kinds).map((found) => {
      let n = 0;
      return path.replace(/\{\w+\}/g, () => inPath(found[n++] ?? ''));
    });
  };
  const queryOf = (names: readonly { readonly name: string; readonly value: fc.Arbitrary<unknown> }[]) =>
    fc
      .tuple(
        ...names.map(({ name, value }) => {
          const said = fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: hostileText });
          return fc.option(
            said.map((text) => `${name}=${inPath(String(text))}`),
            { freq: 2 },
          );
        }),
      )
      .map((parts) => parts.filter((part) => part !== null).join('&'));
  const headers = fc.record(
    {
      'idempotency-key': fc.oneof(
        { weight: 9, arbitrary: fc.uuid() },
        { weight: 1, arbitrary: hostileText.map(inHeader) },
      ),
      'accept-language': fc.oneof(fc.constantFrom('de', 'en', 'de-AT;q=0.9, *'), hostileText.map(inHeader)),
      'if-none-match': fc.oneof(fc.constantFrom('*', '"x"', 'W/"x"'), hostileText.map(inHeader)),
      accept: fc.constantFrom('application/json', 'text/html', '*/*', ''),
      origin: fc.oneof(fc.constantFrom('null', 'https://evil.example'), hostileText.map(inHeader)),
      'x-forwarded-for': hostileText.map(inHeader),
    },
    { requiredKeys: ['idempotency-key'] },
  );
  const json = fc.oneof(
    { weight: 9, arbitrary: fc.constant('application/json') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'text/plain',
        'application/json; charset=utf-16',
        '',
        'multipart/form-data; boundary=x',
      ),
    },
  );
  const asked = ({ path, query, body, method }: Route): fc.Arbitrary<RequestCase> =>
    fc
      .tuple(
        addressOf(path),
        queryOf(query.map(({ name, schema }) => ({ name, value: fitting(schema, id) }))),
        body === undefined ? fc.option(oddJson, { freq: 2 }) : anyFor(body, id),
        ...[actor, headers, json].map((one) => one as fc.Arbitrary<unknown>),
      )
      .map(([address, search, sent, who, said, type]) => ({
        kind: 'request' as const,
        method,
        path: search === '' ? address : `${address}?${search}`,
        actor: who as ActorName,
        headers: { ...(said as Record<string, string>), ...(sent === null ? {} : { 'content-type': type as string }) },
        body: method === 'GET' ? null : sent,
      }));
  const pages: Route[] = PAGES.map((path) => ({
    method: 'GET',
    path,
    query: ASKED.map((name) => ({ name, schema: { type: 'string' } })),
    body: undefined,
  }));
  const form = fc
    .dictionary(fc.constantFrom('name', 'text', 'parentId', 'token', 'embedded', 'lang'), fc.oneof(id, hostileText))
    .map((fields) =>
      Buffer.from(
        new URLSearchParams(Object.entries(fields).map(([name, text]) => [name, text.toWellFormed()])).toString(),
      ),
    );
  const forms = fc.tuple(fc.constantFrom(...FORMS), id, form, actor).map(([path, one, body, who]) => ({
    kind: 'request' as const,
    method: 'POST',
    path: path.replace('{id}', inPath(one)),
    actor: who,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body,
  }));
  return fc.oneof(...[...routes, ...pages].map(asked), forms);
}

export function frames(ids: Ids): fc.Arbitrary<FrameCase> {
  const id = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...Object.values(ids), '*') },
    { weight: 1, arbitrary: hostileText },
  );
  const known = Object.entries(CLIENT_FRAMES).map(([event, schema]) => {
    const shape = z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema;
    return { type: 'object', properties: { event: { enum: [event] }, data: shape }, required: ['event', 'data'] };
  });
  return fc
    .tuple(fc.oneof(...known.map((schema) => anyFor(schema, id))), actor, fc.integer({ min: 0, max: 50 }))
    .map(([data, who, n]) => ({ kind: 'frame' as const, actor: who, data: data.subarray(0, 16_000), binary: n === 0 }));
}
