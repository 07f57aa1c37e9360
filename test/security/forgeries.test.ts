import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { EveryRoute } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import { alternatives, sampleOf } from '../support/samples.js';
import { addressOf, isWrite, waysInto, type Way } from '../support/ways.js';

/** What a browser says of a request that another page makes: today's, yesterday's, and one that keeps the origin to itself. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  { origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
];

describe('a request that another page makes in somebody’s browser', () => {
  let forum: Forum;
  let every: EveryRoute;
  let ids: Readonly<Record<string, string>>;
  let cookie: string;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    every = await EveryRoute.of(forum);
    ids = every.ids;
    const { link } = await forum.service(StaffService).addStaff('mia@example.com', 'moderator', 'default');
    const answer = await forum.visit('/console/session', {
      method: 'POST',
      body: new URLSearchParams({ token: link }),
      headers: { origin: forum.config.PUBLIC_URL.origin },
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  });

  /** Everything that there is, so that nothing can change unseen; but for work that recurs by itself, and when a session was last used. */
  async function everything(): Promise<Record<string, string>> {
    const run = <T>(sql: string) => forum.connections.write.query<T[]>(sql);
    const tables = await run<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'jobs' ORDER BY name`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const rows = (await run<Record<string, unknown>>(`SELECT * FROM "${name}"`)).map(({ used_at: _, ...row }) =>
        JSON.stringify(row),
      );
      found[name] = createHash('sha256').update(rows.toSorted().join('\n')).digest('hex');
    }
    return found;
  }

  /** The body that the route takes, as JSON and as a form. */
  function bodiesOf({ method, path }: Way): readonly (readonly [string, string])[] {
    const asDocumented = path.replace(/:(\w+)/g, '{$1}');
    const route = every.all.find((one) => one.method === method && one.path === asDocumented);
    const sample = route?.body
      ? sampleOf(alternatives(route.body)[0] ?? {})
      : { name: 'Ana', text: 'Hello', token: 'x' };
    const form = new URLSearchParams(Object.entries(sample as object).map(([name, value]) => [name, String(value)]));
    const json = JSON.stringify(sample);
    return [
      ['application/json', json],
      ['text/plain', json],
      ['application/x-www-form-urlencoded', String(form)],
    ];
  }

  it('changes nothing, on any route that writes, whatever it is sent as (row 67)', async () => {
    const writes = waysInto(forum).filter(isWrite);
    expect(writes.length).toBeGreaterThan(20);
    const before = await everything();
    for (const way of writes) {
      for (const [type, body] of bodiesOf(way)) {
        for (const said of FOREIGN) {
          const answer = await forum.visit(addressOf(way, ids), {
            method: way.method,
            body,
            headers: { cookie, 'content-type': type, 'idempotency-key': 'forged', ...said },
          });
          const seen = [way.method, way.path, type, said['origin'], answer.status];
          expect([...seen, [403, 415].includes(answer.status)]).toEqual([...seen, true]);
          expect([...seen, answer.headers.get('set-cookie')]).toEqual([...seen, null]);
        }
      }
    }
    expect(await everything()).toEqual(before);
  });

  it('would be done if it were the forum’s own page’s (the check of the check)', async () => {
    const { messages: message } = ids;
    const before = await everything();
    const vote = await forum.visit(`/api/v1/messages/${message}/vote`, {
      method: 'PUT',
      body: '{"value":"up"}',
      headers: { cookie, origin: forum.config.PUBLIC_URL.origin, 'content-type': 'application/json' },
    });
    expect(vote.status).toBe(200);
    expect(await everything()).not.toEqual(before);
  });

  it('changes nothing by looking: no route that is read writes anything (row 67)', async () => {
    const before = await everything();
    for (const way of waysInto(forum).filter((one) => !isWrite(one))) {
      for (const query of ['', '?site=default&url=http://localhost/articles/99', '?site=default&q=ferry']) {
        for (const method of ['GET', 'HEAD'])
          await forum.visit(addressOf(way, ids) + query, { method, headers: { cookie, accept: 'text/html' } });
      }
    }
    expect(await everything()).toEqual(before);
  });
});
