import { beforeAll, describe, expect, it } from '@jest/globals';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { startForum, type Forum } from '../support/forum.js';

/** Row 88: who lays a page of ours under a page of theirs could have a reader press what cannot be seen. */
describe('in a frame', () => {
  let forum: Forum;
  let gazette: string;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    await forum.addSite('gazette', { hosts: ['gazette.example'] });
    await forum.addSite('courier', { hosts: ['courier.example'] });
    const article = { site: 'gazette', url: 'https://gazette.example/ferry' };
    gazette = (await forum.anyone.openThread(article)).id;
  });

  /** The CSP sources that may hold it, as a browser would read them. */
  async function holders(path: string, init: RequestInit = {}): Promise<readonly string[]> {
    const { headers } = await forum.visit(path, init);
    const policies = (headers.get('content-security-policy') ?? '').split(/[;,]/).map((part) => part.trim().split(' '));
    const named = policies.filter(([name]) => name === 'frame-ancestors');
    expect(named).toHaveLength(1);
    return named[0]?.slice(1) ?? [];
  }

  it('nobody has the console: not the desk, not the sign-in, not what a used link says (row 88)', async () => {
    const { link } = await forum.service(StaffService).addStaff('mia@example.com', 'moderator', 'default');
    const paths = ['/console', '/console/held', '/console/held/x', `/console/sign-in?token=${link}`];
    for (const path of [...paths, '/console/sign-in?token=used', '/console/sign-in'])
      expect([path, await holders(path)]).toEqual([path, ["'none'"]]);
    const used = { method: 'POST', body: new URLSearchParams({ token: 'used' }) };
    const own = { origin: forum.config.PUBLIC_URL.origin };
    expect(await holders('/console/session', { ...used, headers: own })).toEqual(["'none'"]);
  });

  it('a site’s pages and our own have a discussion and an account, each time they are sent, and no other site’s (row 88)', async () => {
    const mine = ["'self'", 'https://gazette.example:*', 'http://gazette.example:*'];
    const [{ id }, url] = [
      await forum.as(forum.ana).post({ id: gazette }, 'Good morning.'),
      encodeURIComponent('https://gazette.example/ferry'),
    ];
    const paths = [`/threads/${gazette}`, `/threads/${gazette}?message=${id}`, `/embed?site=gazette&url=${url}`];
    for (const path of paths) {
      for (const encoding of ['identity', 'br', 'br'])
        expect(await holders(path, { headers: { 'accept-encoding': encoding } })).toEqual(mine);
    }
    expect(await holders('/account?site=gazette')).toEqual(mine);
    const form = { method: 'POST', body: new URLSearchParams({ name: 'Ana', text: '' }) };
    expect(await holders(`/threads/${gazette}/messages`, form)).toEqual(mine);
    const here = await holders(`/threads/${forum.thread.id}`);
    expect(here.join(' ')).not.toMatch(/gazette|courier|\*\.|\s\*(\s|$)/);
  });

  it('everybody has what only says that there is no discussion', async () => {
    expect(await holders('/threads/nothing')).toEqual(['*']);
    const { text } = await forum.visit('/threads/nothing');
    expect(text).not.toMatch(/<(form|button|input|script)/);
  });
});
