import { beforeAll, describe, expect, it } from '@jest/globals';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { ConsoleService } from '../../src/web/console/console.service.js';
import type { Answer } from '../support/answer.js';
import { hours, minutes } from '../support/clock.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';

/** Row 35: what signs somebody in does so once, in time, and nobody else. */
describe('a sign-in link', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
  });

  const linkOf = async (email: string) =>
    (await forum.service(StaffService).addStaff(email, 'moderator', 'default')).link;
  const use = (token: string, cookie?: string): Promise<Answer> =>
    forum.visit('/console/session', {
      method: 'POST',
      body: new URLSearchParams({ token }),
      headers: { origin: forum.config.PUBLIC_URL.origin, ...(cookie === undefined ? {} : { cookie }) },
    });
  const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')?.split(';')[0] ?? '';
  const whoHas = async (cookie: string) => (await forum.visit('/api/v1/me', { headers: { cookie } })).body;

  it('opens one session, however many browsers press its button at once, and none afterwards (row 35)', async () => {
    const link = await linkOf('mia@example.com');
    // Not over HTTP, where one of them is often done before the next has come.
    const desk = forum.service(ConsoleService);
    const { origin } = forum.config.PUBLIC_URL;
    const answers = await Promise.all(Array.from({ length: 8 }, () => desk.signIn(link, { origin })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array.from({ length: 7 }, () => 410)]);
    for (const { status, html } of answers) if (status === 410) expect(html).toContain('This link is used up');
    const late = await use(link);
    expect([late.status, cookieOf(late)]).toEqual([410, '']);
  });

  it('opens a session that ends when it is signed out: for this browser, for its socket and for who has copied it', async () => {
    const [cookie, other] = [
      cookieOf(await use(await linkOf('mia@example.com'))),
      cookieOf(await use(await linkOf('mia@example.com'))),
    ];
    const { origin } = forum.config.PUBLIC_URL;
    const open = await forum.connect(null, { cookie, origin });
    expect(await whoHas(cookie)).toMatchObject({ member: { name: 'Mia' } });
    const out = await forum.visit('/console/sign-out', { method: 'POST', headers: { cookie, origin } });
    expect([out.status, out.headers.get('location'), out.headers.get('set-cookie')]).toEqual([
      303,
      '/console',
      '__Host-rejoinder=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    ]);
    expect(await open.end()).toMatchObject({ code: 4401 });
    expect(await whoHas(cookie)).toMatchObject({ error: { code: 'sign_in_required' } });
    const bearer = { authorization: `Bearer ${cookie.slice('__Host-rejoinder='.length)}` };
    expect((await forum.visit('/api/v1/me', { headers: bearer })).status).toBe(401);
    expect(await whoHas(other)).toMatchObject({ member: { name: 'Mia' } });
  });

  it('is good for a day (row 35)', async () => {
    const [young, old] = [await linkOf('mia@example.com'), await linkOf('mia@example.com')];
    forum.clock.pass(hours(23));
    expect((await use(young)).status).toBe(303);
    forum.clock.pass(hours(2));
    expect((await use(old)).status).toBe(410);
  });

  it('signs in whom it was made for, whoever was signed in there before (row 35)', async () => {
    const mia = cookieOf(await use(await linkOf('mia@example.com')));
    const olga = cookieOf(await use(await linkOf('olga@example.com'), mia));
    expect(await whoHas(olga)).toMatchObject({ member: { name: 'Olga' } });
  });

  it('ends the session that this browser had, and no other', async () => {
    const [here, elsewhere] = [
      cookieOf(await use(await linkOf('mia@example.com'))),
      cookieOf(await use(await linkOf('mia@example.com'))),
    ];
    const open = await forum.connect(null, { cookie: here, origin: forum.config.PUBLIC_URL.origin });
    const used = await linkOf('olga@example.com');
    expect((await use(used, here)).status).toBe(303);
    expect(await open.end()).toMatchObject({ code: 4401 });
    expect(await whoHas(here)).toMatchObject({ error: { code: 'sign_in_required' } });
    expect(await whoHas(elsewhere)).toMatchObject({ member: { name: 'Mia' } });
    // A link that opens nothing ends nothing.
    expect((await use(used, elsewhere)).status).toBe(410);
    expect(await whoHas(elsewhere)).toMatchObject({ member: { name: 'Mia' } });
  });

  it('opens a session that lasts for fourteen days, and then ends', async () => {
    const answer = await use(await linkOf('mia@example.com'));
    expect(answer.headers.get('set-cookie')).toContain(`Max-Age=${14 * 24 * 3_600};`);
    const cookie = cookieOf(answer);
    forum.clock.pass(hours(14 * 24) - minutes(1));
    expect(await whoHas(cookie)).toMatchObject({ member: { name: 'Mia' } });
    forum.clock.pass(minutes(2));
    // What was found good a moment ago is asked again.
    await until('the end of the session', async () =>
      JSON.stringify(await whoHas(cookie)).includes('sign_in_required'),
    );
    expect((await forum.visit('/api/v1/moderation/queue', { headers: { cookie } })).status).toBe(401);
  });

  it('is no token, and a token is no link', async () => {
    const link = await linkOf('mia@example.com');
    const asked = await forum.anyone.ask('GET', '/me', { headers: { authorization: `Bearer ${link}` } });
    expect(asked.status).toBe(401);
    expect(await whoHas(`__Host-rejoinder=${link}`)).toMatchObject({ error: { code: 'sign_in_required' } });
    const session = cookieOf(await use(link)).slice('__Host-rejoinder='.length);
    for (const token of [session, forum.mia.token, forum.ana.token]) expect((await use(token)).status).toBe(410);
  });
});
