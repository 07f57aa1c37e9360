import { z } from 'zod';
import type { Forum } from './forum.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const schema = z.record(z.string(), z.unknown());
const operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema }))
    .default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }).optional(),
});
const openApi = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), operation)),
});

/** A JSON schema, as far as tests look into it. */
export type JsonSchema = Readonly<Record<string, unknown>>;
/** One route of the API: `path` as `/api/v1/threads/{id}`. */
export type Route = {
  readonly method: string;
  readonly path: string;
  readonly query: readonly {
    readonly name: string;
    readonly required?: boolean | undefined;
    readonly schema: JsonSchema;
  }[];
  /** Undefined where it takes none. */
  readonly body: JsonSchema | undefined;
};

/** Every route of the API, out of the OpenAPI document that the forum serves: a new one is tested by itself. */
export async function routesOf(forum: Pick<Forum, 'visit'>): Promise<Route[]> {
  const { paths } = openApi.parse((await forum.visit('/api/docs-json')).body);
  return Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const route = methods[method];
      if (!route) return [];
      const query = route.parameters.filter((parameter) => parameter.in === 'query');
      return [
        { method: method.toUpperCase(), path, query, body: route.requestBody?.content['application/json'].schema },
      ];
    }),
  );
}
