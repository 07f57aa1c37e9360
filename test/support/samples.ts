import type { JsonSchema } from './routes.js';

type Properties = Readonly<Record<string, JsonSchema>>;

/** The alternatives of a schema that has some, else the schema. */
export const alternatives = (schema: JsonSchema): JsonSchema[] =>
  (schema['oneOf'] ?? schema['anyOf'] ?? [schema]) as JsonSchema[];

/** What a schema of an object names. */
export const propertiesOf = (schema: JsonSchema): Properties => (schema['properties'] ?? {}) as Properties;

export const requiredOf = (schema: JsonSchema): readonly string[] => (schema['required'] ?? []) as string[];

/** OpenAPI 3.1 names several types in a list: what may be null is `['string', 'null']`. */
const typesOf = (schema: JsonSchema): readonly unknown[] => [schema['type']].flat();

/** Something that fits a schema: of objects what is required and no more. */
export function sampleOf(schema: JsonSchema): unknown {
  const [choice] = (schema['enum'] ?? []) as unknown[];
  if (choice !== undefined) return choice;
  switch (typesOf(schema)[0]) {
    case 'string':
      return schema['format'] === 'date-time'
        ? '2999-01-01T00:00:00.000Z'
        : 'x'.repeat(Number(schema['minLength'] ?? 1));
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1);
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(requiredOf(schema).map((name) => [name, sampleOf(propertiesOf(schema)[name] ?? {})]));
    default:
      throw new Error(`A schema that tests do not know yet: ${JSON.stringify(schema)}`);
  }
}

/** Things that are of no use where a schema of one value is meant: of other types, near misses, and traps. */
export function misfitsOf(schema: JsonSchema): unknown[] {
  const fits = (value: unknown): boolean => {
    if (value === null) return typesOf(schema).includes('null');
    // An empty list is one of whatever it may hold.
    if (Array.isArray(value) && value.length === 0)
      return typesOf(schema).includes('array') && Number(schema['minItems'] ?? 0) === 0;
    if (Array.isArray(schema['enum'])) return schema['enum'].includes(value);
    if (typesOf(schema)[0] === 'integer')
      return Number.isSafeInteger(value) && Number(value) >= Number(schema['minimum'] ?? -Infinity);
    return typeof value === typesOf(schema)[0] && schema['format'] === undefined;
  };
  const good = sampleOf(schema);
  const near =
    typeof good === 'string' && Array.isArray(schema['enum'])
      ? [good.toUpperCase(), ` ${good}`, `${good} `, `${good}\n`]
      : [];
  const truthy = ['1', 'yes', 'true', 'on', 'TRUE', 't', 1, 0, true, false, 'null', ''];
  const traps: unknown[] = [
    [],
    {},
    [good],
    { value: good },
    { $ne: null },
    { length: 1, 0: 'x' },
    [[good]],
    { toString: 'x' },
  ];
  const numbers = [-1, 1.5, 1e308, 2 ** 53, '1', '١'];
  return [null, ...near, ...truthy, ...traps, ...numbers].filter((value) => !fits(value));
}
