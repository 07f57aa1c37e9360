import { expect, it } from '@jest/globals';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { ResponseCache } from '../../src/http/response-cache/response-cache.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

type Raw = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer };

/** A page as it travels: nothing unpacked, nothing added. */
function get(forum: Forum, path: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request(forum.url + path, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** What may differ between two answers that say the same. */
const lasting = ({ status, headers, body }: Raw) => ({
  status,
  body: String(body),
  headers: { ...headers, date: '', 'x-request-id': '', connection: '', 'keep-alive': '' },
});

eachDatabase('a page that is kept', (database) => {
  it('is sent again as it was sent first, in whatever encoding a reader takes', async () => {
    const forum = await startForum({ database });
    await forum.as(forum.ana).post(forum.thread, 'I was there. '.repeat(60));
    const paths = [`/api/v1/threads/${forum.thread.id}/messages?sort=oldest`, `/threads/${forum.thread.id}`];
    for (const path of paths) {
      const plain = await get(forum, path);
      expect(lasting(await get(forum, path))).toEqual(lasting(plain));
      for (const [encoding, unpack] of [
        ['gzip', gunzipSync],
        ['br', brotliDecompressSync],
      ] as const) {
        const first = await get(forum, path, { 'accept-encoding': encoding });
        const again = await get(forum, path, { 'accept-encoding': encoding });
        expect(lasting(again)).toEqual(lasting(first));
        expect(first.headers['content-encoding']).toBe(encoding);
        expect(first.headers['vary']).toMatch(/accept-encoding/i);
        expect(first.headers['etag']).not.toBe(plain.headers['etag']);
        expect(unpack(again.body).equals(plain.body)).toBe(true);
        const known = await get(forum, path, {
          'accept-encoding': encoding,
          'if-none-match': String(first.headers['etag']),
        });
        expect(known).toMatchObject({ status: 304, headers: { etag: first.headers['etag'] } });
        expect(known.body).toHaveLength(0);
      }
      expect(
        (await get(forum, path, { 'accept-encoding': 'br;q=0, gzip;q=0' })).headers['content-encoding'],
      ).toBeUndefined();
    }
  });

  it('is never sent once something in its thread has changed', async () => {
    const forum = await startForum({ database });
    const ana = forum.as(forum.ana);
    const message = await ana.post(forum.thread, 'I was there.');
    const path = `/api/v1/threads/${forum.thread.id}/messages`;
    const changes: (() => Promise<unknown>)[] = [
      () => ana.reply(message, 'And then it rained.'),
      () => forum.as(forum.ben).vote(message, 'up'),
      () => ana.edit(message, 'I was not there.'),
      () => forum.as(forum.mia).setState(forum.thread, 'closed'),
      async () => forum.as(forum.mia).decide(await ana.read(message), 'reject'),
    ];
    for (const change of changes) {
      const before = await get(forum, path);
      await get(forum, path);
      await change();
      const after = await get(forum, path);
      expect(after.headers['etag']).not.toBe(before.headers['etag']);
    }
    expect(String((await get(forum, path)).body)).not.toContain('I was');
  });

  it('is let go when it is not fresh any more, whether somebody asks for it or not', async () => {
    const forum = await startForum({ database });
    const cache = forum.service(ResponseCache);
    // It is fresh for a second: on a busy machine that may be over.
    await until('a page in the cache', async () => {
      await get(forum, `/api/v1/threads/${forum.thread.id}/messages`);
      return cache.size > 0;
    });
    cache.sweep(performance.now() + 60_000);
    expect(cache.size).toBe(0);
    await get(forum, '/embed.js');
    const files = cache.size;
    cache.sweep(performance.now() + 60_000);
    // What never changes stays.
    expect([files > 0, cache.size]).toEqual([true, files]);
  });

  it('is counted as any other request of its reader', async () => {
    const forum = await startForum({ database, env: { RATE_LIMITS: 'on', REQUESTS_PER_MINUTE: '20' } });
    const path = `/api/v1/threads/${forum.thread.id}/messages`;
    const statuses = [];
    for (let times = 0; times < 25; times += 1) statuses.push((await get(forum, path)).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(20);
    expect(statuses.at(-1)).toBe(429);
  });
});
