import { beforeAll, describe, expect, it } from '@jest/globals';
import { ResponseCache } from '../../src/http/response-cache/response-cache.js';
import { LoadShedder } from '../../src/http/load-shedding/load-shedder.js';
import { startForum, type Forum } from '../support/forum.js';
import { Line } from '../support/line.js';
import { until } from '../support/until.js';

type Next = () => void;

it('a cached page passes Fastify by where nobody has put middleware before the forum', async () => {
  const forum = await startForum({ database: 'sqlite' });
  const page = `/api/v1/threads/${forum.thread.id}/messages`;
  const shedder = forum.service(LoadShedder);
  const { early } = shedder;
  const passedOn: string[] = [];
  Object.assign(shedder, {
    early: ((request, response, next) =>
      early(request, response, () => (passedOn.push(String(request.url)), next()))) satisfies LoadShedder['early'],
  });
  const first = await forum.visit(page);
  // A page is cached for a second: on a busy machine that may be over.
  await until('a page that Fastify did not see', async () => {
    passedOn.length = 0;
    const again = await forum.visit(page);
    const { date: _, 'x-request-id': id, ...headers } = Object.fromEntries(again.headers);
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(Object.fromEntries(first.headers)).toMatchObject(headers);
    expect(again.body).toEqual(first.body);
    return passedOn.length === 0;
  });
  passedOn.length = 0;
  expect((await forum.visit(page, { method: 'POST' })).status).not.toBe(200);
  expect((await forum.visit('/health/live')).status).toBe(200);
  expect(passedOn).toEqual([page, '/health/live']);
});

describe('whoever puts middleware before the forum', () => {
  let forum: Forum;
  let page: string;
  const met: string[] = [];
  let traces = 0;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { REQUESTS_IN_FLIGHT: '2', REQUEST_TIMEOUT: '600000' } });
    page = `/api/v1/threads/${forum.thread.id}/messages`;
    forum.app.use(
      (request: { url: string }, response: { setHeader(name: string, value: string): void }, next: Next) => {
        met.push(request.url);
        response.setHeader('x-traced', `yes ${(traces += 1)}`);
        next();
      },
    );
  });

  const inject = async (path: string) => {
    const { statusCode, headers, json } = await forum.app.inject({ url: path, headers: { host: 'localhost' } });
    return { status: statusCode, headers, json };
  };
  const cached = () => forum.service(ResponseCache).sent.whole;

  it('meets a page that is cached, however it is asked for', async () => {
    const visit = () => forum.visit(page, { headers: { 'accept-encoding': 'identity' } });
    const first = await visit();
    met.length = 0;
    // A page is cached for a second: on a busy machine that may be over.
    await until('a page from the cache', async () => {
      const before = cached();
      const again = await visit();
      const injected = await inject(page);
      // Each its own, and not that of whoever asked first.
      expect(again.headers.get('x-traced')).toBe(`yes ${traces - 1}`);
      expect(injected.headers['x-traced']).toBe(`yes ${traces}`);
      expect(injected).toMatchObject({ status: 200, headers: { etag: first.headers.get('etag') } });
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(injected.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
      return cached() === before + 2;
    });
    expect(met.length % 2).toBe(0);
    expect(met).toEqual(met.map(() => page));
  });

  it('meets what is refused for want of capacity, however it is asked for', async () => {
    const lines = [await Line.open(forum), await Line.open(forum)];
    const headers = { 'content-type': 'application/json', 'content-length': '20' };
    for (const line of lines) line.ask('/api/v1/preview', { method: 'POST', headers });
    const two = /^rejoinder_requests_in_flight 3$/m;
    await until('two to be in flight', async () => two.test((await forum.visit('/metrics')).text));
    met.length = 0;
    const refused = await forum.visit('/api/v1/me');
    const injected = await inject('/api/v1/me');
    expect(met).toEqual(['/api/v1/me', '/api/v1/me']);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('x-traced')).toBe(`yes ${traces - 1}`);
    expect(injected).toMatchObject({
      status: 503,
      headers: { 'x-traced': `yes ${traces}`, 'retry-after': expect.anything(), 'access-control-allow-origin': '*' },
    });
    expect(injected.json()).toEqual({
      error: {
        code: 'overloaded',
        message: expect.any(String),
        requestId: injected.headers['x-request-id'],
        details: { limit: 'REQUESTS_IN_FLIGHT' },
      },
    });
    for (const line of lines) line.close();
    const none = /^rejoinder_requests_in_flight 1$/m;
    await until('nobody to be in flight but who asks', async () => none.test((await forum.visit('/metrics')).text));
  });
});
