import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ThreadsService } from '../../src/threads/threads.service.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what an answer says beside its body (row H5)', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  it('is 404 of what is missing, whatever the reader says to have of it', async () => {
    for (const path of ['/threads/nowhere', '/api/v1/threads/nowhere/messages', '/nowhere']) {
      for (const etag of ['*', '"x"', 'W/"x", *']) {
        const answer = await forum.visit(path, { headers: { 'if-none-match': etag, accept: 'text/html' } });
        expect([path, etag, answer.status]).toEqual([path, etag, 404]);
      }
    }
    const there = await forum.visit(`/threads/${forum.thread.id}`, { headers: { 'if-none-match': '*' } });
    expect(there.status).toBe(304);
  });

  it('is a challenge where somebody has to sign in', async () => {
    const answers = [
      await forum.anyone.ask('GET', '/me'),
      await forum.anyone.ask('GET', '/me', { headers: { authorization: 'Bearer nobody' } }),
      await forum.anyone.ask('POST', `/threads/${forum.thread.id}/messages`, { body: { text: 'Hello' }, key: 'k' }),
    ];
    for (const { status, headers } of answers)
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="rejoinder"']);
  });

  it('is what pages of other origins may ask, and read of the answer', async () => {
    const { headers: before } = await forum.anyone.ask('OPTIONS', '/threads', {
      headers: { origin: 'https://a.example' },
    });
    expect(Object.fromEntries([...before].filter(([name]) => name.startsWith('access-control-')))).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-None-Match',
      'access-control-expose-headers': 'ETag, Idempotency-Replayed, Location, Retry-After, X-Request-Id',
      'access-control-max-age': '86400',
    });
    for (const path of [`/threads/${forum.thread.id}`, '/me', '/nowhere']) {
      const { headers } = await forum.anyone.ask('GET', path);
      expect([path, headers.get('access-control-expose-headers'), headers.get('x-content-type-options')]).toEqual([
        path,
        before.get('access-control-expose-headers'),
        'nosniff',
      ]);
    }
  });

  it('is where to find what was made', async () => {
    const { ana, ben, olga, thread } = forum;
    const posted = await forum
      .as(ana)
      .ask('POST', `/threads/${thread.id}/messages`, { body: { text: 'Here' }, key: 'k' });
    const path = posted.headers.get('location');
    const { id } = (posted.body as { message: { id: string } }).message;
    expect(path).toBe(`/api/v1/messages/${id}`);
    expect((await forum.visit(String(path))).status).toBe(200);
    const made = [
      await forum.anyone.ask('POST', '/guests', { body: { name: 'Nora' } }),
      await forum.anyone.ask('PUT', '/threads', {
        body: { site: 'default', url: 'http://localhost/articles/new', title: 'New' },
      }),
      await forum.as(ben).ask('POST', `/messages/${id}/reports`, { body: { reason: 'spam' } }),
      await forum.as(olga).ask('POST', `/moderation/members/${ben.id}/sanctions`, {
        body: { kind: 'suspend', site: 'default', reason: 'spam', until: new Date(Date.now() + 9e6).toISOString() },
      }),
    ];
    for (const { status, headers } of made) if (status === 201) expect(headers.get('location')).toMatch(/^\/api\/v1\//);
    expect(made.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(3);
    const known = { body: { site: 'default', url: 'http://localhost/articles/new' } };
    const found = await forum.anyone.ask('PUT', '/threads', known);
    expect([found.status, found.headers.get('location')]).toEqual([200, null]);
  });

  it('is that nobody keeps what is personal', async () => {
    const { ana, mia, thread } = forum;
    const personal = [
      await forum.as(ana).ask('GET', '/me'),
      await forum.as(ana).ask('GET', `/threads/${thread.id}/mine`),
      await forum.as(mia).ask('GET', '/moderation/queue?kind=held'),
      await forum.as(mia).ask('GET', '/moderation/log'),
      await forum.as(mia).ask('GET', `/moderation/members/${ana.id}`),
      await forum.anyone.ask('POST', '/guests', { body: { name: 'Nora' } }),
    ];
    for (const { headers } of personal) expect(headers.get('cache-control')).toBe('private, no-store');
    const shared = await forum.anyone.ask('GET', `/threads/${thread.id}/messages`);
    expect(shared.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
  });

  it('is that nobody keeps what is true for the moment alone', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/console', '/nowhere', '/api/openapi.json'])
      expect([path, (await forum.visit(path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
  });
});

describe('what nobody has foreseen', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is answered without a word of it, and stands in the log once, with the request’s number and where it happened', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const cause = new TypeError('reading s3cr3t of undefined');
    forum.service(ThreadsService).get = () => Promise.reject(cause);
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const { status, headers, body, text } = await forum.visit(`/api/v1/threads/${forum.thread.id}?token=abc`);
    const requestId = headers.get('x-request-id');
    expect([status, headers.get('cache-control'), body]).toEqual([
      500,
      'no-store',
      { error: { code: 'internal', message: expect.any(String), requestId } },
    ]);
    expect(text).not.toMatch(/s3cr3t|TypeError|src\//);
    expect(logged.mock.calls).toEqual([[`${requestId} GET /api/v1/threads/${forum.thread.id}?token=…`, cause.stack]]);
  });
});

eachDatabase('somebody of whom nothing is left (row H8)', (database) => {
  it('can be overruled: what they did is listed, and lifted', async () => {
    const forum = await startForum({ database });
    const { ana, ben, olga, thread } = forum;
    const message = await forum.as(ana).post(thread, 'I was there.');
    await forum.as(ben).post(thread, 'I was not.');
    await forum.as(ben).report(message, 'spam');
    const gone = await forum.staff('Greta', 'moderator', 'default');
    const sanction = await forum.as(gone).ban(ben, 'Spam');
    const run = (sql: string) => forum.connections.write.query(sql);
    for (const id of [gone.id, ben.id]) {
      await run(`DELETE FROM tokens WHERE member_id = '${id}'`);
      await run(`DELETE FROM staff_roles WHERE member_id = '${id}'`);
    }
    await run(`DELETE FROM members WHERE id = '${gone.id}'`);
    await run(`UPDATE reports SET member_id = '${gone.id}'`);
    const { items } = await forum.as(olga).queue({ kind: 'reported' });
    expect(JSON.stringify(items)).toContain(message.id);
    expect((await forum.as(olga).record(ben)).sanctions).toMatchObject([{ by: { name: 'Former member' } }]);
    expect((await forum.as(olga).lift(sanction)).liftedAt).not.toBeNull();
  });
});
