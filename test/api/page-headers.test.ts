import { beforeAll, describe, expect, it } from '@jest/globals';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { startForum, type Forum } from '../support/forum.js';

/** Everything by which an answer tells browsers and caches what they may do with it. */
const TELLING = [
  ...['content-type', 'cache-control', 'vary', 'x-content-type-options', 'access-control-allow-origin'],
  ...['content-security-policy', 'referrer-policy', 'permissions-policy'],
  ...['cross-origin-embedder-policy', 'cross-origin-resource-policy', 'set-cookie'],
];

const EVERY_ANSWER = { 'x-content-type-options': 'nosniff', 'access-control-allow-origin': '*' };
const ISOLATED = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'cross-origin' };
const TRUSTED = "require-trusted-types-for 'script'; trusted-types";
const policy = (ancestors: string, policies: string) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  `form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}; ${TRUSTED} ${policies}`;
const page = (ancestors: string, policies = 'rejoinder') => ({
  ...EVERY_ANSWER,
  ...ISOLATED,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding',
  'content-security-policy': policy(ancestors, policies),
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
});
const HERE = "'self' https://localhost:* http://localhost:* https://127.0.0.1:* http://127.0.0.1:*";
const { vary: _, ...DESK_PAGE } = page("'none'");
const DESK = { ...DESK_PAGE, 'cache-control': 'no-store', 'referrer-policy': 'same-origin' };
const ACCOUNT = { ...DESK, 'content-security-policy': policy(HERE, 'rejoinder') };
const DEMO = {
  ...EVERY_ANSWER,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    `${TRUSTED} 'none'`,
};
const file = (type: string, seconds: number) => ({
  ...EVERY_ANSWER,
  'content-type': `${type}; charset=utf-8`,
  'cache-control': `public, max-age=${seconds}${seconds > 86_400 ? ', immutable' : ''}`,
  vary: 'Accept-Encoding',
  'cross-origin-resource-policy': 'cross-origin',
});
const YEAR = 31_536_000;

describe('a browser is told what it may do with', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
  });

  const named = async (path: string, link: RegExp) => link.exec((await forum.visit(path)).text)?.[1] ?? '/no-such-link';
  const thread = () => `/threads/${forum.thread.id}`;

  it.each<[string, object, () => string | Promise<string>]>([
    ['a discussion', page(HERE), thread],
    ['a discussion inside an article', page(HERE), () => `/embed?site=default&url=${forum.thread.url}`],
    ['an article where nobody wrote', page(HERE), () => '/embed?site=default&url=http://localhost/new'],
    ['a page that says that there is nothing', page('*'), () => '/nowhere'],
    ['the desk', DESK, () => '/console'],
    ['an account', ACCOUNT, () => '/account?site=default'],
    ['what a used link says', DESK, () => '/console/sign-in?token=used'],
    ['the API for people', page("'none'", 'dompurify'), () => '/api/docs'],
    ['a script of the API for people', file('text/javascript', 3_600), () => '/api/docs/begin.js'],
    ['a script of the forum', file('text/javascript', YEAR), () => named(thread(), /src="(\/assets\/forum\/[^"]+)"/)],
    ['a style of the desk', file('text/css', YEAR), () => named('/console', /href="(\/assets\/console\/[^"]+)"/)],
    ['the loader', file('text/javascript', 300), () => '/embed.js'],
    ['an article of the demo', DEMO, () => '/'],
    ['the front page of the demo', DEMO, () => '/demo/articles'],
    ['a picture of the demo', file('image/svg+xml', YEAR), () => named('/', /(\/demo\/assets\/packet.svg\?v=[\w-]+)/)],
    ['a picture of the demo by its bare name', file('image/svg+xml', 300), () => '/demo/assets/packet.svg'],
    ['one of another version', file('image/svg+xml', 300), () => '/demo/assets/packet.svg?v=older'],
  ])('%s', async (_, told, path) => {
    const { headers } = await forum.visit(await path(), { headers: { accept: 'text/html' } });
    const said = TELLING.map((name) => [name, headers.get(name)] as const).filter(([, value]) => value !== null);
    expect(Object.fromEntries(said)).toEqual(told);
  });

  it('a discussion that was merged: to go where it is, and to ask again, since a merge can be taken back', async () => {
    const [from, into] = [await forum.article(), await forum.article()];
    const body = { into: into.id };
    await forum.as(forum.mia).get(threadAnswer, 'POST', `/moderation/threads/${from.id}/merge`, { body });
    const { status, headers } = await forum.visit(`/threads/${from.id}?sort=newest&utm_source=mail`);
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([
      301,
      `/threads/${into.id}?sort=newest`,
      'no-cache',
    ]);
  });

  it('the address of a form that was refused, when it is opened again: to go to its discussion', async () => {
    const { status, headers } = await forum.visit(`${thread()}/messages`);
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([303, thread(), 'no-store']);
  });
});
