import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { signedIn } from '../../../src/identity/ways/sign-in.schema.js';
import { startForum, type Forum } from '../../support/forum.js';
import { codeOf, hs256, Publisher, type Claims } from '../../support/publisher.js';

let forum: Forum;
let gazette: Publisher;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
  gazette = await Publisher.of(forum, 'gazette');
});

const person = (): Claims => ({ sub: randomUUID(), name: 'Rosa' });
const good = (at: Publisher) => at.token(person());
const tried = async (token: string): Promise<string> => codeOf(await gazette.signIn(token));

describe('a token is for one site, one moment and one use (row 35)', () => {
  it.each<[Claims, string]>([
    [{ iss: 'https://evil.example' }, 'sso_wrong_issuer'],
    [{ iss: 'https://gazette.example.evil.example' }, 'sso_wrong_issuer'],
    [{ iss: 'https://gazette.example@evil.example' }, 'sso_wrong_issuer'],
    [{ iss: '' }, 'sso_wrong_issuer'],
    [{ aud: 'https://forum.example/gazette' }, 'sso_wrong_audience'],
    [{ aud: '*' }, 'sso_wrong_audience'],
    [{ aud: ['a', 'b'] }, 'sso_wrong_audience'],
    ...['iss', 'aud', 'iat', 'exp', 'jti', 'sub', 'name'].map((claim): [Claims, string] => [
      { [claim]: undefined },
      'sso_claim_not_valid',
    ]),
    [{ sub: 7 }, 'sso_claim_not_valid'],
    [{ sub: '' }, 'sso_claim_not_valid'],
    [{ sub: ['a'] }, 'sso_claim_not_valid'],
    [{ jti: '' }, 'sso_claim_not_valid'],
    [{ iat: '1' }, 'sso_claim_not_valid'],
    [{ exp: 1e300 }, 'sso_claim_not_valid'],
    [{ exp: null }, 'sso_claim_not_valid'],
    [{ aud: [] }, 'sso_claim_not_valid'],
    [{ name: '\u200b' }, 'sso_claim_not_valid'],
    [{ name: 'https://evil.example' }, 'sso_claim_not_valid'],
    [{ email: 'a@b@c' }, 'sso_claim_not_valid'],
    [{ picture: 'javascript:alert(1)' }, 'sso_claim_not_valid'],
    [{ picture: 'http://gazette.example/p.png' }, 'sso_claim_not_valid'],
    [{ picture: 'data:image/svg+xml,<svg/>' }, 'sso_claim_not_valid'],
    [{ may_comment: 'yes' }, 'sso_claim_not_valid'],
    [{ badges: 'Subscriber' }, 'sso_claim_not_valid'],
    [{ roles: { moderator: true } }, 'sso_claim_not_valid'],
    [{ name: 'Admin Team' }, 'name_taken'],
  ])('%j is %s', async (claims, code) => {
    const answer = await gazette.signIn(gazette.token({ ...person(), ...claims }));
    expect(codeOf(answer)).toBe(code);
  });

  /** Seconds from now. */
  it.each<[string, { iat: number; exp: number; nbf?: number }, string]>([
    ['expired', { iat: -300, exp: -31 }, 'sso_token_expired'],
    ['expired within the skew', { iat: -200, exp: -20 }, 'none'],
    ['from the future', { iat: 60, exp: 120 }, 'sso_token_early'],
    ['from the future within the skew', { iat: 20, exp: 120 }, 'none'],
    ['not yet good', { iat: 0, exp: 120, nbf: 90 }, 'sso_token_early'],
    ['good for too long', { iat: 0, exp: 302 }, 'sso_token_too_long'],
    ['good for five minutes', { iat: 0, exp: 300 }, 'none'],
    ['good for less than nothing', { iat: 0, exp: -1 }, 'sso_token_too_long'],
  ])('%s', async (_what, { iat, exp, nbf }, code) => {
    const now = gazette.now;
    const times = { iat: now + iat, exp: now + exp, ...(nbf === undefined ? {} : { nbf: now + nbf }) };
    expect(await tried(gazette.token({ ...person(), ...times }))).toBe(code);
  });

  it('is good once, also where its signature or another token says the same jti', async () => {
    const jti = randomUUID();
    const token = gazette.token({ ...person(), jti });
    expect(await tried(token)).toBe('none');
    expect(await tried(token)).toBe('sso_token_used');
    expect(await tried(gazette.token({ ...person(), jti }))).toBe('sso_token_used');
    // What nobody signed uses nothing up.
    const other = randomUUID();
    expect(await tried(gazette.token({ jti: other }, hs256('guess')))).toBe('sso_signature_not_valid');
    expect(await tried(gazette.token({ ...person(), jti: other }))).toBe('none');
  });

  it('gives nobody the powers of staff by a mail address', async () => {
    const { member } = signedIn.parse(
      (await gazette.signIn(gazette.token({ ...person(), email: 'olga@example.com', roles: ['owner'] }))).body,
    );
    expect(member.id).not.toBe(forum.olga.id);
    expect(member.role).toBe('member');
  });

  it('approves nothing: who comes by it is a newcomer like any other (row 33)', async () => {
    await forum.changeSite('gazette', { settings: { premoderation: 'all' } });
    const { token, member } = signedIn.parse((await gazette.signIn(good(gazette))).body);
    const thread = await forum.article({ site: 'gazette' });
    const posted = await forum.as({ ...member, token }).post(thread, 'At once?');
    expect(posted.state).toBe('held');
    await forum.changeSite('gazette', { settings: { premoderation: 'none' } });
  });
});

it('signs in what was signed, and nothing in which a single character was changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 63 }), async (where, by) => {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const token = good(gazette);
      const at = where % token.length;
      const letter = token.charAt(at);
      // The last letter of 32 bytes carries two bits that mean nothing: RFC 4648, 3.5.
      if (letter === '.' || at === token.length - 1) return;
      const other = letters.charAt((letters.indexOf(letter) + by) % 64);
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect(codeOf(await gazette.signIn(changed))).toMatch(/^sso_/);
      expect(codeOf(await gazette.signIn(token))).toBe('none');
    }),
    { numRuns: 60 },
  );
});
