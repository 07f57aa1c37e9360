import { beforeAll, describe, expect, it } from '@jest/globals';
import { Statements } from '../../src/auth/policy/statements.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import type { Answer } from '../support/answer.js';
import { startForum, type Forum } from '../support/forum.js';
import { holesIn, inlineIn, policyOf } from '../support/policy.js';

/** What a person who looks at something in a browser sends. */
const LOOKING = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('every page of the forum', () => {
  let forum: Forum;
  /** By the route that answered it. */
  const pages: { readonly way: string; readonly address: string; readonly answer: Answer }[] = [];

  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
    await forum.as(forum.ana).post(forum.thread, 'I was there.');
    for (const { way } of forum.service(Statements).all()) {
      const [method = '', path = ''] = way.split(' ');
      if (!['GET', 'POST'].includes(method) || path.startsWith('/api/v1/')) continue;
      for (const address of await addressesOf(path)) await look(way, method, address);
    }
    for (const address of ['/nowhere', '/threads/%ff', '/threads/nothing', '/demo/articles/none'])
      await look('of no route', 'GET', address);
  });

  async function look(way: string, method: string, address: string): Promise<void> {
    const own = { ...LOOKING, origin: forum.config.PUBLIC_URL.origin };
    const sent = method === 'POST' ? { method, body: new URLSearchParams({ name: 'Ana', text: '' }) } : {};
    const answer = await forum.visit(address, { ...sent, headers: method === 'POST' ? own : LOOKING });
    if ((answer.headers.get('content-type') ?? '').startsWith('text/html')) pages.push({ way, address, answer });
  }

  /** A route with things in it that there are, and with one that there is not. */
  async function addressesOf(path: string): Promise<string[]> {
    const { link } = await forum.service(StaffService).addStaff('mia@example.com', 'moderator', 'default');
    const known: Readonly<Record<string, string>> = {
      '/account': '/account?site=default',
      '/embed': `/embed?site=default&url=${encodeURIComponent(forum.thread.url)}`,
      '/console/sign-in': `/console/sign-in?token=${link}`,
    };
    const filled = path.replace('/threads/:id', `/threads/${forum.thread.id}`).replace(':slug', 'library');
    return [known[path] ?? filled, path].map((one) => one.replace(/:\w+/g, 'none'));
  }

  it('is found by its route: discussions, the frame in an article, an account, the console, the API for people, the demo', () => {
    const shown = new Set(pages.filter(({ answer }) => answer.status === 200).map(({ way }) => way));
    for (const way of [
      '/',
      '/threads/:id',
      '/embed',
      '/account',
      '/console',
      '/console/sign-in',
      '/api/docs',
      '/demo/articles/:slug',
    ])
      expect(shown).toContain(`GET ${way}`);
    expect(new Set(pages.map(({ way }) => way))).toContain('POST /threads/:id/messages');
    expect(pages.some(({ answer }) => answer.status >= 400)).toBe(true);
  });

  it('runs its own scripts alone, makes no element of a string, and asks nobody else', () => {
    for (const { address, answer } of pages)
      expect([address, holesIn(policyOf(answer.headers))]).toEqual([address, []]);
  });

  it('has nothing in it that such a policy would have to let pass', () => {
    for (const { address, answer } of pages) expect([address, inlineIn(answer.text)]).toEqual([address, []]);
  });

  it('stands in a frame exactly where it may: a discussion and an account in their site’s pages, what says only that there is none anywhere, all else nowhere (row 88)', () => {
    const site = policyOf(pages.find(({ way }) => way === 'GET /threads/:id')?.answer.headers ?? new Headers());
    const ofSite = site.get('frame-ancestors')?.join(' ');
    expect(ofSite).toMatch(/^'self'( https?:\/\/(localhost|127\.0\.0\.1):\*)+$/);
    for (const { way, address, answer } of pages) {
      const ancestors = policyOf(answer.headers).get('frame-ancestors')?.join(' ');
      const isOfSite = /^(GET|POST) \/(threads|embed|account)/.test(way);
      const isEmpty = !/<(form|button|input|textarea|script)\b/.test(answer.text);
      const allowed = ["'none'", ...(isOfSite ? [ofSite] : []), ...(isEmpty && answer.status >= 400 ? ['*'] : [])];
      expect([address, answer.status, allowed]).toEqual([address, answer.status, expect.arrayContaining([ancestors])]);
    }
  });

  it('is never taken for anything but a page, and tells nobody where its reader comes from', () => {
    for (const { address, answer } of pages) {
      expect([address, answer.headers.get('x-content-type-options')]).toEqual([address, 'nosniff']);
      const referrer = answer.headers.get('referrer-policy') ?? 'strict-origin-when-cross-origin';
      expect([address, referrer]).toEqual([
        address,
        expect.stringMatching(/^(same-origin|strict-origin-when-cross-origin)$/),
      ]);
    }
  });

  it('would be found out if its policy had a hole (the check of the check)', () => {
    const strict = policyOf(pages[0]?.answer.headers ?? new Headers());
    const but = (name: string, sources: readonly string[] | null) => {
      const other = new Map(strict);
      if (sources === null) other.delete(name);
      else other.set(name, sources);
      return holesIn(other);
    };
    expect(holesIn(strict)).toEqual([]);
    for (const name of [
      'default-src',
      'base-uri',
      'form-action',
      'frame-ancestors',
      'require-trusted-types-for',
      'trusted-types',
    ])
      expect([name, but(name, null)]).not.toEqual([name, []]);
    for (const source of [
      "'unsafe-inline'",
      "'unsafe-eval'",
      'https:',
      '*',
      'data:',
      'https://cdn.example',
      "'strict-dynamic'",
    ])
      expect([source, but('script-src', ["'self'", source])]).not.toEqual([source, []]);
    expect(inlineIn('<p onclick="x">')).toHaveLength(1);
    expect(inlineIn('<script>x</script><a href=" javascript:x">y</a><img src="https://evil.example/">')).toHaveLength(
      3,
    );
  });
});
