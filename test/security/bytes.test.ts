import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { requestBytes, sendBytes } from '../support/bytes.js';
import { EveryRoute, nameOf } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';

/** Row 44: spellings of a content type on which two parsers have differed, and others that are none of ours. */
const NOT_JSON = [
  ...[
    '',
    'text/plain',
    'text/html',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '*/*',
    'json',
  ],
  ...[
    'application/json-patch+json',
    'application/ld+json',
    'application/jsonx',
    'xapplication/json',
    'application/ json',
  ],
  ...[
    'application /json',
    'application/json\tx',
    'application/json;',
    'application/json; charset',
    'application/json; charset=',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json; charset=utf-8; charset=utf-16',
  ],
  ...[
    'application/json; boundary=x',
    'application/json, text/plain',
    'text/plain, application/json',
    'application/json;;',
    'text/plain; application/json',
  ],
  ...[
    'application/json\u00a0',
    'ａpplication/json',
    'application/json; charset=utf-7',
    '"application/json"',
    'application%2fjson',
  ],
];
const JSON_TYPES = [
  ...['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;charset=UTF-8'],
  ...[
    'application/json; charset="utf-8"',
    ' application/json',
    '\tapplication/json',
    'application/json ',
    'application/json ; charset = utf-8',
  ],
];

describe('a request as bytes', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
  });

  const post = (headers: readonly string[], body: string | Buffer, path = '/api/v1/guests') =>
    sendBytes(forum, requestBytes(`POST ${path} HTTP/1.1`, headers, body));
  const members = async () => (await forum.connections.read.query('SELECT COUNT(*) AS n FROM members')) as unknown;

  it.each(NOT_JSON)('of the type %j is not read (row 44)', async (type) => {
    const before = await members();
    const answer = await post([`Content-Type: ${type}`], '{"name":"Clara"}');
    expectRefusal(answer, ['unsupported_media_type', 'invalid_request'], type);
    expect(await members()).toEqual(before);
  });

  it('of no type is not read', async () => {
    expectRefusal(await post([], '{"name":"Clara"}'), 'unsupported_media_type');
  });

  it.each(JSON_TYPES)('of the type %j is read, and checked (row 44)', async (type) => {
    expect((await post([`Content-Type: ${type}`], '{"name":"Clara"}')).status).toBe(201);
    expectRefusal(await post([`Content-Type: ${type}`], '{"name":"Clara","role":"owner"}'), 'invalid_request', type);
  });

  it('of a type that is not JSON is not read by any route (row 44)', async () => {
    const every = await EveryRoute.of(forum);
    for (const route of every.writes) {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-16',
      ]) {
        expectRefusal(
          await every.send(route, '{"text":"x"}', { 'content-type': type }),
          'unsupported_media_type',
          nameOf(route),
        );
      }
    }
  });

  it.each<[string, string, number]>([
    ['is no HTTP', 'hello\r\n\r\n', 400],
    ['is TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
    ['is HTTP of tomorrow', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400],
    [
      'expects what is not to be had',
      'POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\n{}',
      400,
    ],
    ['names no host', 'GET /api/v1/me HTTP/1.1\r\n\r\n', 400],
    ['names a header without a name', 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', 400],
    ['has a header with a control character', 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\nA: \u0001\r\n\r\n', 400],
    ['folds a header', 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n', 400],
    ['ends its lines with LF alone', 'GET /api/v1/me HTTP/1.1\nHost: x\n\n', 400],
    [
      'has two lengths',
      'POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
      400,
    ],
    [
      'has a length and pieces',
      'POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['has a length that is no number', 'POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n{}', 400],
    [
      'has pieces that are none',
      'POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n',
      400,
    ],
    ['has headers without end', `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['has an address without end', `GET /api/v1/${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ])('that %s is answered with an error', async (_, bytes, status) => {
    const answer = await sendBytes(forum, Buffer.from(bytes, 'latin1'));
    expect(answer.status).toBe(status);
    if (status !== 431) return expectRefusal(answer, 'invalid_request');
    expect(answer.body).toMatchObject({ error: { code: 'too_large', requestId: answer.headers.get('x-request-id') } });
  });

  it('that says to be larger than any may be is refused before it is read', async () => {
    const head = `POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${10 ** 9}\r\n\r\n`;
    expectRefusal(await sendBytes(forum, `${head}{`), 'too_large');
  });

  it('that comes in pieces larger together than any may be is refused', async () => {
    const piece = `ffff\r\n${'x'.repeat(0xffff)}\r\n`;
    const head =
      'POST /api/v1/guests HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expectRefusal(await sendBytes(forum, `${head}${piece}${piece}`), 'too_large');
  });

  it('that is packed is not unpacked', async () => {
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
      const answer = await post(
        ['Content-Type: application/json', `Content-Encoding: ${encoding}`],
        Buffer.from('1f8b08', 'hex'),
      );
      expectRefusal(answer, ['invalid_request', 'unsupported_media_type'], encoding);
    }
  });

  it('with a body where none is asked for is answered as without', async () => {
    const answer = await sendBytes(
      forum,
      requestBytes(
        'GET /api/v1/me HTTP/1.1',
        [`Authorization: Bearer ${forum.ana.token}`, 'Content-Type: application/json'],
        '{"member":"x"}',
      ),
    );
    expect([answer.status, answer.body]).toMatchObject([200, { member: { name: 'Ana' } }]);
  });

  it('with two keys, or two tokens, is refused or taken as the first of them and never as both', async () => {
    const headers = [`Authorization: Bearer ${forum.ana.token}`, 'Content-Type: application/json'];
    const path = `/api/v1/threads/${forum.thread.id}/messages`;
    const keys = await post(
      [...headers, `Idempotency-Key: ${randomUUID()}`, `Idempotency-Key: ${randomUUID()}`],
      '{"text":"Which?"}',
      path,
    );
    expectRefusal(keys, 'invalid_request');
    const tokens = await post(
      [...headers, `Authorization: Bearer ${forum.mia.token}`, `Idempotency-Key: ${randomUUID()}`],
      '{"text":"Who?"}',
      path,
    );
    expect(tokens.body).toMatchObject({ message: { author: { name: 'Ana' } } });
  });

  it('that names two hosts is refused, also where the answer is at hand', async () => {
    const path = `/api/v1/threads/${forum.thread.id}/messages`;
    const get = (...headers: string[]) => sendBytes(forum, requestBytes(`GET ${path} HTTP/1.1`, headers));
    for (let n = 0; n < 2; n += 1) expect((await get()).status).toBe(200);
    for (const twice of ['Host: evil.example', 'host: evil.example', 'HOST: localhost'])
      expectRefusal(await get(twice), 'invalid_request', twice);
  });

  it('leaves the forum as it was', async () => {
    expect(await forum.visit('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});
