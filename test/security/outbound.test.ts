import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readConfig } from '../../src/config/read-config.js';
import { OutboundClient } from '../../src/outbound/outbound-client.js';
import { OutboundError } from '../../src/outbound/outbound-error.js';
import { isPublicAddress } from '../../src/outbound/public-address.js';
import { corpus } from '../support/corpus.js';

const problemOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'was read',
    (error: unknown) => (error instanceof OutboundError ? error.problem : String(error)),
  );

describe('an address', () => {
  it.each(['8.8.8.8', '192.0.1.1', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is of the public internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1', '198.18.0.1'],
    ...['224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1', 'fe80::1%eth0'],
    ...[
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001:0:7f00:1::',
      'fc00::1',
      'fe80::1',
      'ff02::1',
      '2001:db8::1',
    ],
    ...['', 'localhost', '127.1', '0x7f000001'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('asking somebody else’s server', () => {
  let server: Server;
  let origin: string;
  let answer: RequestListener;
  let asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, reply) => {
      asked.push(`${request.headers.host}${request.url}`);
      answer(request, reply);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = (env: Record<string, string> = {}, resolve = async (): Promise<string[]> => ['127.0.0.1']) =>
    new OutboundClient(readConfig({ OUTBOUND_LOOPBACK: 'on', ...env }), resolve);
  const page: RequestListener = (_, reply) =>
    void reply.setHeader('content-type', 'text/html').end('<title>Hello</title>');

  it.each(corpus<{ expect: string }>('ssrf').filter(({ expect: verdict }) => verdict.startsWith('refuse:')))(
    'does not dial $input (rows 51 and 53)',
    async ({ input }) => {
      asked = [];
      const careful = client({ OUTBOUND_LOOPBACK: 'off' });
      expect(await problemOf(careful.page(input))).toBe('address_not_allowed');
      expect(asked).toEqual([]);
    },
  );

  it('does not dial a name of which one address is private, and no other port', async () => {
    const resolve = async () => ['8.8.8.8', '10.0.0.1'];
    expect(await problemOf(client({}, resolve).page('https://gazette.example/'))).toBe('address_not_allowed');
    const open = async () => ['8.8.8.8'];
    expect(await problemOf(client({}, open).page('https://gazette.example:8080/'))).toBe('address_not_allowed');
    expect(await problemOf(client({}, open).page('https://ana:secret@gazette.example/'))).toBe('address_not_allowed');
  });

  it('dials the address that it checked, under the name that was meant (row 54)', async () => {
    answer = page;
    asked = [];
    const { port } = new URL(origin);
    const read = await client().page(`http://gazette.example:${port}/ferry?a=1`);
    expect([asked, read.body.toString(), read.permanent]).toEqual([
      [`gazette.example:${port}/ferry?a=1`],
      '<title>Hello</title>',
      true,
    ]);
  });

  it('checks each address to which it is sent on, and goes no further than three times (row 51)', async () => {
    const to =
      (location: string, status = 301): RequestListener =>
      (_, reply) =>
        void reply.writeHead(status, { location }).end();
    for (const target of [
      'http://10.0.0.1/',
      'http://[::ffff:10.0.0.1]/',
      'file:///etc/passwd',
      'gopher://127.0.0.1/',
    ]) {
      answer = to(target);
      expect([target, await problemOf(client().page(origin))]).toEqual([target, 'address_not_allowed']);
    }
    answer = to('/again');
    asked = [];
    expect(await problemOf(client().page(origin))).toBe('too_many_redirects');
    expect(asked).toHaveLength(4);
    answer = (request, reply) => (request.url === '/' ? to('/there', 302)(request, reply) : page(request, reply));
    expect(await client().page(origin)).toMatchObject({ permanent: false, url: `${origin}/there` });
  });

  it('reads no more than it may, packed or not', async () => {
    const much = Buffer.alloc(5_000_000, 'a');
    answer = (_, reply) => void reply.setHeader('content-type', 'text/html').end(much);
    expect((await client({ OUTBOUND_BYTES: '2000' }).page(origin)).body).toHaveLength(2_000);
    answer = (_, reply) =>
      void reply.setHeader('content-type', 'text/html').setHeader('content-encoding', 'gzip').end(gzipSync(much));
    expect((await client({ OUTBOUND_BYTES: '2000' }).page(origin)).body).toHaveLength(2_000);
  });

  it('waits for nobody: not for an answer, not for the rest of it', async () => {
    const hurry = client({ OUTBOUND_TIMEOUT: '100' });
    answer = () => undefined;
    expect(await problemOf(hurry.page(origin))).toBe('too_late');
    answer = (_, reply) => void reply.setHeader('content-type', 'text/html').write('<title>');
    expect(await problemOf(hurry.page(origin))).toBe('too_late');
    const never = client({ OUTBOUND_TIMEOUT: '100' }, () => new Promise(() => undefined));
    expect(await problemOf(never.page('https://gazette.example/'))).toBe('too_late');
  });

  it('takes nothing but a page', async () => {
    answer = (_, reply) => void reply.setHeader('content-type', 'application/json').end('{}');
    expect(await problemOf(client().page(origin))).toBe('not_a_page');
    answer = (_, reply) => void reply.writeHead(404, { 'content-type': 'text/html' }).end('<title>Not here</title>');
    expect(await problemOf(client().page(origin))).toBe('not_found');
  });
});
