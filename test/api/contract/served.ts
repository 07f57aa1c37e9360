import { z } from 'zod';
import * as addressRules from '../../../src/moderation/addresses/addresses.schema.js';
import * as decisions from '../../../src/moderation/decisions/decisions.schema.js';
import * as queue from '../../../src/moderation/queue/queue.schema.js';
import * as records from '../../../src/moderation/records/records.schema.js';
import * as reports from '../../../src/moderation/reports/reports.schema.js';
import * as sanctions from '../../../src/moderation/sanctions/sanctions.schema.js';
import * as search from '../../../src/moderation/search/search.schema.js';
import * as settings from '../../../src/moderation/settings/settings-bodies.js';
import * as placeSettings from '../../../src/moderation/settings/settings.schema.js';
import * as threadActs from '../../../src/moderation/threads/thread-acts.schema.js';
import type { Forum } from '../../support/forum.js';
import type { Document, Node, Operation } from '../../support/openapi.js';
import { shapesOf, type Shape } from '../../support/protocol.js';

/** Everything that moderators send and get. */
export const moderation = {
  ...addressRules,
  ...decisions,
  ...queue,
  ...records,
  ...reports,
  ...sanctions,
  ...search,
  ...placeSettings,
  ...settings,
  ...threadActs,
};

/** The OpenAPI document that a forum serves. */
export class Served {
  private constructor(readonly document: Document) {}

  static async of(forum: Forum): Promise<Served> {
    return new Served((await forum.visit('/api/docs-json')).body as Document);
  }

  /** Its schemas that have names. */
  get named(): Record<string, Node> {
    return (this.document['components'] as { schemas: Record<string, Node> }).schemas;
  }

  /** By `GET /path`. */
  get operations(): [string, Operation][] {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as [string, Operation],
      ),
    );
  }

  get routes(): string[] {
    return this.operations.map(([route]) => route);
  }

  operation(route: string): Operation {
    const found = this.operations.find(([name]) => name === route)?.[1];
    if (!found) throw new Error(`The OpenAPI document has no ${route}`);
    return found;
  }
}

export const schemaOf = (content?: Operation['requestBody']) => content?.content?.['application/json']?.schema;

/** A zod schema's fields, as those of the OpenAPI document are read. */
export const shapesOfZod = (schema: z.ZodType): Shape[] => {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io: 'input' }) as Node & { $defs?: Record<string, Node> };
  return shapesOf(root, $defs);
};
