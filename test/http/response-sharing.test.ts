import { Controller, Get } from '@nestjs/common';
import { MetadataScanner, Reflector, type DiscoveryService } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { Open, Requires } from '../../src/auth/policy/requires.js';
import { CachedBody } from '../../src/http/response-cache/cached-body.js';
import { ResponseCache } from '../../src/http/response-cache/response-cache.js';
import { SharedResponse, SharedResponses } from '../../src/http/response-cache/response-sharing.js';
import { sendCached } from '../../src/http/response-cache/send-cached.js';

@Controller()
class Everyones {
  @Get('page')
  @Open()
  @SharedResponse()
  page(): void {}
}

@Controller()
class Personal {
  @Get('mine')
  @Requires('message.post')
  @SharedResponse()
  mine(): void {}
}

/** Starts with these routes. */
function start(...controllers: readonly (new () => object)[]): void {
  const all = controllers.map((metatype) => ({ metatype, name: metatype.name }));
  const discovery = { getControllers: () => all } as unknown as DiscoveryService;
  new SharedResponses(discovery, new MetadataScanner(), new Reflector()).onModuleInit();
}

describe('a response that is declared to be everyone’s', () => {
  it('starts where its route is open, and stops the start where it is not', () => {
    expect(() => start(Everyones)).not.toThrow();
    expect(() => start(Everyones, Personal)).toThrow('Routes with @SharedResponse that are not @Open: Personal.mine');
  });

  it.each<[string, { shared?: boolean; headers?: Readonly<Record<string, string>>; isCached: boolean }]>([
    ['is cached', { isCached: true }],
    ['is not cached where the route does not say so', { shared: false, isCached: false }],
    ['is not cached with somebody’s cookie in it', { headers: { 'set-cookie': 'a=b' }, isCached: false }],
    [
      'is not cached where it is somebody’s own',
      { headers: { 'cache-control': 'private, no-cache' }, isCached: false },
    ],
    ['is cached where nobody says so', { headers: { 'cache-control': 'no-cache' }, isCached: true }],
  ])('%s', async (_, { shared = true, headers = {}, isCached }) => {
    const cache = new ResponseCache();
    const body = CachedBody.of('How do you do?', 'text/plain');
    body.freshUntil = performance.now() + 60_000;
    const request = { method: 'GET', url: '/page', headers: {}, routeOptions: { config: { shared } } } as never;
    const reply = {
      statusCode: 200,
      raw: { hasHeader: () => false },
      headers: () => reply,
      header: () => reply,
      send: () => reply,
      getHeaders: () => headers,
      hasHeader: (name: string) => Object.hasOwn(headers, name.toLowerCase()),
    };
    await sendCached(request, reply as never, body);
    cache.store(request, reply as never);
    expect(cache.size > 0).toBe(isCached);
  });
});
