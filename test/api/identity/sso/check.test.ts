import { beforeAll, expect, it } from '@jest/globals';
import { ssoCheck, ssoSetup, type SsoCheck } from '../../../../src/identity/ways/sso/sso.schema.js';
import { eachDatabase } from '../../../support/databases.js';
import { startForum, type Forum } from '../../../support/forum.js';
import { codeOf, hs256, Publisher } from '../../../support/publisher.js';

eachDatabase('who sets single sign-on up', (database) => {
  let forum: Forum;
  let gazette: Publisher;
  beforeAll(async () => {
    forum = await startForum({ database });
    gazette = await Publisher.of(forum, 'gazette', { ssoBadges: ['Subscriber'] });
  });

  const check = (token: string, language = 'en'): Promise<SsoCheck> =>
    forum
      .as(forum.olga)
      .get(ssoCheck, 'POST', '/sites/gazette/sso/check', { body: { token }, headers: { 'accept-language': language } });

  it('is told what it takes', async () => {
    const setup = await forum.as(forum.olga).get(ssoSetup, 'GET', '/sites/gazette/sso');
    expect(setup).toMatchObject({
      on: true,
      issuers: ['https://localhost', 'https://gazette.example'],
      audience: `${forum.config.PUBLIC_URL.origin}/gazette`,
      algorithms: ['HS256'],
      life: 300,
      skew: 30,
      hasSecret: true,
    });
    expect(setup.snippets.map(({ language }) => language)).toEqual(['Node', 'PHP', 'Python', 'Ruby']);
    expect(JSON.stringify(setup)).not.toContain(gazette.secret);
    expect((await forum.as(forum.olga).get(ssoSetup, 'GET', '/sites/default/sso')).hasSecret).toBe(false);
  });

  it('sees a good token as the forum does, and does not use it up', async () => {
    const token = gazette.token({
      badges: ['Subscriber', 'Boss'],
      roles: ['moderator'],
      picture: 'https://gazette.example/p.png',
    });
    for (const one of [token, ` ${token}\n`]) {
      expect(await check(one)).toMatchObject({
        valid: true,
        problem: null,
        header: { alg: 'HS256' },
        claims: { sub: 'reader-7' },
        notes: [
          { note: 'badge_not_declared', about: 'Boss' },
          { note: 'role_not_given', about: 'moderator' },
          { note: 'picture_not_shown', about: 'https://gazette.example/p.png' },
        ],
      });
    }
    expect((await gazette.signIn(token)).status).toBe(200);
    expect(await check(token)).toMatchObject({ valid: false, problem: { code: 'sso_token_used' } });
  });

  it.each<[string, () => string, object]>([
    ['no token', () => 'hello', { code: 'sso_token_malformed', details: { parts: 1 } }],
    ['another key', () => gazette.token({}, hs256('x')), { code: 'sso_signature_not_valid' }],
    [
      'a claim too few',
      () => gazette.token({ sub: undefined }),
      { code: 'sso_claim_not_valid', details: { claim: 'sub', problem: 'is missing' } },
    ],
    ['another audience', () => gazette.token({ aud: 'x' }), { code: 'sso_wrong_audience', details: { seen: 'x' } }],
    [
      'another issuer',
      () => gazette.token({ iss: 'x' }),
      { code: 'sso_wrong_issuer', details: { expected: ['https://localhost', 'https://gazette.example'] } },
    ],
    [
      'milliseconds',
      () => gazette.token({ exp: gazette.now * 1000 }),
      { code: 'sso_claim_not_valid', details: { claim: 'exp' } },
    ],
    [
      'an hour',
      () => gazette.token({ exp: gazette.now + 3600 }),
      { code: 'sso_token_too_long', details: { seconds: 3600, most: 300 } },
    ],
    [
      'alg none',
      () => gazette.token({}, () => Buffer.from('x'), { alg: 'none' }),
      { code: 'sso_algorithm_not_allowed', details: { seen: 'none', allowed: ['HS256'] } },
    ],
  ])('is told what is wrong with %s', async (_what, token, problem) => {
    expect(await check(token())).toMatchObject({ valid: false, problem });
  });

  it('is told so in the language of whoever asks', async () => {
    expect((await check('hello', 'de')).problem?.message).toContain('Anmelde-Token');
  });

  it('is an admin or owner of the site, and nobody else', async () => {
    const body = { token: gazette.token() };
    const moderator = await forum.staff('Nora', 'moderator', 'gazette');
    const other = await forum.staff('Otto', 'admin', 'default');
    const admin = await forum.staff('Ada', 'admin', 'gazette');
    const answers = [null, forum.ana, moderator, other, admin].map((who) =>
      forum.as(who).ask('POST', '/sites/gazette/sso/check', { body }),
    );
    expect((await Promise.all(answers)).map(codeOf)).toEqual([
      'sign_in_required',
      'not_allowed',
      'site_not_found',
      'site_not_found',
      'none',
    ]);
  });
});
