/** Any JSON object of an OpenAPI document. */
export type Node = { readonly [key: string]: unknown };
export type Document = Node & { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
export type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Node[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses?: Readonly<Record<string, Answer>>;
};
export type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Node;
};
export type Answer = { readonly description?: string; readonly headers?: Node; readonly content?: Content };
type Content = Readonly<Record<string, { readonly schema?: Node; readonly examples?: Node }>>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
/** What a schema of ours may say (JSON Schema 2020-12, of which OpenAPI 3.1 takes all). */
const KEYWORDS = new Set([
  ...[
    'type',
    'enum',
    'format',
    'pattern',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'items',
    'minItems',
    'maxItems',
  ],
  ...['properties', 'required', 'additionalProperties', 'propertyNames', 'anyOf', 'oneOf', 'allOf', '$ref'],
  ...['description', 'default', 'example', 'title'],
]);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an OpenAPI 3.1 document says that it may not, or does not say that it must: empty for a valid one. */
export function faultsOf(document: Document): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  const { components, tags } = document as {
    components?: { schemas?: Node; securitySchemes?: Node };
    tags?: { name: string }[];
  };

  const checkSchema = (schema: unknown, at: string): void => {
    if (!isNode(schema)) return demand(schema === undefined, `${at} is no schema`);
    for (const key of Object.keys(schema)) demand(KEYWORDS.has(key), `${at} says ${key}`);
    for (const type of [schema['type'] ?? []].flat())
      demand(TYPES.includes(String(type)), `${at} is of type ${String(type)}`);
    const { $ref, enum: values, required = [], properties = {} } = schema;
    if ($ref !== undefined) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(String($ref))?.[1];
      demand(name !== undefined && isNode(components?.schemas?.[name]), `${at} leads nowhere: ${String($ref)}`);
    }
    demand(values === undefined || (Array.isArray(values) && values.length > 0), `${at} has an empty enum`);
    demand(Array.isArray(required) && new Set(required).size === required.length, `${at} requires something twice`);
    for (const name of required as string[])
      demand(name in (properties as Node), `${at} requires ${name}, which it has not`);
    for (const [name, property] of Object.entries(properties as Node)) checkSchema(property, `${at}.${name}`);
    for (const key of ['anyOf', 'oneOf', 'allOf'])
      for (const [n, one] of ((schema[key] ?? []) as unknown[]).entries()) checkSchema(one, `${at} ${key} ${n}`);
    if (schema['type'] === 'array') demand(isNode(schema['items']), `${at} has no items`);
    checkSchema(schema['items'], `${at}[]`);
    if (isNode(schema['additionalProperties'])) checkSchema(schema['additionalProperties'], `${at}.*`);
  };
  const checkContent = (content: Content | undefined, at: string): void => {
    for (const [type, { schema }] of Object.entries(content ?? {})) {
      demand(/^[\w.+-]+\/[\w.+-]+$/.test(type), `${at} is of type ${type}`);
      checkSchema(schema, at);
    }
  };

  demand(/^3\.1\.\d+$/.test(String(document['openapi'])), 'openapi is not 3.1');
  const info = document['info'] as Node;
  for (const key of ['title', 'version'])
    demand(typeof info[key] === 'string' && info[key] !== '', `info has no ${key}`);
  for (const [name, scheme] of Object.entries(components?.securitySchemes ?? {}))
    demand(['http', 'apiKey'].includes(String((scheme as Node)['type'])), `security ${name} has no type`);
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) checkSchema(schema, name);

  const ids: string[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    demand(path.startsWith('/'), `${path} begins with no slash`);
    for (const [method, operation] of Object.entries(item)) {
      const at = `${method} ${path}`;
      demand(METHODS.includes(method), `${at} is no method`);
      const { operationId, summary, parameters = [], requestBody, responses = {}, security } = operation;
      demand(operationId !== undefined, `${at} has no operationId`);
      demand(summary !== undefined && summary !== '', `${at} has no summary`);
      ids.push(operationId ?? '');
      for (const tag of operation.tags ?? [])
        demand(tags?.some(({ name }) => name === tag) ?? false, `${at} has the unknown tag ${tag}`);
      const named = parameters.map((one) => `${one.in} ${one.name}`);
      demand(new Set(named).size === named.length, `${at} has a parameter twice`);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`);
      demand(
        `${named.filter((name) => name.startsWith('path'))}` === `${inPath}`,
        `${at} has other parameters than its path`,
      );
      for (const one of parameters) {
        demand(['path', 'query', 'header', 'cookie'].includes(one.in), `${at} has ${one.name} in ${one.in}`);
        demand(one.in !== 'path' || one.required === true, `${at} does not require ${one.name}`);
        demand(isNode(one.schema), `${at} says nothing of ${one.name}`);
        checkSchema(one.schema, `${at} ${one.name}`);
      }
      demand(!requestBody || (method !== 'get' && isNode(requestBody.content)), `${at} has no body that it can have`);
      checkContent(requestBody?.content, `${at} body`);
      demand(
        Object.keys(responses).some((status) => status.startsWith('2')),
        `${at} never succeeds`,
      );
      for (const [status, answer] of Object.entries(responses)) {
        demand(/^[1-5]\d\d$/.test(status), `${at} answers ${status}`);
        demand(
          typeof answer.description === 'string' && answer.description !== '',
          `${at} does not describe ${status}`,
        );
        checkContent(answer.content, `${at} ${status}`);
        for (const [name, header] of Object.entries(answer.headers ?? {}))
          checkSchema((header as Node)['schema'], `${at} ${status} ${name}`);
      }
      demand(Array.isArray(security), `${at} does not say who may call it`);
      for (const way of security ?? [])
        for (const scheme of Object.keys(way))
          demand(scheme in (components?.securitySchemes ?? {}), `${at} needs the unknown ${scheme}`);
    }
  }
  demand(new Set(ids).size === ids.length, 'an operationId is there twice');
  return faults;
}

/** The fields of a schema, a `?` behind those that may be missing; of alternatives each. */
export function fieldsOf(document: Document, schema: Node | undefined): string[][] {
  if (schema === undefined) return [];
  const name = /\w+$/.exec(String(schema['$ref'] ?? ''))?.[0];
  const { components } = document as { components?: { schemas?: Readonly<Record<string, Node>> } };
  if (name) return fieldsOf(document, components?.schemas?.[name]);
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as Node[] | undefined;
  if (alternatives) return alternatives.flatMap((one) => fieldsOf(document, one));
  const required = (schema['required'] ?? []) as string[];
  return [
    Object.keys((schema['properties'] ?? {}) as Node).map((field) => (required.includes(field) ? field : `${field}?`)),
  ];
}
