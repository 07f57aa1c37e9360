import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { MEMORY } from '../../src/config/memory.js';
import { ResponseCache } from '../../src/http/response-cache/response-cache.js';
import { CachedBody } from '../../src/http/response-cache/cached-body.js';
import { sendCached } from '../../src/http/response-cache/send-cached.js';
import { EventBus } from '../../src/events/event-bus.js';
import { PageCache } from '../../src/messages/pages/page-cache.js';
import { until } from '../support/until.js';

const MIB = 1_048_576;
const aPage = (bytes: number): Promise<CachedBody> =>
  Promise.resolve(new CachedBody(Buffer.alloc(bytes), 'text/plain'));

describe('what a process keeps', () => {
  it('comes to what operators are told, each part and all of it', () => {
    const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const told = [...operations.matchAll(/\| (\d+) MiB \|$/gm)].map(([, mib]) => Number(mib));
    expect(told).toEqual(Object.values(MEMORY).map((bytes) => bytes / MIB));
    const sum = Object.values(MEMORY).reduce((all, bytes) => all + bytes, 0) / MIB;
    expect(operations).toContain(`at most ${sum} MiB more`);
  });

  it('of pages has a bound in bytes, and made-up cursors push no first page out', async () => {
    const cache = new PageCache(new EventBus());
    // The same each time, as far as the cache is concerned another: only what it weighs counts.
    const big = aPage(2 * MIB);
    const first = await cache.page('thread', 'first', () => aPage(MIB));
    for (let n = 0; n < 380; n += 1) await cache.page('thread', `cursor ${n}`, () => big, true);
    expect(cache.size).toBeLessThanOrEqual(MEMORY.deeperPages + 2 * MIB);
    expect(await cache.page('thread', 'first', () => aPage(1))).toBe(first);
    for (let n = 0; n < 380; n += 1) await cache.page('thread', `first ${n}`, () => big);
    expect(cache.size).toBeLessThanOrEqual(MEMORY.pages + MEMORY.deeperPages);
  });

  it('counts a page in every encoding that was asked for', async () => {
    const cache = new PageCache(new EventBus());
    const page = await cache.page('thread', 'first', async () =>
      CachedBody.of('How do you do? '.repeat(9_999), 'text/plain'),
    );
    await until('it is weighed', () => cache.size > page.body.length);
    const before = cache.size;
    const packed = await page.as('gzip');
    expect(cache.size).toBe(before + packed.length);
  });

  it('of responses is let go when it is not fresh any more', async () => {
    const cache = new ResponseCache();
    const bytes = await aPage(1_000);
    bytes.freshUntil = performance.now() + 60_000;
    const routeOptions = { config: { shared: true } };
    const request = { method: 'GET', url: '/page', headers: {}, routeOptions } as never;
    const reply = {
      statusCode: 200,
      headers: () => reply,
      header: () => reply,
      send: () => reply,
      getHeaders: () => ({}),
      hasHeader: () => false,
      raw: { hasHeader: () => false },
    };
    await sendCached(request, reply as never, bytes);
    cache.store(request, reply as never);
    expect(cache.size).toBeGreaterThan(1_000);
    cache.sweep(performance.now());
    expect(cache.size).toBeGreaterThan(1_000);
    cache.sweep(performance.now() + 60_001);
    expect(cache.size).toBe(0);
  });
});
