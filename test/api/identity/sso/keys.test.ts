import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { KeyObject } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedIn } from '../../../../src/identity/ways/sign-in.schema.js';
import { minutes, seconds } from '../../../support/clock.js';
import { eachDatabase } from '../../../support/databases.js';
import { startForum, type Forum } from '../../../support/forum.js';
import {
  codeOf,
  EC,
  ED,
  eddsa,
  es256,
  hs256,
  pem,
  Publisher,
  RSA,
  rs256,
  type Claims,
} from '../../../support/publisher.js';

const jwk = (key: KeyObject, kid: string): object => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig' });

eachDatabase('keys of a publisher', (database) => {
  let forum: Forum;
  let server: Server;
  let address: string;
  let sites = 0;
  /** What the publisher's server answers, and how often it was asked. */
  let answer: { status: number; body: string };
  let asked = 0;
  beforeAll(async () => {
    server = createServer((_, reply) => {
      asked += 1;
      reply.writeHead(answer.status, { 'content-type': 'application/jwk-set+json' }).end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    address = `http://localhost:${(server.address() as AddressInfo).port}/keys`;
    forum = await startForum({ database, env: { OUTBOUND_LOOPBACK: 'on' } });
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(() => {
    asked = 0;
    serve(jwk(RSA.publicKey, 'one'));
  });

  const serve = (...keys: object[]): void => {
    answer = { status: 200, body: JSON.stringify({ keys }) };
  };
  /** A site with an address of keys that no other test has asked. */
  const site = () => {
    sites += 1;
    const ssoAlgorithms: ('RS256' | 'ES256' | 'EdDSA')[] = ['RS256', 'ES256', 'EdDSA'];
    return Publisher.of(forum, `site-${sites}`, { ssoAlgorithms, ssoKeys: `${address}?${sites}` });
  };
  const header = (kid: string | undefined, alg = 'RS256'): Claims => ({ alg, typ: 'JWT', ...(kid && { kid }) });
  const come = async (at: Publisher, kid?: string, signer = rs256(RSA.privateKey), alg = 'RS256') =>
    codeOf(await at.signIn(at.token({ sub: `reader ${Math.random()}` }, signer, header(kid, alg))));

  it.each([
    ['RS256', RSA.publicKey, rs256(RSA.privateKey)],
    ['ES256', EC.publicKey, es256(EC.privateKey)],
    ['EdDSA', ED.publicKey, eddsa(ED.privateKey)],
  ] as const)(
    '%s: a public key that was pasted is taken, also where a form took its line breaks',
    async (alg, key, signer) => {
      for (const ssoPublicKey of [pem(key), pem(key).replaceAll('\n', ' ')]) {
        sites += 1;
        const at = await Publisher.of(forum, `site-${sites}`, { ssoAlgorithms: [alg], ssoPublicKey });
        expect(
          signedIn.parse((await at.signIn(at.token({}, signer, header(undefined, alg)))).body).member.name,
        ).toMatch(/^Rosa/);
        expect(await come(at, undefined, hs256(at.secret), 'HS256')).toBe('sso_algorithm_not_allowed');
      }
      expect(asked).toBe(0);
    },
  );

  it('come from their address, all kinds of them, and are kept', async () => {
    serve(jwk(RSA.publicKey, 'one'), jwk(EC.publicKey, 'two'), jwk(ED.publicKey, 'three'));
    const at = await site();
    expect(await come(at, 'one')).toBe('none');
    expect(await come(at, 'two', es256(EC.privateKey), 'ES256')).toBe('none');
    expect(await come(at, 'three', eddsa(ED.privateKey), 'EdDSA')).toBe('none');
    expect(asked).toBe(1);
  });

  it('are asked for once for all who come at the same moment', async () => {
    const at = await site();
    expect(await Promise.all(Array.from({ length: 20 }, () => come(at, 'one')))).toEqual(Array(20).fill('none'));
    expect(asked).toBe(1);
  });

  it('are asked for anew where a token names one that is not known, but not for every such token', async () => {
    const at = await site();
    expect(await come(at, 'one')).toBe('none');
    serve(jwk(RSA.publicKey, 'two'));
    forum.clock.pass(seconds(31));
    expect(await come(at, 'two')).toBe('none');
    expect(asked).toBe(2);
    for (let n = 0; n < 20; n += 1) expect(await come(at, `unknown-${n}`)).toBe('sso_key_not_found');
    expect(asked).toBe(2);
    // The one that was taken away is good no more.
    expect(await come(at, 'one')).toBe('sso_key_not_found');
  });

  it('are asked for anew now and then, so that one that was taken away is not good for ever', async () => {
    const at = await site();
    expect(await come(at, 'one')).toBe('none');
    serve(jwk(EC.publicKey, 'other'));
    forum.clock.pass(minutes(11));
    expect(await come(at, 'one')).toBe('sso_key_not_found');
  });

  it.each([
    ['says 500', { status: 500, body: '' }],
    ['says nothing of keys', { status: 200, body: '{"hello": 1}' }],
    ['says something else', { status: 200, body: '<html>' }],
    ['says too much', { status: 200, body: `{"keys": [], "x": "${'x'.repeat(3_000_000)}"}` }],
  ])('are good on while their address %s', async (_how, wrong) => {
    const at = await site();
    expect(await come(at, 'one')).toBe('none');
    answer = wrong;
    forum.clock.pass(minutes(20));
    expect(await come(at, 'one')).toBe('none');
    expect(await come(at, 'two')).toBe('sso_key_not_found');
    // It is asked again once in a while alone, and is taken up where it works.
    expect(asked).toBe(2);
    serve(jwk(RSA.publicKey, 'two'));
    forum.clock.pass(seconds(31));
    expect(await come(at, 'two')).toBe('none');
  });

  it('that never came are said to be away, and asked for again a little later', async () => {
    answer = { status: 503, body: '' };
    const at = await site();
    const refused = await at.signIn(at.token({}, rs256(RSA.privateKey), header('one')));
    expect([refused.status, codeOf(refused)]).toEqual([503, 'sso_keys_unavailable']);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(await come(at, 'one')).toBe('sso_keys_unavailable');
    expect(asked).toBe(1);
    serve(jwk(RSA.publicKey, 'one'));
    forum.clock.pass(seconds(31));
    expect(await come(at, 'one')).toBe('none');
  });

  it('that could be meant more than one are not guessed among', async () => {
    serve(jwk(RSA.publicKey, 'one'), jwk(RSA.publicKey, 'two'));
    const at = await site();
    expect(await come(at)).toBe('sso_key_not_found');
    expect(await come(at, 'two')).toBe('none');
  });

  it('that are secrets are not taken from where everybody reads them', async () => {
    serve({ kty: 'oct', kid: 'one', k: Buffer.from('x'.repeat(32)).toString('base64url') });
    const at = await site();
    expect(await come(at, 'one', hs256('x'.repeat(32)), 'HS256')).toBe('sso_algorithm_not_allowed');
    expect(await come(at, 'one')).toBe('sso_key_not_found');
  });

  it.each([
    'http://keys.example/jwks',
    'ftp://keys.example/jwks',
    'https://user:secret@keys.example/jwks',
    'keys.example',
  ])('come from no address such as %s', async (ssoKeys) => {
    await expect(forum.changeSite('default', { settings: { ssoKeys } })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('never come from an address within, whatever is set', async () => {
    const closed = await startForum({ database });
    const at = await Publisher.of(closed, 'gazette', { ssoAlgorithms: ['RS256'], ssoKeys: address });
    expect(await come(at, 'one')).toBe('sso_keys_unavailable');
    expect(asked).toBe(0);
  });
});
