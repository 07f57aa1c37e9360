import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import { startForum, type Forum } from '../../support/forum.js';
import {
  codeOf,
  EC,
  es256,
  hs256,
  jws,
  pem,
  Publisher,
  RSA,
  rs256,
  type Claims,
  type Signer,
} from '../../support/publisher.js';

let forum: Forum;
/** Signs by a secret; by keys of its own; and by both. */
let gazette: Publisher;
let herald: Publisher;
let mixed: Publisher;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  gazette = await Publisher.of(forum, 'gazette');
  herald = await Publisher.of(forum, 'herald', { ssoAlgorithms: ['RS256'], ssoPublicKey: pem(RSA.publicKey) });
  mixed = await Publisher.of(forum, 'mixed', { ssoAlgorithms: ['HS256', 'RS256'], ssoPublicKey: pem(RSA.publicKey) });
});

const HS: Claims = { alg: 'HS256', typ: 'JWT' };
const unsigned: Signer = () => Buffer.alloc(0);
const tried = async (at: Publisher, token: string): Promise<string> => {
  const answer = await at.signIn(token);
  const code = codeOf(answer);
  expect(answer.status).toBe(code === 'none' ? 200 : code === 'invalid_request' ? 400 : 401);
  // Nothing of a token comes back.
  if (code !== 'none' && token.length > 40) expect(answer.text).not.toContain(token.slice(0, 40));
  return code;
};
const person = (): Claims => ({ sub: randomUUID(), name: 'Rosa' });
const good = (at: Publisher) => at.token(person());

describe('the algorithm is the site’s, never the token’s (row 38)', () => {
  it('takes what is signed as the site says: the control of all below', async () => {
    expect(await tried(gazette, good(gazette))).toBe('none');
    expect(await tried(herald, herald.token(person(), rs256(RSA.privateKey), { alg: 'RS256' }))).toBe('none');
  });

  it.each([
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'HS384',
    'HS512',
    'PS256',
    'ES256K',
    'dir',
    'hs256',
    'HS256 ',
    null,
    7,
    ['HS256'],
    { a: 1 },
  ])('refuses alg %j', async (alg) => {
    for (const signer of [unsigned, hs256(gazette.secret), hs256(gazette.secret, 'sha384'), hs256('')]) {
      const code = await tried(gazette, jws({ alg, typ: 'JWT' }, gazette.claims(), signer));
      expect(['sso_algorithm_not_allowed', 'sso_token_malformed']).toContain(code);
    }
  });

  it('refuses a token without alg', async () => {
    expect(await tried(gazette, jws({ typ: 'JWT' }, gazette.claims(), hs256(gazette.secret)))).toBe(
      'sso_algorithm_not_allowed',
    );
  });

  it('takes no public key for a secret, in whatever form', async () => {
    const der = RSA.publicKey.export({ type: 'spki', format: 'der' });
    const jwk = RSA.publicKey.export({ format: 'jwk' });
    const forms = [pem(RSA.publicKey), pem(RSA.publicKey).trim(), pem(RSA.publicKey).replaceAll('\n', ' '), der];
    for (const secret of [...forms, der.toString('base64'), JSON.stringify(jwk), String(jwk.n)]) {
      expect(await tried(mixed, mixed.token(person(), hs256(secret), HS))).toBe('sso_signature_not_valid');
      expect(await tried(herald, herald.token(person(), hs256(secret), HS))).toBe('sso_algorithm_not_allowed');
    }
  });

  it('takes no key of another kind than its algorithm, and no secret for a key', async () => {
    expect(await tried(herald, herald.token(person(), es256(EC.privateKey), { alg: 'RS256' }))).toBe(
      'sso_signature_not_valid',
    );
    expect(await tried(mixed, mixed.token(person(), hs256(mixed.secret), { alg: 'RS256' }))).toBe(
      'sso_signature_not_valid',
    );
  });

  it.each(['', '\0', 'secret', 'null', 'undefined', 'default', 'gazette'])(
    'is signed by no secret such as %j',
    async (secret) => {
      expect(await tried(gazette, gazette.token(person(), hs256(secret)))).toBe('sso_signature_not_valid');
    },
  );
});

