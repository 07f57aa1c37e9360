import fc from 'fast-check';
import { corpus } from '../support/corpus.js';
import type { JsonSchema } from '../support/routes.js';

/** Texts that have broken something somewhere: the corpora, and what parsers, databases and prototypes trip over. */
const HOSTILE_TEXTS = [
  ...['naughty', 'xss', 'homoglyph', 'redirect', 'ssrf', 'ssrf-own'].flatMap((name) =>
    corpus(name).map(({ input }) => input),
  ),
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '\0',
    '\ud800',
    '\udfff\ud800',
    '%',
    '_',
    '%00',
  ],
  ...['x'.repeat(257), 'x'.repeat(70_000), 'e\u0301'.repeat(500), '\u{1F469}\u200d'.repeat(300), '\u202e'.repeat(50)],
  ...[
    '> '.repeat(3_000),
    '['.repeat(3_000),
    '*a '.repeat(2_000),
    '`'.repeat(999),
    'http://a.b/('.repeat(400),
    '1. '.repeat(900),
  ],
  ...["' OR 1=1 --", '{"$ne":null}', '../../etc/passwd', '2026-02-30T25:61:61Z', '9'.repeat(400), '-0', 'NaN', '1e309'],
];

/** JSON as bytes, such as parsers have read each in their own way. */
const ODD_JSON = [
  ...corpus('json').map(({ input }) => Buffer.from(input, 'base64')),
  ...['', ' ', 'null', '[]', '{"a":1,"a":2}', '{"__proto__":{"a":1}}', '"x"', '1e999', '{', '\ufeff{}'].map((text) =>
    Buffer.from(text),
  ),
  Buffer.from('['.repeat(30_000)),
  Buffer.from(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
  Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
];

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
);
export const oddJson = fc.constantFrom(...ODD_JSON);

/** Of no type that anybody asked for. */
const misfit: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 2 ** 53, 1e308, '', '1', 'true', [], {}, [[]], [null], {
    length: 1,
  }),
  fc.constantFrom<unknown>({ $ne: null }, { toString: 'x' }, { length: 1, 0: 'x' }, { valueOf: null }, [1, '2', {}], {
    '': '',
  }),
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
);

const typesOf = (schema: JsonSchema): readonly string[] => [schema['type'] ?? []].flat() as string[];
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** What a schema takes, as far as it says; strings are of the hostile kinds as often as they are plain. `ids`: of what there is. */
export function fitting(schema: JsonSchema, ids: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const alternatives = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  if (alternatives) return fc.oneof(...alternatives.map((one) => fitting(one, ids)));
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if ('const' in schema) return fc.constant(schema['const']);
  const types = typesOf(schema);
  if (types.length > 1) return fc.oneof(...types.map((type) => fitting({ ...schema, type }, ids)));
  switch (types[0]) {
    case 'string':
      return textFor(schema, ids);
    case 'integer':
    case 'number':
      return fc.integer({
        min: numberOf(schema['minimum'], -10),
        max: Math.min(numberOf(schema['maximum'], 1_000_000), 2 ** 53 - 1),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting((schema['items'] ?? {}) as JsonSchema, ids), {
        minLength: numberOf(schema['minItems'], 0),
        maxLength: 4,
      });
    case 'object': {
      const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
      const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, fitting(one, ids)]));
      return fc.record(fields, { requiredKeys: (schema['required'] ?? []) as string[] });
    }
    default:
      return misfit;
  }
}

function textFor(schema: JsonSchema, ids: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const [minLength, longest] = [numberOf(schema['minLength'], 0), numberOf(schema['maxLength'], 300)];
  const plain = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(longest, 200)) });
  if (schema['format'] === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
      .map((date) => date.toISOString());
  const url = fc.oneof(
    fc.webUrl(),
    fc.constantFrom('http://localhost/articles/1', 'http://localhost/x?y=1#z', 'https://[::1]/'),
  );
  return fc.oneof(
    { weight: 2, arbitrary: ids },
    { weight: 2, arbitrary: plain },
    { weight: 2, arbitrary: hostileText },
    { weight: 1, arbitrary: url },
    { weight: 1, arbitrary: fc.constantFrom('default', 'Ana', 'I was there.', 'Mia', '0') },
  );
}

/** One place of a value changed for something that does not fit there, left out, or beside something that nobody expects. */
export function spoiled(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const how = fc.constantFrom('change', 'leave out', 'add', 'wrap');
  return fc.tuple(value, fc.nat(), how, misfit, hostileText).map(([whole, place, kind, odd, name]) => {
    if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return odd;
    const entries = Object.entries(whole);
    const at = entries.length === 0 ? 0 : place % entries.length;
    const [key = name, old] = entries[at] ?? [];
    if (kind === 'change') return Object.fromEntries([...entries.filter(([one]) => one !== key), [key, odd]]);
    if (kind === 'leave out') return Object.fromEntries(entries.filter(([one]) => one !== key));
    if (kind === 'wrap') return Object.fromEntries([...entries.filter(([one]) => one !== key), [key, [old]]]);
    return Object.fromEntries([...entries, [place % 3 === 0 ? '__proto__' : name, odd]]);
  });
}

/** Something for a schema: what it takes, what it nearly takes, and what is meant to break it. */
export const anyFor = (schema: JsonSchema, ids: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 5, arbitrary: fitting(schema, ids).map(asJson) },
    { weight: 3, arbitrary: spoiled(fitting(schema, ids)).map(asJson) },
    { weight: 1, arbitrary: misfit.map(asJson) },
    { weight: 1, arbitrary: oddJson },
  );

const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? 'null');
