import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/config/read-config.js';
import { OutboundClient } from '../../src/outbound/outbound-client.js';
import { OutboundError } from '../../src/outbound/outbound-error.js';
import { corpus } from '../support/corpus.js';
import { sources, type Source } from '../support/sources.js';

/** What of Node makes connections, and libraries that do. A server listens, and knows the names of statuses. */
const ASKING = /^(undici|axios|got|node-fetch|ky|superagent|needle|node:(tls|dns|dns\/promises|http2|dgram))$/;
const NETWORK = /^node:(http|https|net)$/;
const HARMLESS = new Set(['createServer', 'STATUS_CODES', 'isIP', 'isIPv4', 'isIPv6', 'BlockList']);
/** Asks the forum on this very machine whether it is ready, for whoever runs it in a container. */
const OWN_HEALTH = 'health.ts';

/** What a file asks somebody else with, past the one client. */
function askingIn({ path, text }: Pick<Source, 'path' | 'text'>): string[] {
  const named = [...text.matchAll(/^import\s+(?!type\b)([^;]*?)\s+from\s+'([^']+)'/gms)].flatMap(
    ([, names = '', from = '']) => {
      if (ASKING.test(from)) return [from];
      if (!NETWORK.test(from)) return [];
      const taken = names
        .replace(/[{}\s]+/g, ' ')
        .split(',')
        .map((name) => name.trim());
      return taken.filter(
        (name) => name !== '' && !name.startsWith('type ') && !HARMLESS.has(name.split(' ')[0] ?? ''),
      );
    },
  );
  const called = [
    ...text.matchAll(
      /(?<![.\w])fetch\(|globalThis\.fetch|new (WebSocket|EventSource|XMLHttpRequest)\b|\bimport\('node:(http|net|tls)/g,
    ),
  ];
  return path === OWN_HEALTH ? named : [...named, ...called.map(([call]) => call)];
}

/** What browsers load: they may ask the forum, and their policy holds them to it. */
function loadedByBrowsers(all: readonly Source[]): Set<string> {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const found = new Set<string>();
  const add = (path: string): void => {
    const source = byPath.get(path);
    if (!source || found.has(path)) return;
    found.add(path);
    for (const { to, typeOnly } of source.imports) if (!typeOnly) add(to);
  };
  for (const entry of ['web/forum/main.tsx', 'web/console/main.tsx', 'web/loader/embed.ts']) add(entry);
  return found;
}

describe('the forum’s one way of asking somebody else', () => {
  it('is used by all of it: no other file makes a connection to somebody else (row 51)', () => {
    const all = sources();
    const browsers = loadedByBrowsers(all);
    const servers = all.filter(({ path }) => !browsers.has(path) && !path.startsWith('outbound/'));
    expect(servers.length).toBeGreaterThan(200);
    const asking = servers.flatMap((source) => askingIn(source).map((what) => `${source.path}: ${what}`));
    expect(asking).toEqual([]);
  });

  it('would be missed where a file went past it (the check of the check)', () => {
    const file = (text: string) => askingIn({ path: 'members/avatar.ts', text });
    expect(file(`import { request } from 'node:https';`)).toEqual(['request']);
    expect(file(`import { type Server, connect } from 'node:net';`)).toEqual(['connect']);
    expect(file(`import { fetch } from 'undici';`)).toEqual(['undici']);
    expect(file('const answer = await fetch(address);')).toEqual(['fetch(']);
    expect(file(`import type { Server } from 'node:http';\nimport { createServer } from 'node:http';`)).toEqual([]);
    expect(all('outbound/outbound-client.ts')).toContain('secure');
  });

  const all = (path: string) => {
    const source = sources().find((one) => one.path === path);
    return source ? askingIn(source).map((name) => name.split(' ').at(-1)) : [];
  };
});

describe('somebody else’s server', () => {
  let server: Server;
  let other: Server;
  let asked: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  let answer: RequestListener;
  beforeAll(async () => {
    const listen = (): Server =>
      createServer((request, reply) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += String(chunk)));
        request.on('end', () => {
          asked.push({
            url: `${request.method} ${request.headers.host}${request.url}`,
            headers: request.headers,
            body,
          });
          answer(request, reply);
        });
      });
    [server, other] = [listen(), listen()];
    for (const one of [server, other]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const one of [server, other]) {
      one.closeAllConnections();
      one.close();
    }
  });

  const at = (one: Server, path = '/') => `http://127.0.0.1:${(one.address() as AddressInfo).port}${path}`;
  const client = (env: Record<string, string> = {}, resolve = async (): Promise<string[]> => ['127.0.0.1']) =>
    new OutboundClient(readConfig({ OUTBOUND_LOOPBACK: 'on', ...env }), resolve);
  const problemOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'was asked',
      (error: unknown) => (error instanceof OutboundError ? error.problem : String(error)),
    );
  const JSON_ONLY = { accept: 'application/json' } as const;

  it.each(corpus<{ expect: string }>('ssrf-own'))(
    'is not asked at $input, $expect: neither for a page nor for anything else (rows 51, 53 and 54)',
    async ({ input }) => {
      asked = [];
      const careful = client({ OUTBOUND_LOOPBACK: 'off' });
      expect(await problemOf(careful.page(input))).toBe('address_not_allowed');
      expect(await problemOf(careful.send(input, JSON_ONLY))).toBe('address_not_allowed');
      expect(asked).toEqual([]);
    },
  );

  it('is looked up once, and what was found is what is dialled: a name that changes leads nowhere else (row 54)', async () => {
    asked = [];
    answer = (_, reply) => void reply.setHeader('content-type', 'application/json').end('{}');
    const said: string[][] = [['127.0.0.1'], ['10.0.0.1']];
    const { port } = new URL(at(server));
    const read = await client({}, async () => said.shift() ?? []).send(
      `http://keys.example:${port}/jwks?a=1`,
      JSON_ONLY,
    );
    expect([read.status, read.body.toString(), said.length]).toEqual([200, '{}', 1]);
    expect(asked.map(({ url }) => url)).toEqual([`GET keys.example:${port}/jwks?a=1`]);
  });

  it('is not asked where one of several addresses is no public one, nor where a name has none (row 54)', async () => {
    for (const addresses of [
      ['8.8.8.8', '127.0.0.1'],
      ['2606:4700::1111', '::1'],
      ['8.8.8.8', '169.254.169.254'],
      [],
    ]) {
      const careful = client({ OUTBOUND_LOOPBACK: 'off' }, async () => addresses);
      expect([addresses, await problemOf(careful.send('https://keys.example/', JSON_ONLY))]).toEqual([
        addresses,
        'address_not_allowed',
      ]);
    }
  });

  it('is told what is posted, and leads it nowhere: a redirect is an answer', async () => {
    asked = [];
    answer = (_, reply) => void reply.writeHead(307, { location: at(other) }).end();
    const body = { type: 'application/json', text: '{"event":"message.posted"}' };
    const headers = { authorization: 'Bearer hook' };
    const { status } = await client().send(at(server, '/hook'), { method: 'POST', headers, body, ...JSON_ONLY });
    expect(status).toBe(307);
    expect(asked.map((one) => [one.headers.authorization, one.headers['content-type'], one.body])).toEqual([
      ['Bearer hook', body.type, body.text],
    ]);
  });

  it('gets what is a secret of its own, and whoever it leads to does not', async () => {
    asked = [];
    answer = (request, reply) =>
      void (request.url === '/' ? reply.writeHead(302, { location: at(other, '/there') }).end() : reply.end('ok'));
    const headers = { authorization: 'Bearer ours' };
    expect((await client().send(at(server), { headers, ...JSON_ONLY })).status).toBe(200);
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer ours', undefined]);
    expect(asked.map((one) => one.headers.cookie)).toEqual([undefined, undefined]);
  });

  it('may answer so much and so late, and no more', async () => {
    const [small, quick] = [{ OUTBOUND_BYTES: '2048' }, { OUTBOUND_TIMEOUT: '200' }];
    answer = (_, reply) => void reply.end('x'.repeat(2_049));
    expect(await problemOf(client(small).send(at(server), JSON_ONLY))).toBe('too_large');
    answer = (_, reply) => void reply.end('x'.repeat(2_048));
    expect((await client(small).send(at(server), JSON_ONLY)).body).toHaveLength(2_048);
    answer = () => undefined;
    expect(await problemOf(client(quick).send(at(server), JSON_ONLY))).toBe('too_late');
    answer = (request, reply) => void reply.writeHead(302, { location: `${request.url}x` }).end();
    expect(await problemOf(client().send(at(server), JSON_ONLY))).toBe('too_many_redirects');
  });
});