describe('a header names no key and changes no reading (row 38)', () => {
  const jwk = RSA.publicKey.export({ format: 'jwk' });
  it.each<[string, unknown]>([
    ['jku', 'https://evil.example/jwks'],
    ['jku', 'https://gazette.example@evil.example/jwks'],
    ['jku', 'https://gazette.example/../../evil'],
    ['jwk', jwk],
    ['x5u', 'https://evil.example/cert'],
    ['x5c', ['MIIB']],
    ['x5t', 'AAAA'],
    ['crit', ['exp']],
    ['crit', ['b64']],
    ['crit', []],
    ['b64', false],
    ['b64', true],
    ['zip', 'DEF'],
    ['cty', 'JWT'],
    ['enc', 'A128GCM'],
    ['p2c', 2_000_000_000],
    ['__proto__x', {}],
    ['typ', 'at+jwt'],
    ['typ', 'JOSE'],
    ['kid', { toString: 'x' }],
    ['kid', 'k'.repeat(201)],
  ])('refuses %s %j', async (name, value) => {
    const header = { alg: 'RS256', [name]: value };
    expect(await tried(herald, herald.token(person(), rs256(RSA.privateKey), header))).toBe('sso_header_not_allowed');
  });

  it.each([
    '../../../../../../dev/null',
    '/dev/null',
    '..\\..\\windows\\win.ini',
    "x' UNION SELECT 'secret",
    '| sleep 5',
    '${jndi:ldap://evil.example}',
    'https://evil.example/key',
    '\0',
    '__proto__',
    'constructor',
  ])('looks for no key under kid %j', async (kid) => {
    // The null file holds an empty key: what was signed with that is what such a token hopes for.
    for (const secret of ['', kid, 'secret'])
      expect(await tried(gazette, gazette.token(person(), hs256(secret), { ...HS, kid }))).toBe(
        'sso_signature_not_valid',
      );
    expect(await tried(gazette, gazette.token(person(), hs256(gazette.secret), { ...HS, kid }))).toBe('none');
  });
});

describe('what is no token of ours', () => {
  // RFC 7519 3.1 and 6.1, RFC 7797 4.2, RFC 7515 A.6 (JSON), RFC 7516 A.1 cut to its shape.
  const PAYLOAD = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
  it.each([
    [
      `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
      'sso_signature_not_valid',
    ],
    [`eyJhbGciOiJub25lIn0.${PAYLOAD}.`, 'sso_token_malformed'],
    [
      'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19.$.02.A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY',
      'sso_token_malformed',
    ],
    [
      'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY',
      'sso_token_malformed',
    ],
    ['{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJIUzI1NiJ9","signature":"AA"}]}', 'sso_token_malformed'],
    [
      'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo1.48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.XFBoMYUZodetZdvTiFvSkQ',
      'sso_token_malformed',
    ],
    ['', 'sso_token_malformed'],
    ['..', 'sso_token_malformed'],
    ['a.b.c', 'sso_token_malformed'],
    ['bnVsbA.bnVsbA.AA', 'sso_token_malformed'],
    ['W10.e30.AA', 'sso_token_malformed'],
  ])('%s', async (token, code) => expect(await tried(gazette, token)).toBe(code));

  it('is larger than 4,096 characters', async () => {
    expect(await tried(gazette, gazette.token({ ...person(), note: 'x'.repeat(4_000) }))).toBe('sso_token_malformed');
    expect(await tried(gazette, 'a'.repeat(30_000))).toBe('invalid_request');
  });

  it.each(['null', '[]', '7', '"text"', '{', '{"sub":', '\uFEFF{}', ''])(
    'carries a payload such as %j',
    async (payload) => {
      expect(['sso_token_malformed', 'sso_claim_not_valid']).toContain(
        await tried(gazette, jws(HS, payload, hs256(gazette.secret))),
      );
    },
  );

  it('carries a payload that is no UTF-8', async () => {
    const text = `${Buffer.from(JSON.stringify(HS)).toString('base64url')}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}`;
    const mac = createHmac('sha256', gazette.secret).update(text).digest('base64url');
    expect(await tried(gazette, `${text}.${mac}`)).toBe('sso_token_malformed');
  });

  it('has another token within', async () => {
    expect(await tried(gazette, jws({ ...HS, cty: 'JWT' }, good(gazette), hs256(gazette.secret)))).toBe(
      'sso_header_not_allowed',
    );
    expect(await tried(gazette, jws(HS, JSON.stringify(good(gazette)), hs256(gazette.secret)))).toBe(
      'sso_claim_not_valid',
    );
  });
});
