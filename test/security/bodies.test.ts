import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { corpus } from '../support/corpus.js';
import { eachDatabase, type Database } from '../support/databases.js';
import { EveryRoute, nameOf } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import { codeOf, expectRefusal } from '../support/refusal.js';
import type { JsonSchema, Route } from '../support/routes.js';
import { alternatives, misfitsOf, propertiesOf, requiredOf, sampleOf } from '../support/samples.js';

/** What nobody may set about themselves or their messages, and what every object has anyway. */
const NOT_NAMED = (
  'id role roles status siteId authorId score createdAt pinned ip html position ' +
  'constructor prototype toString hasOwnProperty Text text.x'
).split(' ');

/** No JSON, or more than one. */
const BROKEN = [
  ...['', ' ', '{', '}', 'text', "{'text':'x'}", '{text:1}', '{"text":"x",}', '{"text":undefined}', '{"text":NaN}'],
  ...['{"text":"x"}{}', '\u0000', '{"text":"\n"}', '{"text":"\\x41"}', '{"text":01}', '// {}'],
];
/** A text with a lone continuation byte, an overlong NUL, half a surrogate pair; and JSON in UTF-16. */
const NOT_UTF8 = [
  '7b2274657874223a22ff227d',
  '7b2274657874223a22c080227d',
  '7b2274657874223a22eda080227d',
  'fffe7b007d00',
];
const NOT_KEPT = ['\\u0000', '\\ud800', '\\udfff', '\\ud800x', 'a\\uD83D'].map((escape) => `{"text":"${escape}"}`);

const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

/** A forum on a database, and whatever is sent to all its routes. */
function bodiesOn(database: Database) {
  const at = {} as { forum: Forum; every: EveryRoute };
  beforeAll(async () => {
    at.forum = await startForum({ database });
    at.every = await EveryRoute.of(at.forum);
  });

  /** Sends each of these to each route: each is refused, and nothing has been done. */
  async function refuses(
    bodiesFor: (schema: JsonSchema) => readonly (string | Buffer)[],
    code: 'invalid_request' | 'too_large' = 'invalid_request',
  ) {
    const { every } = at;
    const before = await state();
    for (const route of every.writes) {
      for (const schema of alternatives(route.body as JsonSchema)) {
        for (const body of bodiesFor(schema)) {
          expectRefusal(await every.send(route, body), code, `${nameOf(route)} with ${String(body).slice(0, 200)}`);
        }
      }
    }
    expect(await state()).toEqual(before);
  }

  /** What would have changed if anything had been done. */
  const state = async () => [
    await at.forum.anyone.page(at.forum.thread),
    await at.forum.as(at.forum.olga).log(),
    await at.forum.connections.read.query('SELECT COUNT(*) AS members FROM members'),
    await at.forum.connections.read.query('SELECT COUNT(*) AS threads FROM threads'),
  ];
  return { at, refuses };
}

const goodOf = (schema: JsonSchema) => sampleOf(schema) as Record<string, unknown>;

// Who refuses these has seen no database: once is enough.
describe('a body', () => {
  const { at, refuses } = bodiesOn('sqlite');

  it('with a value of another type is refused, and the answer names the field', async () => {
    for (const route of at.every.writes) {
      for (const schema of alternatives(route.body as JsonSchema)) {
        for (const [field, of] of Object.entries(propertiesOf(schema))) {
          for (const value of misfitsOf(of)) {
            const what = `${nameOf(route)} with ${field}: ${JSON.stringify(value)}`;
            const answer = await at.every.send(route, JSON.stringify({ ...goodOf(schema), [field]: value }));
            expectRefusal(answer, 'invalid_request', what);
            const { details } = (answer.body as { error: { details: readonly { path: string }[] } }).error;
            const named = details.every(({ path }) => path === '' || path.split('.')[0] === field);
            expect([what, named]).toEqual([what, true]);
          }
        }
      }
    }
  }, 120_000);

  it('without something that is required is refused', async () => {
    await refuses((schema) => {
      const fields = Object.entries(goodOf(schema));
      const without = requiredOf(schema).map((field) => Object.fromEntries(fields.filter(([name]) => name !== field)));
      return without.map((body) => JSON.stringify(body));
    });
  });

  it('with more than the route names is refused (rows 30 and 80)', async () => {
    await refuses((schema) => {
      const more = NOT_NAMED.filter((name) => !Object.hasOwn(propertiesOf(schema), name));
      return more.map((name) => JSON.stringify({ ...goodOf(schema), [name]: 'owner' }));
    });
  });

  it('that reaches for a prototype is refused (row 79)', async () => {
    await refuses((schema) => {
      const good = JSON.stringify(goodOf(schema)).slice(1, -1);
      return [
        `{"__proto__":{${good}}}`,
        `{${good},"__proto__":{"role":"owner"}}`,
        `{${good},"__proto__":null}`,
        `{${good},"\\u005f_proto__":{"role":"owner"}}`,
        `{${good},"constructor":{"prototype":{"role":"owner"}}}`,
        `{${good},"x":{"__proto__":{"role":"owner"}}}`,
      ];
    });
    expect([Object.keys(Object.prototype), ({} as { role?: string }).role]).toEqual([[], undefined]);
  });

  it('that is no object is refused', async () => {
    await refuses(() => ['null', '[]', '{}', '""', '"x"', '0', '1', 'true', '[{}]', '["text"]']);
  });

  it('that is no JSON, or no UTF-8, is refused', async () => {
    await refuses(() => [...BROKEN, ...NOT_UTF8.map((hex) => Buffer.from(hex, 'hex'))]);
  });

  it('of odd JSON, on which parsers differ, is refused', async () => {
    await refuses(() => corpus('json').map(({ input }) => Buffer.from(input, 'base64')));
  });

  it('that is nested without end is refused (row 16)', async () => {
    const deep = [nested('[', ']', 30_000), nested('{"a":', '}', 10_000).replace('}', '1}'), '['.repeat(60_000)];
    await refuses(() => [...deep, ...deep.map((value) => `{"text":${value}}`)]);
  });

  it('that is larger than any may be is refused as too large', async () => {
    await refuses(
      () => [65_537, 200_000, 2_000_000].map((bytes) => JSON.stringify({ text: 'x'.repeat(bytes) })),
      'too_large',
    );
  });
});

eachDatabase('a body', (database) => {
  const { at, refuses } = bodiesOn(database);

  it('with a text that not every database keeps is refused', async () => {
    await refuses(() => NOT_KEPT);
  });

  it('of any shape at all is taken or refused, and never too much for the forum (rows 18 and 29)', async () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(
          null,
          true,
          false,
          0,
          -1,
          1.5,
          1e21,
          '',
          'open',
          'up',
          'ban',
          '\u202e',
          '💥',
          'x'.repeat(300),
        ),
        fc.string({ unit: 'binary' }),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('text', 'value', 'kind', 'reason', 'a', '', '$gt'), tie('value'), { maxKeys: 3 }),
      ),
    }));
    const bodyFor = (route: Route) => {
      const names = alternatives(route.body as JsonSchema).flatMap((schema) => Object.keys(propertiesOf(schema)));
      return fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
    };
    for (const route of at.every.writes) {
      const sent = fc.asyncProperty(bodyFor(route), async (body) => {
        const answer = await at.every.send(route, JSON.stringify(body));
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expectRefusal(answer, codeOf(answer), nameOf(route));
      });
      await fc.assert(sent, { numRuns: 40 });
    }
  }, 120_000);
});
