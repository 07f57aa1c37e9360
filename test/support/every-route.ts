import { randomUUID } from 'node:crypto';
import { ask, type Answer } from './answer.js';
import type { Forum } from './forum.js';
import { routesOf, type Route } from './routes.js';

/**
 * Every route of the API with ids of things that there are, asked by the owner, who may do everything: so that nothing is
 * wrong but what a test makes wrong.
 */
export class EveryRoute {
  readonly reads: readonly Route[];
  readonly writes: readonly Route[];

  private constructor(
    private readonly forum: Forum,
    readonly all: readonly Route[],
    readonly ids: Readonly<Record<string, string>>,
  ) {
    this.reads = all.filter(({ method }) => method === 'GET');
    /** Those that take a body. */
    this.writes = all.filter(({ body }) => body !== undefined);
  }

  static async of(forum: Forum): Promise<EveryRoute> {
    const message = await forum.as(forum.ana).post(forum.thread, 'The first of all.');
    const sanction = await forum.as(forum.olga).ban(await forum.guest('Paul'));
    const ids = {
      sites: 'default',
      threads: forum.thread.id,
      messages: message.id,
      members: forum.ana.id,
      sanctions: sanction.id,
    };
    const all = (await routesOf(forum)).filter(({ path }) => path.startsWith('/api/v1/'));
    const every = new EveryRoute(forum, all, ids);
    if (every.reads.length < 10 || every.writes.length < 10) throw new Error('The OpenAPI document lacks routes');
    return every;
  }

  /** The route's address with an id in it, from /api/v1 on. */
  addressOf({ path }: Route, id?: string): string {
    return path.replace(/(\w+)\/\{id\}/, (_, kind: string) => `${kind}/${id ?? this.ids[kind]}`);
  }

  send(route: Route, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return ask(this.forum.url + this.addressOf(route), {
      method: route.method,
      headers: {
        authorization: `Bearer ${this.forum.olga.token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...headers,
      },
      body: new Uint8Array(Buffer.from(body)),
    });
  }

  get(route: Route, query: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.forum.olga.token}` };
    return ask(`${this.forum.url}${this.addressOf(route)}?${query}`, { headers });
  }
}

/** `GET /api/v1/threads/{id}` */
export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
