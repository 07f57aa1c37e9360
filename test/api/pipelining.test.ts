import { beforeAll, describe, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { Line } from '../support/line.js';
import { until } from '../support/until.js';

describe('requests that do not wait for the answer to the one before', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { REQUESTS_IN_FLIGHT: '1' } });
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

  it('take the room of one, and are answered in their order', async () => {
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
  });

  it('write one after another', async () => {
    const line = await Line.open(forum);
    const headers = { authorization: `Bearer ${forum.ana.token}`, 'content-type': 'application/json' };
    const before = await forum.anyone.thread(forum.thread);
    for (let n = 0; n < 10; n += 1) {
      const body = JSON.stringify({ text: `The ${n}th of ten.` });
      const path = `/api/v1/threads/${forum.thread.id}/messages`;
      const own = { 'idempotency-key': `one-of-ten-${n}`, 'content-length': String(body.length) };
      line.ask(path, { method: 'POST', headers: { ...headers, ...own } });
      line.send(body);
    }
    expect(await line.answered(10)).toEqual(Array.from({ length: 10 }, () => 201));
    const positions = [...line.said.matchAll(/"position":(\d+)/g)].map(([, position]) => Number(position));
    expect(positions).toEqual(Array.from({ length: 10 }, (_, n) => before.position + 1 + n));
    line.close();
  });

  it('are forgotten with their connection', async () => {
    const gone = await askFor(50);
    gone.close();
    const ask = async () => (await forum.visit(`/api/v1/threads/${forum.thread.id}`)).status;
    expect(await until('room again', async () => ((await ask()) === 200 ? ask() : undefined))).toBe(200);
  });
});
