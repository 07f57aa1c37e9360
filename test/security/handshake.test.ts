import { beforeAll, describe, expect, it } from '@jest/globals';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { SESSION_COOKIE } from '../../src/auth/actors.service.js';
import { startForum, type Forum } from '../support/forum.js';
import { knock } from '../support/knock.js';
import { Line } from '../support/line.js';
import type { Person } from '../support/person.js';
import { Transactions } from '../../src/database/transactions.js';
import { until } from '../support/until.js';

describe('opening a socket', () => {
  let forum: Forum;
  let own: string;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    own = forum.config.PUBLIC_URL.origin;
    await forum.addSite('gazette', { hosts: ['news.example', 'www.news.example'] });
  });

  it('is for our own pages and those of the sites', async () => {
    for (const origin of [own, 'https://news.example', 'http://www.news.example', 'https://news.example:8443']) {
      const { status, socket } = await knock(forum, { origin });
      expect([origin, status]).toEqual([origin, 101]);
      socket.destroy();
    }
  });

  it.each([
    ['of no origin', undefined],
    ['of an opaque origin', 'null'],
    ['of a stranger', 'https://evil.example'],
    ['of a sibling', 'https://mail.news.example'],
    ['of a parent', 'https://example'],
    ['that ends like a site', 'https://evilnews.example'],
    ['that begins like a site', 'https://news.example.evil.example'],
    ['that hides a site as a user', 'https://news.example@evil.example'],
    ['with a site in its path', 'https://evil.example/news.example'],
    ['of another scheme', 'ftp://news.example'],
    ['of a file', 'file://news.example'],
    ['of a site with a dot behind it', 'https://news.example.'],
    ['of two', 'https://news.example, https://evil.example'],
    ['of none that can be read', 'news.example'],
    ['of an empty one', ''],
  ])('is refused to a page %s (rows 56 and 57)', async (_, origin) => {
    const { status, body, headers } = await knock(forum, origin === undefined ? {} : { origin });
    expect(status).toBe(403);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      error: {
        code: 'origin_not_allowed',
        message: expect.any(String),
        requestId: expect.any(String),
        details: { seen: origin ?? 'null', own },
      },
    });
  });

  it.each([
    '/',
    '/api/v1/live/',
    '//api/v1/live',
    '/api/v1/%6Cive',
    '/api/v1/threads',
    '/api/v1/live;a=b',
    '/API/v1/live',
  ])('leads nowhere at %s', async (path) => {
    const { status, body } = await knock(forum, { origin: own }, path);
    expect([status, JSON.parse(body).error.code]).toEqual([404, 'route_not_found']);
  });

  it('takes a query, and goes on answering plain requests at its address', async () => {
    const { status, socket } = await knock(forum, { origin: own }, '/api/v1/live?of=no&use');
    expect(status).toBe(101);
    socket.destroy();
    expect((await forum.visit('/api/v1/live')).status).toBe(404);
  });

  it.each([
    ['another version', { 'sec-websocket-version': '7' }],
    ['a draft’s version', { 'sec-websocket-version': '8' }],
    ['no key', { 'sec-websocket-key': '' }],
    ['another protocol', { upgrade: 'h2c' }],
    ['bad subprotocols', { 'sec-websocket-protocol': ',,' }],
  ])('is refused with %s', async (_, headers) => {
    const { status, body, headers: answer } = await knock(forum, { origin: own, ...headers });
    expect([status, JSON.parse(body).error.code]).toEqual([400, 'invalid_request']);
    expect(answer['sec-websocket-version']).toBe('13');
  });

  it('is fast however long a header of spaces is, and refuses thousands of headers (rows 21 and 22)', async () => {
    const spaces = { origin: own, 'sec-websocket-protocol': `a${' '.repeat(12_000)}b` };
    const times: number[] = [];
    while (times.length < 5) {
      const begun = performance.now();
      expect((await knock(forum, spaces)).status).toBe(400);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeLessThan(200);
    expect((await knock(forum, { origin: own, 'sec-websocket-protocol': `a${' '.repeat(60_000)}b` })).status).toBe(431);
    for (const fields of [120, 2_000]) {
      const many = Object.fromEntries(Array.from({ length: fields }, (_, n) => [`x${n}`, 'y']));
      expect((await knock(forum, { ...many, origin: own })).status).toBe(431);
    }
    expect((await forum.visit('/health/live')).status).toBe(200);
  });

  it('speaks for whoever its bearer token or, on our own pages, its cookie belongs to', async () => {
    const { mia } = forum;
    const session = `${SESSION_COOKIE}=${await sessionOf(mia)}`;
    const console = await forum.connect(null, { origin: own, cookie: session });
    console.send({ event: 'follow', data: { queue: 'default' } });
    await console.frame('following');
    const tool = await forum.connect(null, { origin: own, authorization: `Bearer ${mia.token}` });
    tool.send({ event: 'follow', data: { queue: 'default' } });
    await tool.frame('following');

    const elsewhere = await forum.connect(null, { origin: 'https://news.example', cookie: session });
    elsewhere.send({ event: 'follow', data: { queue: 'default' } });
    expect(await elsewhere.frame('error')).toMatchObject({ code: 'sign_in_required', for: 'follow' });
  });

  it('is refused with a token that is not good (row 55)', async () => {
    const { status, body, headers } = await knock(forum, { origin: own, authorization: 'Bearer no-such-token' });
    expect([status, JSON.parse(body).error.code]).toEqual([401, 'sign_in_required']);
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer realm="rejoinder"', 'cache-control': 'no-store' });
  });

  it('is for so many from one address (row 55)', async () => {
    const strict = await startForum({ database: 'sqlite', env: { RATE_LIMITS: 'on', SOCKETS_PER_ADDRESS: '3' } });
    const origin = strict.config.PUBLIC_URL.origin;
    const readers = await Promise.all([strict.connect(), strict.connect(), strict.connect()]);
    const { status, body, headers } = await knock(strict, { origin });
    expect([status, JSON.parse(body).error.code]).toEqual([429, 'too_fast']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await readers[0]?.close();
    await until('a free place', async () => {
      const { status: again, socket } = await knock(strict, { origin });
      socket.destroy();
      return again === 101;
    });
  });

  function sessionOf({ id }: Person): Promise<string> {
    return forum
      .service(Transactions)
      .run((tx) => forum.service(TokensService).issue(tx, id, 'session', { way: 'link', device: null }));
  }

  it('that comes when the forum has closed its doors is refused, and keeps nobody waiting', async () => {
    const closing = await startForum({ database: 'sqlite' });
    const line = await Line.open(closing);
    const closed = closing.app.close();
    await until('the doors to be closed', () => !closing.app.getHttpServer().listening);
    const headers = {
      origin: closing.config.PUBLIC_URL.origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-version': '13',
    };
    line.ask('/api/v1/live', { headers });
    expect(await line.answered()).toEqual([503]);
    await closed;
  });
});
