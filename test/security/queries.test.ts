import { beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eachDatabase } from '../support/databases.js';
import { EveryRoute, nameOf } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';
import type { JsonSchema, Route } from '../support/routes.js';
import { alternatives, sampleOf } from '../support/samples.js';

/** Numbers in forms that a lenient reader would take. */
const NUMBERS = [
  ...['', ' ', '-1', '1e1', '1e9', '0x10', '1.5', '5.0', '+5', ' 5', '5 ', '05x', 'NaN', 'Infinity', 'true', 'null'],
  ...['٥', '5,6', '[5]', '9'.repeat(20)],
];
const FORGED = [
  ...[
    '',
    'x',
    '{}',
    'null',
    '-1',
    '[]',
    '__proto__',
    '["oldest","",1]',
    '["oldest","",1,0,0,0]',
    '["sideways","",1,0,9]',
  ],
  ...['["best","",1,null,9]', '["best","",-1,0,9]', '["best","",1.5,0,9]', '["oldest","\u0000",1,0,9]'],
  ...[`["oldest","'; DROP TABLE messages; --",1,0,9]`, '["oldest",{},1,0,9]', '["oldest","",1e400,0,9]'],
];
const NO_IDS = [
  ...['x', '0', '-1', 'null', 'undefined', '*', '%2A', '__proto__', 'constructor', '[object Object]', '{}', '[]', `'`],
  ...[`' OR '1'='1`, '%', '_', '%25', '..%2f..%2fetc%2fpasswd', 'ä', '💥', '\u202e', 'x'.repeat(199)],
];

eachDatabase('a request’s address', (database) => {
  let forum: Forum;
  let every: EveryRoute;
  beforeAll(async () => {
    forum = await startForum({ database });
    every = await EveryRoute.of(forum);
  });

  const refuses = async (route: Route, query: string) =>
    expectRefusal(await every.get(route, `${needed(route)}${query}`), 'invalid_request', `${nameOf(route)}?${query}`);
  const asking = (name: string) =>
    every.reads.filter(({ query }) => query.some((parameter) => parameter.name === name));

  it('with more than the route names is refused', async () => {
    const names =
      'x Limit limit[] limit[a] __proto__ __proto__[x] constructor toString hasOwnProperty token role'.split(' ');
    for (const route of every.reads.filter(({ query }) => query.length > 0)) {
      expect((await every.get(route, needed(route))).status).toBe(200);
      for (const name of names) await refuses(route, `${name}=1`);
      await refuses(route, '=1');
    }
  });

  it('with something twice, as a list or as an object, is refused (row 81)', async () => {
    for (const route of every.reads) {
      for (const { name } of route.query.filter((parameter) => !['url', 'key'].includes(parameter.name))) {
        for (const odd of [`${name}=1&${name}=2`, `${name}[]=1`, `${name}[0]=1`, `${name}[$ne]=1`, `${name}.x=1`]) {
          await refuses(route, odd);
        }
      }
    }
  });

  it('with a number that is none, or more than the most, is refused (row 86)', async () => {
    expect(asking('limit').length).toBeGreaterThanOrEqual(3);
    for (const route of asking('limit')) {
      for (const limit of [...NUMBERS, '0', '101']) await refuses(route, `limit=${encodeURIComponent(limit)}`);
    }
    for (const route of asking('after')) {
      for (const after of NUMBERS) await refuses(route, `after=${encodeURIComponent(after)}`);
    }
  });

  it('with a choice that there is not is refused (row 29)', async () => {
    for (const route of every.reads) {
      for (const { name, schema } of route.query.filter((parameter) => Array.isArray(parameter.schema['enum']))) {
        const [first] = schema['enum'] as [string];
        for (const value of [
          '',
          '1',
          'true',
          'yes',
          'toString',
          ` ${first}`,
          `${first} `,
          first.toUpperCase(),
          `${first},x`,
        ]) {
          await refuses(route, `${name}=${encodeURIComponent(value)}`);
        }
      }
    }
  });

  it('with a cursor that was not made here is refused (row 86)', async () => {
    for (const route of asking('cursor')) {
      for (const cursor of FORGED) {
        await refuses(route, `cursor=${Buffer.from(cursor).toString('base64url')}`);
        await refuses(route, `cursor=${encodeURIComponent(`${cursor}!`)}`);
      }
      await refuses(route, `cursor=${'A'.repeat(513)}`);
    }
  });

  it('with a cursor that somebody made up brings no more than a page (row 86)', async () => {
    for (const sort of ['oldest', 'newest', 'best', 'hot', 'controversial']) {
      for (const [position, score] of [
        [0, 0],
        [2 ** 53 - 1, 1e308],
        [1, -1e308],
        [2 ** 53 - 1, -0],
      ] as const) {
        const cursor = Buffer.from(JSON.stringify([sort, '', position, score, 2 ** 53 - 1])).toString('base64url');
        const { messages } = await forum.anyone.page(forum.thread, { cursor });
        expect(messages.length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('with an id that is none leads to nothing (row 81)', async () => {
    const things = ['message', 'thread', 'member', 'sanction', 'session', 'passkey', 'export', 'site'] as const;
    const codes = things.map((thing) => `${thing}_not_found` as const);
    for (const route of every.all.filter(({ path }) => path.includes('{id}'))) {
      // The ids of other things are none either.
      for (const id of [...NO_IDS, forum.olga.id]) {
        const address = every.addressOf(route, encodeURIComponent(id));
        if (route.path.includes('/members/') && id === forum.olga.id) continue;
        const body = route.body && { body: sampleOf(alternatives(route.body)[0] as JsonSchema) };
        const asked = { key: randomUUID(), ...body };
        const answer = await forum.as(forum.olga).ask(route.method, address.slice('/api/v1'.length), asked);
        expectRefusal(answer, codes, `${route.method} ${address}`);
      }
    }
  });

  it('that names U+0000, or is no UTF-8, is refused', async () => {
    for (const route of every.reads) {
      for (const { name } of route.query) await refuses(route, `${name}=%00`);
      if (!route.path.includes('{id}')) continue;
      for (const id of ['%00', 'x%00', '%', '%zz', '%ff', '%c0%80', '%ed%a0%80']) {
        const answer = await forum.as(forum.olga).ask('GET', every.addressOf(route, id).slice('/api/v1'.length));
        expectRefusal(answer, 'invalid_request', `${nameOf(route)} with ${id}`);
      }
    }
  });
});

/** What a route cannot do without. */
const needed = ({ query }: Route): string =>
  query
    .filter(({ required }) => required)
    .map(({ name }) => `${name}=${name === 'url' ? 'http://localhost/' : 'default'}&`)
    .join('');
