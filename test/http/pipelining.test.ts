import { beforeAll, describe, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { Line } from '../support/line.js';
import { Locker } from '../support/locker.js';
import { until } from '../support/until.js';

describe('requests that do not wait for the answer to the one before', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { REQUESTS_IN_FLIGHT: '120' } });
    await forum.as(forum.ana).post(forum.thread, 'I was there.');
  });

  /** As many different pages as there are sizes of one, in one go. */
  async function askFor(count: number): Promise<Line> {
    const line = await Line.open(forum);
    const pages = Array.from(
      { length: count },
      (_, n) => `/api/v1/threads/${forum.thread.id}/messages?limit=${(n % 100) + 1}`,
    );
    line.send(pages.map((page) => `GET ${page} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''));
    return line;
  }

  function post(line: Line, key: string): void {
    const body = JSON.stringify({ text: `Written as ${key}.` });
    const headers = {
      authorization: `Bearer ${forum.ana.token}`,
      'content-type': 'application/json',
      'content-length': String(body.length),
      'idempotency-key': key,
    };
    line.ask(`/api/v1/threads/${forum.thread.id}/messages`, { method: 'POST', headers });
    line.send(body);
  }

  it('are answered in their order', async () => {
    const line = await askFor(30);
    line.ask('/health/live');
    line.ask('/api/v1/nothing');
    expect(await line.answered(32)).toEqual([...Array.from({ length: 31 }, () => 200), 404]);
    line.ask('/health/live');
    expect(await line.answered(33)).toHaveLength(33);
    line.close();
  });

  it('may be a hundred; one more is told that there is no room', async () => {
    const line = await askFor(130);
    expect(await line.answered(130)).toEqual(Array.from({ length: 130 }, (_, n) => (n <= 100 ? 200 : 503)));
    expect(line.said).toContain('"limit":"REQUESTS_IN_FLIGHT"');
    line.ask('/health/live');
    expect((await line.answered(131)).at(-1)).toBe(200);
    line.close();
    // Nobody else has noticed, so the forum is not strained.
    expect((await forum.visit('/metrics')).text).toMatch(/^rejoinder_strain_seconds 0$/m);
  });

  it('are a hundred and twenty on all connections', async () => {
    const lines = [await askFor(90), await askFor(90)];
    await Promise.all(lines.map((line) => line.answered(90)));
    const statuses = lines.flatMap((line) => line.statuses);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(122);
    expect(statuses.filter((status) => status === 503).length).toBeLessThanOrEqual(58);
    for (const line of lines) line.close();
  });

  it('are all answered before what cannot be read, and before what is not taken', async () => {
    for (const [wrong, status] of [
      ['BAD', 400],
      ['CONNECT a:1 HTTP/1.1\r\nHost: a', 405],
    ] as const) {
      const line = await askFor(3);
      line.send(`${wrong}\r\n\r\n`);
      await line.end();
      expect(line.statuses).toEqual([200, 200, 200, status]);
    }
  });

  it('wait, while the first of them does', async () => {
    const locker = await Locker.lock(forum.config.DATABASE_URL.slice('sqlite:'.length));
    const line = await Line.open(forum);
    for (let n = 0; n < 5; n += 1) post(line, `one-of-five-${n}`);
    const waiting = /^rejoinder_requests_waiting 4$/m;
    await until('four to wait', async () => waiting.test((await forum.visit('/metrics')).text)).finally(() =>
      locker.unlock(),
    );
    expect(await line.answered(5)).toHaveLength(5);
    line.close();
  });

  // Nobody heard the connection's error, and the process ended.
  it('may be followed by a CONNECT from somebody who goes away', async () => {
    const locker = await Locker.lock(forum.config.DATABASE_URL.slice('sqlite:'.length));
    const line = await Line.open(forum);
    post(line, 'before-a-connect');
    line.send('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n');
    const waiting = (count: number) => async () =>
      (await forum.visit('/metrics')).text.includes(`\nrejoinder_writes_waiting ${count}\n`);
    await until('the post to wait', waiting(1)).finally(() => {
      line.socket.resetAndDestroy();
      return locker.unlock();
    });
    await until('the post to be written', waiting(0));
    expect((await forum.visit('/health/live')).status).toBe(200);
  });

  it('write one after another', async () => {
    const line = await Line.open(forum);
    const before = await forum.anyone.thread(forum.thread);
    for (let n = 0; n < 10; n += 1) post(line, `one-of-ten-${n}`);
    expect(await line.answered(10)).toEqual(Array.from({ length: 10 }, () => 201));
    const positions = [...line.said.matchAll(/"position":(\d+),"revision"/g)].map(([, position]) => Number(position));
    expect(positions).toEqual(Array.from({ length: 10 }, (_, n) => before.position + 1 + n));
    line.close();
  });

  it('are forgotten with their connection', async () => {
    const gone = await askFor(100);
    gone.close();
    const nobody = /^rejoinder_requests_waiting 0$/m;
    await until('nobody to wait', async () => nobody.test((await forum.visit('/metrics')).text));
    expect((await forum.visit(`/api/v1/threads/${forum.thread.id}`)).status).toBe(200);
  });
});
