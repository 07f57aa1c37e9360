import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Transactions } from '../../src/database/transactions.js';
import { LoadShedder } from '../../src/http/load-shedding/load-shedder.js';
import type { Answer } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { Line } from '../support/line.js';
import { expectRefusal } from '../support/refusal.js';
import { until } from '../support/until.js';

const PROBES = ['/health/live', '/health/ready', '/metrics'];

/** Refused for want of capacity, by this limit; and told when to come back. */
function expectOverloaded(answer: Answer, limit: string): void {
  expectRefusal(answer, 'overloaded');
  expect(answer.body).toMatchObject({ error: { details: { limit } } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

/** The value of a metric, of all its labels together. */
async function metric(forum: Forum, name: string): Promise<number> {
  const { text } = await forum.visit('/metrics');
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, value]) =>
    Number(value),
  );
  return values.reduce((sum, value) => sum + value, 0);
}

describe('with as many requests in flight as there may be', () => {
  let forum: Forum;
  let page: string;
  const held: Line[] = [];

  /** A post whose body is still to come: it is let in and takes a place. */
  async function hold(): Promise<Line> {
    const line = await Line.open(forum);
    const headers = {
      'content-type': 'application/json',
      'content-length': '20',
      authorization: `Bearer ${forum.ana.token}`,
    };
    line.ask('/api/v1/preview', { method: 'POST', headers });
    held.push(line);
    return line;
  }

  beforeAll(async () => {
    const env = { REQUESTS_IN_FLIGHT: '3', REQUEST_TIMEOUT: '600000' };
    forum = await startForum({ database: 'sqlite', env });
    page = `/api/v1/threads/${forum.thread.id}/messages`;
    for (let n = 0; n < 3; n += 1) await hold();
    await until('three requests are in flight', async () => (await metric(forum, 'rejoinder_requests_in_flight')) >= 4);
  });

  it('one more is refused at once, with the limit’s name and the time to come back', async () => {
    // Those in flight do not end by themselves: whoever is answered has not waited for them.
    expectOverloaded(await forum.as(forum.ben).ask('GET', '/me'), 'REQUESTS_IN_FLIGHT');
    expectOverloaded(await forum.anyone.ask('PUT', '/threads', { body: {} }), 'REQUESTS_IN_FLIGHT');
    expect((await forum.visit('/api/v1/me', { method: 'HEAD' })).status).toBe(503);
  });

  it('any page’s script may read why', async () => {
    const { headers } = await forum.anyone.ask('GET', '/me', { headers: { origin: 'https://news.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
  });

  it('a reader gets a page that says so and tries again by itself', async () => {
    const answer = await forum.visit(`/threads/${forum.thread.id}`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.text).toContain('The forum is busy');
    expect(answer.text).toMatch(/<meta http-equiv="refresh" content="\d+"\/>/);
  });

  it('each reader gets it in the language that they read', async () => {
    for (const language of ['en', 'de', 'en'])
      // More than there are different times to come back at: such pages are kept.
      for (let n = 0; n < 4; n += 1) {
        const headers = { accept: 'text/html', 'accept-language': language };
        const answer = await forum.visit(`/threads/${forum.thread.id}`, { headers });
        expect([answer.status, /<html lang="(\w+)"/.exec(answer.text)?.[1]]).toEqual([503, language]);
      }
  });

  it('health and metrics are answered all the same', async () => {
    for (const probe of PROBES) expect((await forum.visit(probe)).status).toBe(200);
  });

  it('those who were let in are served, and then there is room again', async () => {
    for (const line of held) line.send('{"text":"It rained"}');
    for (const line of held) expect(await line.answered()).toEqual([200]);
    for (const line of held) line.close();
    await until('room', async () => (await forum.as(forum.ben).ask('GET', '/me')).status === 200);
  });

  it('what is kept is sent all the same', async () => {
    // A page is kept for a second: on a busy machine that may be over before three have come, and it is tried again.
    await until('a page to be sent while nobody is let in', async () => {
      expect((await forum.visit(page)).status).toBe(200);
      const again = [await hold(), await hold(), await hold()];
      await until('three to be in flight', async () => (await metric(forum, 'rejoinder_requests_in_flight')) >= 4);
      const kept = await forum.visit(page);
      expect((await forum.as(forum.ben).ask('GET', '/me')).status).toBe(503);
      for (const line of again) line.close();
      await until('room', async () => (await forum.as(forum.ben).ask('GET', '/me')).status === 200);
      return kept.status === 200;
    });
  });

  it('refusals are counted under the limit’s name', async () => {
    const { text } = await forum.visit('/metrics');
    expect(text).toMatch(/^rejoinder_refused_total\{limit="REQUESTS_IN_FLIGHT"\} [1-9]\d*$/m);
    expect(await metric(forum, 'rejoinder_strain_seconds')).toBeGreaterThanOrEqual(0);
  });
});

eachDatabase('with as many writes waiting as there may be', (database) => {
  it('one more is refused at once and leaves nothing, and reading goes on', async () => {
    const forum = await startForum({ database, env: { WRITES_WAITING: '2', DATABASE_POOL: '2' } });
    const transactions = forum.service(Transactions);
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    // PostgreSQL works on as many units as it has connections; SQLite on one.
    const busy = Array.from({ length: database === 'postgres' ? 2 : 1 }, () => transactions.run(() => gate));
    await until('the database is busy', () => database === 'postgres' || transactions.waiting === 0);
    const waiting = ['first', 'second'].map((unit) => transactions.run(async () => unit));
    expect(transactions.waiting).toBe(2);

    const key = randomUUID();
    const said = { body: { text: 'I was there.' }, key };
    expectOverloaded(
      await forum.as(forum.ben).ask('POST', `/threads/${forum.thread.id}/messages`, said),
      'WRITES_WAITING',
    );
    // The same holds within the forum, for whoever writes without being asked over HTTP.
    await expect(transactions.run(async () => undefined)).rejects.toMatchObject({ code: 'overloaded', retryAfter: 1 });
    if (database === 'sqlite') expect(await forum.anyone.page(forum.thread)).toMatchObject({ messages: [] });

    letGo();
    expect(await Promise.all([...busy, ...waiting])).toEqual([...busy.map(() => undefined), 'first', 'second']);
    expect(await forum.anyone.page(forum.thread)).toMatchObject({ messages: [] });
    const message = await forum.as(forum.ben).post(forum.thread, said.body.text, { key });
    expect((await forum.anyone.page(forum.thread)).messages.map(({ id }) => id)).toEqual([message.id]);
  });
});

describe('with writes enough at the database', () => {
  /** Writes that wait for one that takes as long as it is let. Answers what lets it go, and resolves when all are done. */
  async function keepBusy(transactions: Transactions): Promise<() => Promise<unknown>> {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const busy = transactions.run(() => gate);
    await until('the database is busy', () => transactions.waiting === 0);
    const ahead = Array.from({ length: 64 }, () => transactions.run(async () => undefined));
    return () => {
      letGo();
      return Promise.all([busy, ...ahead]);
    };
  }

  it('one more waits for admission, and reading goes on past it', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const transactions = forum.service(Transactions);
    const letGo = await keepBusy(transactions);
    const said = forum.as(forum.ben).post(forum.thread, 'I was there.');
    await until('the post waits', () => forum.service(LoadShedder).waiting === 1);
    expect((await forum.as(forum.ana).ask('GET', '/me')).status).toBe(200);
    expect(transactions.waiting).toBe(64);
    await letGo();
    const { id } = await said;
    expect((await forum.anyone.page(forum.thread)).messages.map((message) => message.id)).toEqual([id]);
  });

  it('whoever waits for admission for too long is told that it is the database that does not keep up', async () => {
    const forum = await startForum({ database: 'sqlite', env: { QUEUE_DELAY: '20' } });
    const letGo = await keepBusy(forum.service(Transactions));
    const said = { body: { text: 'I was there.' }, key: randomUUID() };
    const post = () => forum.as(forum.ben).ask('POST', `/threads/${forum.thread.id}/messages`, said);
    expectOverloaded(await post(), 'WRITES_WAITING');
    await letGo();
    await until('the same post is taken', async () => (await post()).status === 201);
    expect((await forum.anyone.page(forum.thread)).messages).toHaveLength(1);
  });
});

describe('a balancer and a monitor', () => {
  it('are never limited, but a flood of what they ask is', async () => {
    const forum = await startForum({ database: 'sqlite', env: { RATE_LIMITS: 'on', REQUESTS_PER_MINUTE: '10' } });
    // Over one connection they come at once, however slow the machine is.
    const flood = await Line.open(forum);
    for (let n = 0; n < 300; n += 1) flood.ask('/health/live');
    expect(await flood.answered(300)).toContain(429);
    flood.close();
    expect((await forum.anyone.ask('GET', `/threads/${forum.thread.id}`)).status).toBe(429);
    await until('the flood is over', async () => (await forum.visit('/health/live')).status === 200);
    for (const probe of PROBES) expect((await forum.visit(probe)).status).toBe(200);
    // Another spelling is no probe.
    for (const path of ['//health/live', '/health/%6Cive', '/metrics?x']) {
      expect([path, (await forum.visit(path)).status]).toEqual([path, 429]);
    }
  });
});

describe('whoever asks more than an address may', () => {
  it('is refused before any work, and a page says so to whoever looks at one', async () => {
    const forum = await startForum({ database: 'sqlite', env: { RATE_LIMITS: 'on', REQUESTS_PER_MINUTE: '10' } });
    await until('the limit', async () => (await forum.anyone.ask('GET', '/me')).status === 429);
    const refused = await forum.as(forum.ana).ask('GET', '/me');
    expectRefusal(refused, 'too_fast');
    expect(refused.body).toMatchObject({ error: { details: { limit: 'REQUESTS_PER_MINUTE' } } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const page = await forum.visit('/', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(429);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const { text } = await forum.visit('/metrics');
    expect(text).toMatch(/^rejoinder_refused_total\{limit="REQUESTS_PER_MINUTE"\} [1-9]\d*$/m);
    expect(await metric(forum, 'rejoinder_strain_seconds')).toBe(0);
  });
});
