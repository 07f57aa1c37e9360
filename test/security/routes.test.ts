import { beforeAll, describe, expect, it } from '@jest/globals';
import { EveryRoute, nameOf } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';
import { requestBytes, sendBytes } from '../support/bytes.js';
import type { JsonSchema } from '../support/routes.js';
import { alternatives, sampleOf } from '../support/samples.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Open to whoever asks, with or without a token. */
const OPEN = new Set([
  'POST /api/v1/guests',
  'PUT /api/v1/threads',
  'GET /api/v1/threads/{id}',
  'GET /api/v1/threads/{id}/messages',
  'GET /api/v1/threads/{id}/events',
  'POST /api/v1/preview',
  'GET /api/v1/messages/{id}',
  'GET /api/v1/messages/{id}/context',
  'GET /api/v1/counts',
  'GET /api/v1/sites/{id}/sign-in',
  'POST /api/v1/sign-in/mail',
  'POST /api/v1/sign-in/mail/verify',
  'POST /api/v1/sign-in/passkey/options',
  'POST /api/v1/sign-in/passkey/verify',
  'POST /api/v1/sign-in/sso',
  'POST /api/v1/challenges',
]);

describe('the routes of the API', () => {
  let forum: Forum;
  let every: EveryRoute;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    every = await EveryRoute.of(forum);
  });

  /** As it stands on the wire, without a library that would tidy it up. */
  const ask = (line: string, headers: readonly string[] = []) =>
    sendBytes(forum, requestBytes(`${line} HTTP/1.1`, headers));
  const bearer = (token: string) => `Authorization: Bearer ${token}`;

  it('are asked for a name before anything else, but for those that everyone reads', async () => {
    for (const route of every.all) {
      const body =
        route.method === 'GET' ? {} : { body: '{"odd":true}', headers: { 'content-type': 'application/json' } };
      const answer = await forum.visit(every.addressOf(route), { method: route.method, ...body });
      if (OPEN.has(nameOf(route))) expect([nameOf(route), answer.status]).not.toEqual([nameOf(route), 401]);
      else expectRefusal(answer, 'sign_in_required', nameOf(route));
    }
  });

  it('take a name that is not good (any more) for none, and say so on every route that looks', async () => {
    for (const route of every.all.filter((one) => !OPEN.has(nameOf(one)))) {
      const answer = await forum.visit(every.addressOf(route), {
        method: route.method,
        headers: { authorization: 'Bearer stolen' },
      });
      expectRefusal(answer, 'sign_in_required', nameOf(route));
    }
  });

  it('say of another method what they take', async () => {
    for (const path of new Set(every.all.map((route) => route.path))) {
      const known = every.all.filter((route) => route.path === path);
      const takes = known.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
      for (const method of METHODS.filter((one) => !takes.includes(one))) {
        const address = every.addressOf(known[0] as (typeof known)[0]);
        const answer = await forum.visit(address, {
          method,
          headers: { authorization: bearer(forum.olga.token).slice(15) },
        });
        if (method === 'HEAD') expect(answer.status).toBe(405);
        else expectRefusal(answer, 'method_not_allowed', `${method} ${path}`);
        expect(answer.headers.get('allow')?.split(', ')).toEqual(takes.toSorted());
      }
    }
  });

  it('say of a page, too, what it takes', async () => {
    for (const [method, path, takes] of [
      ['PUT', '/console', 'GET, HEAD'],
      ['DELETE', '/console/held', 'GET, HEAD'],
      ['PATCH', '/console/session', 'POST'],
      ['POST', '/embed', 'GET, HEAD'],
      ['PUT', `/threads/${forum.thread.id}`, 'GET, HEAD'],
    ] as const) {
      const answer = await forum.visit(path, { method });
      expectRefusal(answer, 'method_not_allowed', `${method} ${path}`);
      expect(answer.headers.get('allow')).toBe(takes);
    }
    // Where a form was sent to, another page may be shown.
    expect((await forum.visit('/console/sign-out')).status).toBe(200);
  });

  it('answer methods of other protocols, and such as there are not, with an error and not with silence', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'MKCOL', 'LOCK', 'SEARCH', 'QUERY', 'M-SEARCH']) {
      for (const path of ['/api/v1/me', '/api/v1/threads', '/nowhere']) {
        expectRefusal(
          await ask(`${method} ${path}`),
          ['route_not_found', 'method_not_allowed', 'invalid_request'],
          method,
        );
      }
    }
    for (const method of ['FOO', 'get', '', 'G\u0000T', 'PRI * HTTP/2.0\r\n\r\nSM']) {
      expectRefusal(await ask(`${method} /api/v1/me`), 'invalid_request', JSON.stringify(method));
    }
  });

  it('are as strict with HEAD as with GET (row 47)', async () => {
    for (const route of every.reads) {
      const address = `${every.addressOf(route)}?${route.query.some(({ name }) => name === 'url') ? 'site=default&url=http://localhost/' : ''}`;
      for (const who of [null, forum.ana, forum.olga]) {
        const headers: Record<string, string> = who ? { authorization: `Bearer ${who.token}` } : {};
        const [get, head] = [
          await forum.visit(address, { headers }),
          await forum.visit(address, { method: 'HEAD', headers }),
        ];
        expect([nameOf(route), head.status, head.text]).toEqual([nameOf(route), get.status, '']);
      }
    }
  });

  it('count HEAD as they count GET (row 47)', async () => {
    const strict = await startForum({ database: 'sqlite', env: { RATE_LIMITS: 'on', REQUESTS_PER_MINUTE: '30' } });
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const method = n % 2 ? 'HEAD' : 'GET';
      statuses.push((await strict.visit(`/api/v1/threads/${strict.thread.id}`, { method })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
    const refused = await strict.visit(`/api/v1/threads/${strict.thread.id}`);
    expectRefusal(refused, 'too_fast');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('answer OPTIONS the same to everyone, wherever it is asked (row 47)', async () => {
    for (const address of [...every.all.map((route) => every.addressOf(route)), '/api/v1/nowhere', '/']) {
      const answer = await forum.visit(address, { method: 'OPTIONS' });
      expect([address, answer.status, answer.text]).toEqual([address, 204, '']);
    }
  });

  it.each([
    '/api',
    '/api/',
    '/api/v1',
    '/api/v1/',
    '/api/v2/me',
    '/api/v1/nowhere',
    '/api/v1/threads/',
    '/api/v1/threads//messages',
    '/api/v1/constructor',
    '/api/v1/__proto__',
    '/api/v1/live',
    '/health',
    '/health/x',
    '/nowhere',
    '/favicon.ico',
    '/.env',
    '/..',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])('are not at %s', async (address) => {
    expectRefusal(await ask(`GET ${address}`), 'route_not_found', address);
  });

  it('show whoever looks at nothing in a browser a page that says so, and tell every program in JSON', async () => {
    const looking = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
    for (const address of ['/nowhere', '/.env', '/demo/articles/none', '/assets/forum/none.js']) {
      const page = await forum.visit(address, looking);
      expect([address, page.status, page.headers.get('content-type')]).toEqual([
        address,
        404,
        'text/html; charset=utf-8',
      ]);
      expect(page.text).toContain('There is nothing at this address.');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    for (const address of ['/api/v1/nowhere', '/api/v2/me', '/health/x']) {
      expectRefusal(await forum.visit(address, looking), 'route_not_found', address);
    }
  });

  it('tell whoever looks at an address that cannot be read so on a page, and every program in JSON', async () => {
    const looking = { headers: { accept: 'text/html' } };
    for (const address of ['/%zz', '/threads/%ff', '/%']) {
      const page = await forum.visit(address, looking);
      expect([address, page.status, page.headers.get('content-type')]).toEqual([
        address,
        400,
        'text/html; charset=utf-8',
      ]);
      expectRefusal(await forum.visit(address), 'invalid_request', address);
    }
    expectRefusal(await forum.visit('/api/v1/%zz', looking), 'invalid_request');
  });

  describe('that need a name', () => {
    const needing = () => every.all.filter((route) => !OPEN.has(nameOf(route)));
    /** Refused for want of a name, or because there is no such address. */
    const refused = async (
      method: string,
      address: string,
      code: readonly ('sign_in_required' | 'route_not_found' | 'invalid_request' | 'method_not_allowed')[],
    ) => expectRefusal(await ask(`${method} ${address}`), code, `${method} ${address}`);

    it('need it whichever letter of their address is encoded (row 45)', async () => {
      for (const route of needing()) {
        const address = every.addressOf(route);
        for (let at = 1; at < address.length; at += 1) {
          const letter = address.charCodeAt(at).toString(16);
          if (address[at] === '/') continue;
          await refused(route.method, `${address.slice(0, at)}%${letter}${address.slice(at + 1)}`, [
            'sign_in_required',
          ]);
        }
      }
    });

    it('need it, or are not there, however their address is bent (rows 46 and 48)', async () => {
      for (const route of needing()) {
        const address = every.addressOf(route);
        const bent = [
          ...[
            `/${address}`,
            `${address}/`,
            `${address}//`,
            `${address}/.`,
            `${address}/..`,
            `${address};a=b`,
            `${address};`,
            `/;${address}`,
          ],
          ...[
            `${address}%2f`,
            `${address}%3f`,
            `${address}%23`,
            `${address}%20`,
            `${address}.json`,
            address.toUpperCase(),
            `/.${address}`,
          ],
          ...[
            address.replaceAll('/', '//'),
            address.replace('/v1', '/v1/.'),
            address.replace('/v1', '/x/../v1'),
            address.replaceAll('/', '%2f'),
          ],
          ...[
            address.replace('/v1', '/v1;x=y'),
            address.replaceAll('/', '\\'),
            `${address}?x=y`,
            `${address}#x`,
            `http://evil.example${address}`,
          ],
        ];
        for (const each of bent)
          await refused(route.method, each, [
            ...(['sign_in_required', 'route_not_found', 'invalid_request'] as const),
            // A list’s address with a slash behind it is that of one thing of the list, without its id.
            'method_not_allowed',
          ]);
      }
    });
  });

  it('take no override of a method', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'Not to be deleted by a header.');
    for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const asked = { body: { text: 'x', revision: 1 }, headers: { [header]: 'DELETE' } };
      await forum.as(forum.ana).ask('GET', `/messages/${message.id}`, { headers: { [header]: 'DELETE' } });
      expectRefusal(
        await forum.as(forum.ana).ask('POST', `/messages/${message.id}?_method=DELETE`, asked),
        'method_not_allowed',
      );
    }
    expect((await forum.anyone.read(message)).state).toBe('published');
  });

  it('are all in the document that the forum serves, with what they take', () => {
    for (const route of every.writes) {
      for (const schema of alternatives(route.body as JsonSchema)) expect(sampleOf(schema)).toEqual(expect.any(Object));
      expect(route.body).toEqual(
        expect.objectContaining(
          route.body?.['oneOf'] || route.body?.['anyOf'] ? {} : { type: 'object', additionalProperties: false },
        ),
      );
    }
  });
});
