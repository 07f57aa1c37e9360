import { beforeAll, describe, expect, it } from '@jest/globals';
import { StaffService } from '../../src/members/staff/staff.service.js';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { EveryRoute, nameOf } from '../support/every-route.js';
import { startForum, type Forum } from '../support/forum.js';
import { expectRefusal } from '../support/refusal.js';
import { sampleOf, alternatives } from '../support/samples.js';
import { requestBytes, sendBytes } from '../support/bytes.js';

describe('a page of somebody else’s', () => {
  let forum: Forum;
  let every: EveryRoute;
  let own: string;
  let cookie: string;
  let message: MessageView;

  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    every = await EveryRoute.of(forum);
    own = forum.config.PUBLIC_URL.origin;
    await forum.addSite('gazette', { hosts: ['gazette.example'] });
    message = await forum.as(forum.ana).post(forum.thread, 'To be voted on.');
    cookie = await signIn();
  });

  const sendLink = (token: string, headers: Record<string, string>) =>
    forum.visit('/console/session', { method: 'POST', body: new URLSearchParams({ token }), headers });
  const newLink = async () =>
    (await forum.service(StaffService).addStaff('mia@example.com', 'moderator', 'default')).link;

  async function signIn(): Promise<string> {
    const answer = await sendLink(await newLink(), { origin: own });
    expect(answer.status).toBe(303);
    return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  }

  /** Where a request may say that it comes from, when it comes from elsewhere. */
  const foreign = () => {
    const { hostname, port } = new URL(own);
    return [
      ...[
        'null',
        'https://evil.example',
        'https://gazette.example',
        `http://${hostname}`,
        `https://${hostname}:${port}`,
      ],
      ...[
        `http://${hostname}:${Number(port) + 1}`,
        `http://evil.${hostname}:${port}`,
        `http://${hostname}.evil.example:${port}`,
      ],
      ...[
        `http://evil${hostname}:${port}`,
        `${own}/`,
        `${own}.evil.example`,
        `${own}@evil.example`,
        own.toUpperCase(),
        `${own}, ${own}`,
      ],
      ...[
        `http://[::ffff:127.0.0.1]:${port}`,
        `file://${hostname}`,
        `http://127.0.0.1.evil.example:${port}`,
        'http://',
        ' ',
        'about:blank',
      ],
    ];
  };

  it('writes nothing with a moderator’s cookie, on any route (row 67)', async () => {
    const writes = every.all.filter(({ method }) => method !== 'GET');
    for (const route of writes) {
      const body = JSON.stringify(route.body ? sampleOf(alternatives(route.body)[0] ?? {}) : {});
      for (const origin of [undefined, ...foreign().slice(0, 4)]) {
        const answer = await forum.visit(every.addressOf(route), {
          method: route.method,
          body,
          headers: {
            cookie,
            'content-type': 'application/json',
            'idempotency-key': 'x',
            ...(origin === undefined ? {} : { origin }),
          },
        });
        expectRefusal(answer, 'origin_not_allowed', `${nameOf(route)} from ${origin}`);
      }
    }
  });

  it('is known by whatever it says to be (row 57)', async () => {
    for (const origin of foreign()) {
      const headers = [`Cookie: ${cookie}`, `Origin: ${origin}`, 'Content-Type: application/json'];
      const bytes = requestBytes(`PUT /api/v1/messages/${message.id}/vote HTTP/1.1`, headers, '{"value":"up"}');
      expectRefusal(await sendBytes(forum, bytes), 'origin_not_allowed', origin);
    }
    expect((await forum.anyone.read(message)).votes).toEqual({ up: 0, down: 0 });
  });

  it('writes nothing with a form either, which no preflight would stop (row 67)', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const origin of [undefined, 'https://evil.example', own]) {
        const answer = await forum.visit(`/api/v1/moderation/messages/${message.id}/decisions`, {
          method: 'POST',
          body: '{"decision":"reject","revision":1}',
          headers: { cookie, 'content-type': type, ...(origin ? { origin } : {}) },
        });
        expectRefusal(answer, ['origin_not_allowed', 'unsupported_media_type'], `${type} from ${origin}`);
      }
    }
    expect((await forum.anyone.read(message)).state).toBe('published');
  });

  it('signs nobody in, and nobody out', async () => {
    const link = await newLink();
    for (const origin of [undefined, ...foreign().filter((one) => one.trim() !== '')]) {
      expect((await sendLink(link, origin === undefined ? {} : { origin })).status).toBe(403);
      const out = await forum.visit('/console/sign-out', {
        method: 'POST',
        headers: { cookie, ...(origin ? { origin } : {}) },
      });
      expect(out.status).toBe(403);
    }
    expect((await forum.visit('/api/v1/me', { headers: { cookie } })).body).toMatchObject({ member: { name: 'Mia' } });
    expect((await sendLink(link, { origin: own })).status).toBe(303);
  });

  it('is told apart from the forum’s own, which writes with the cookie and reads with it', async () => {
    const vote = await forum.visit(`/api/v1/messages/${message.id}/vote`, {
      method: 'PUT',
      body: '{"value":"up"}',
      headers: { cookie, origin: own, 'content-type': 'application/json' },
    });
    expect([vote.status, vote.body]).toEqual([200, { votes: { up: 1, down: 0 } }]);
    for (const method of ['GET', 'HEAD'])
      expect((await forum.visit('/api/v1/moderation/queue', { method, headers: { cookie } })).status).toBe(200);
  });

  it('gets no cookie that it could use: HttpOnly, Strict, for this host and over TLS alone', async () => {
    const answer = await sendLink(await newLink(), { origin: own });
    const [set] = answer.headers.getSetCookie();
    expect(set).toMatch(/^__Host-rejoinder=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(
      await forum.anyone.ask('GET', '/me', { headers: { cookie: 'rejoinder=x; __Host-rejoinder=stolen' } }),
    ).toMatchObject({ status: 401 });
  });

  it('may read what everyone may, and never with a reader’s own cookie (row 68)', async () => {
    const paths = [
      '/api/v1/me',
      `/api/v1/threads/${forum.thread.id}/messages`,
      '/api/v1/nowhere',
      '/api/v1/moderation/queue',
      '/embed.js',
    ];
    for (const origin of [...foreign().filter((one) => one.trim() !== ''), own]) {
      for (const path of paths) {
        for (const method of ['GET', 'OPTIONS']) {
          const headers = {
            origin,
            cookie,
            'access-control-request-method': 'PUT',
            'access-control-request-headers': 'x-evil',
          };
          const { headers: told } = await forum.visit(path, { method, headers });
          expect([null, '*']).toContain(told.get('access-control-allow-origin'));
          expect(told.get('access-control-allow-credentials')).toBeNull();
          expect(told.get('access-control-allow-headers') ?? '').not.toMatch(/x-evil|cookie|\*/i);
        }
      }
    }
  });

  it('gets links that are made from where the forum is, not from what a request says (row 40)', async () => {
    for (const header of [
      'Host: evil.example',
      'X-Forwarded-Host: evil.example',
      'Forwarded: host=evil.example',
      'X-Forwarded-Proto: ftp',
    ]) {
      for (const path of [
        `/threads/${forum.thread.id}`,
        `/embed?site=default&url=${encodeURIComponent(forum.thread.url)}`,
        '/console',
      ]) {
        const head = [
          `GET ${path} HTTP/1.1`,
          ...(header.startsWith('Host') ? [] : ['Host: localhost']),
          header,
          'Connection: close',
        ];
        const answer = await sendBytes(forum, `${head.join('\r\n')}\r\n\r\n`);
        expect(answer.status).toBe(200);
        expect(answer.text).not.toContain('evil.example');
        expect(JSON.stringify([...answer.headers])).not.toContain('evil.example');
      }
    }
  });
});
