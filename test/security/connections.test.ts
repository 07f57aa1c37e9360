import { beforeAll, describe, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { Line } from '../support/line.js';
import { knock } from '../support/knock.js';
import { Locker } from '../support/locker.js';
import type { Reader } from '../support/reader.js';
import { until } from '../support/until.js';

/** ms: the shortest timeouts that there may be; and less than those that there are unless one says otherwise. */
const SHORT = { HEADERS_TIMEOUT: '1000', REQUEST_TIMEOUT: '1000', ANSWER_TIMEOUT: '1000', KEEP_ALIVE: '1000' };
const LATEST = 8_000;

const HANDSHAKE = [
  'GET /api/v1/live HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');

describe('a connection that is no use to a forum', () => {
  let forum: Forum;
  let page: string;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: SHORT });
    page = `/api/v1/threads/${forum.thread.id}/messages`;
  });
  const lives = async () => expect((await forum.visit('/health/live')).status).toBe(200);

  it('for it offers to go on in another protocol, is told so and ended', async () => {
    const line = await Line.open(forum);
    line.ask(page, { headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMA' } });
    expect(await line.end()).toBeLessThan(LATEST);
    expect(line.statuses).toEqual([400]);
    await lives();
  });

  it('for it wants to be led elsewhere, is ended', async () => {
    const line = await Line.open(forum);
    line.send('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(await line.end()).toBeLessThan(LATEST);
    await lives();
  });

  // Node would begin a second row of answers on the same connection.
  it.each([
    ['a handshake', HANDSHAKE],
    ['what cannot be read', 'BAD\r\n\r\n'],
    ['a CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('for it sends %s before it has its answers, is ended, and harms nobody', async (_, next) => {
    const locker = await Locker.lock(forum.config.DATABASE_URL.slice('sqlite:'.length));
    const line = await Line.open(forum);
    const body = JSON.stringify({ text: 'Written before.' });
    const headers = {
      authorization: `Bearer ${forum.ana.token}`,
      'content-type': 'application/json',
      'content-length': String(body.length),
      'idempotency-key': `before-${next.length}`,
    };
    line.ask(`/api/v1/threads/${forum.thread.id}/messages`, { method: 'POST', headers });
    line.send(body + next);
    await line.end();
    await locker.unlock();
    expect(line.said).toBe('');
    const waiting = async () => (await forum.visit('/metrics')).text.includes('\nrejoinder_writes_waiting 0\n');
    await until('the post to be written', waiting);
    await lives();
  });

  it('for it asks much at once and goes away, is forgotten', async () => {
    const line = await Line.open(forum);
    line.send(`GET ${page}?limit=7 HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(500));
    line.socket.resetAndDestroy();
    const inFlight = async () =>
      /^rejoinder_requests_in_flight (\d+)$/m.exec((await forum.visit('/metrics')).text)?.[1];
    await until('nobody to be served but who asks', async () => (await inFlight()) === '1').catch(() => undefined);
    expect(await inFlight()).toBe('1');
  });

  it('for it asks again before it is answered, is answered in order all the same', async () => {
    const line = await Line.open(forum);
    for (const path of [page, '/api/v1/nothing', '/health/live', page]) line.ask(path);
    expect(await line.answered(4)).toEqual([200, 404, 200, 200]);
    line.close();
  });
});

describe('a connection that is slow', () => {
  let forum: Forum;
  let page: string;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: SHORT });
    for (let n = 0; n < 40; n += 1) {
      await forum.as(forum.ana).post(forum.thread, `${n}: ${'I was there, and it rained. '.repeat(120)}`);
    }
    page = `/api/v1/threads/${forum.thread.id}/messages?limit=100`;
    await forum.visit(page);
  });

  type Ending = { readonly line: Line; readonly ms: number };
  const slow = {
    headers: (line: Line) => line.ask(page, { whole: false }),
    dripping: (line: Line) => {
      line.ask(page, { whole: false });
      drip(line, 'x');
    },
    body: (line: Line) => {
      const headers = { 'content-type': 'application/json', 'content-length': '100' };
      line.ask('/api/v1/preview', { method: 'POST', headers });
      drip(line, ' ');
    },
    silent: () => undefined,
    content: (line: Line) => line.ask(page),
    handshake: (line: Line) =>
      line.ask('/api/v1/live', { headers: { connection: 'Upgrade', upgrade: 'websocket' }, whole: false }),
  } as const;
  /** All of them at once: how each ended, and the ms until the forum had ended it. */
  let endings: Readonly<Record<keyof typeof slow, Ending>>;
  let follower: Reader;

  /** A byte at a time, until it is ended. */
  function drip(line: Line, byte: string): void {
    const timer = setInterval(() => line.send(byte), 100);
    line.socket.once('close', () => clearInterval(timer));
  }

  beforeAll(async () => {
    follower = await forum.follow(forum.thread);
    const ended = Object.entries(slow).map(async ([name, begin]) => {
      const line = await Line.open(forum);
      begin(line);
      return [name, { line, ms: await line.end() }] as const;
    });
    endings = Object.fromEntries(await Promise.all(ended)) as typeof endings;
  });

  it('in its headers is ended, and told why (row 85)', () => {
    const { line, ms } = endings.headers;
    expect(ms).toBeLessThan(LATEST);
    expect(line.statuses).toEqual([408]);
    expect(line.said).toContain('"code":"invalid_request"');
    expect(line.said).toContain('did not come whole in time');
  });

  it('in its headers is ended though it goes on, a byte at a time', () => {
    const { line, ms } = endings.dripping;
    expect(ms).toBeLessThan(LATEST);
    expect(line.statuses).toEqual([408]);
  });

  it('in its body is ended, and told why (row 85)', () => {
    const { line, ms } = endings.body;
    expect(ms).toBeLessThan(LATEST);
    expect(line.statuses).toEqual([408]);
  });

  it('to say anything is ended', () => {
    expect(endings.silent.ms).toBeLessThan(LATEST);
  });

  it('to ask again is ended without a word', () => {
    const { line, ms } = endings.content;
    expect(ms).toBeLessThan(LATEST);
    expect(line.statuses).toEqual([200]);
  });

  it('to finish its handshake is ended (row 85)', () => {
    expect(endings.handshake.ms).toBeLessThan(LATEST);
  });

  it('harms no socket that is open and silent', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'Still here?');
    expect(await follower.next('message.posted')).toMatchObject({ id: message.id });
  });

  it('to take its answers is ended, however many it asked for (row 85)', async () => {
    const line = await Line.open(forum);
    line.socket.pause();
    for (let n = 0; n < 400; n += 1) line.ask(page);
    const givenUp = /^rejoinder_refused_total\{limit="ANSWER_TIMEOUT"\} 1$/m;
    await until('the forum to give up', async () => givenUp.test((await forum.visit('/metrics')).text));
    line.socket.resume();
    await line.end();
    expect(line.statuses.length).toBeLessThan(400);
  });

  it('to take its answers, but takes them, gets them all', async () => {
    const line = await Line.open(forum);
    line.socket.pause();
    const times = 200;
    // Once a moment it takes what has come.
    const taking = setInterval(() => line.socket.resume() && setImmediate(() => line.socket.pause()), 20);
    for (let n = 0; n < times; n += 1) line.ask(page);
    await until('every answer', () => line.ended || line.statuses.length === times);
    clearInterval(taking);
    expect(line.statuses).toHaveLength(times);
    line.close();
  });
});

describe('headers', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { HEADER_FIELDS: '50', HEADERS_LIMIT: '4096' } });
  });
  const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, 'y']));

  async function statusOf(headers: Record<string, string>): Promise<number | undefined> {
    const line = await Line.open(forum);
    line.ask('/health/ready?', { headers });
    const [status] = await line.answered();
    line.close();
    return status;
  }

  it('may be as many as there may be', async () => {
    expect(await statusOf(fields(49))).toBe(200);
    expect(await statusOf(fields(50))).toBe(431);
    expect(await statusOf(fields(400))).toBe(431);
  });

  it('may be as long as they may be', async () => {
    expect(await statusOf({ 'x-long': 'y'.repeat(3_900) })).toBe(200);
    expect(await statusOf({ 'x-long': 'y'.repeat(4_100) })).toBe(431);
    expect(await statusOf({ 'x-long': `a${' '.repeat(60_000)}b` })).toBe(431);
  });
});

describe('with as many connections as there may be', () => {
  it('one that nobody asks anything on makes room; where there is none, one more is told when to come back', async () => {
    const forum = await startForum({ database: 'sqlite', env: { CONNECTIONS: '6' } });
    const idle = await Promise.all(Array.from({ length: 4 }, () => Line.open(forum)));
    for (const line of idle) {
      line.ask('/health/live');
      expect(await line.answered()).toEqual([200]);
    }
    const busy: Line[] = [];
    for (let n = 0; n < 6; n += 1) {
      const line = await Line.open(forum);
      line.ask('/health/live', { whole: false });
      busy.push(line);
    }
    await until('the idle to be gone', () => idle.every(({ ended }) => ended));
    const refused = await Line.open(forum);
    await refused.end();
    expect(refused.statuses).toEqual([503]);
    expect(refused.said).toMatch(/\r\nRetry-After: [1-9]/i);
    expect(refused.said).toContain('"limit":"CONNECTIONS"');
    for (const line of busy) line.send('\r\n');
    for (const line of busy) expect(await line.answered()).toEqual([200]);
    for (const line of busy) line.close();
    await until('room', async () => (await forum.visit('/health/live').catch(() => null))?.status === 200);
  });

  it('sockets are among them, and have a limit of their own', async () => {
    const forum = await startForum({ database: 'sqlite', env: { SOCKETS: '2' } });
    const { origin } = forum.config.PUBLIC_URL;
    const [one] = await Promise.all([forum.connect(), forum.connect()]);
    const { status, body, headers } = await knock(forum, { origin });
    expect([status, JSON.parse(body).error]).toMatchObject([
      503,
      { code: 'overloaded', details: { limit: 'SOCKETS' } },
    ]);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    const { text } = await forum.visit('/metrics');
    expect(text).toMatch(/^rejoinder_sockets 2$/m);
    expect(text).toMatch(/^rejoinder_refused_total\{limit="SOCKETS"\} 1$/m);
    expect(Number(/^rejoinder_connections (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(2);
    await one?.close();
    await until('a free place', async () => {
      const { status: again, socket } = await knock(forum, { origin });
      socket.destroy();
      return again === 101;
    });
  });
});
