import { beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventBus } from '../../../../src/events/event-bus.js';
import { Jobs } from '../../../../src/jobs/jobs.service.js';
import { sessionsAnswer } from '../../../../src/identity/sessions/sessions.schema.js';
import { signedIn, waysAnswer, type SignedIn } from '../../../../src/identity/ways/sign-in.schema.js';
import { minutes, seconds } from '../../../support/clock.js';
import { eachDatabase } from '../../../support/databases.js';
import { startBeside, startForum, type Forum } from '../../../support/forum.js';
import type { Person } from '../../../support/person.js';
import { codeOf, Publisher, type Claims } from '../../../support/publisher.js';

eachDatabase('single sign-on', (database) => {
  let forum: Forum;
  let gazette: Publisher;
  let readers = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    const settings = { ssoBadges: ['Subscriber', 'Gold Club'], ssoRoles: true };
    gazette = await Publisher.of(forum, 'gazette', settings);
    // What recurs has its first time from now on.
    await forum.service(Jobs).runDue();
  });

  /** Somebody whom the publisher has and no other test. */
  const fresh = (name = `Reader ${(readers += 1)}`) => ({ sub: `sub-${(readers += 1)}`, name });
  const come = async (claims: Claims, who: Person | null = null): Promise<SignedIn> =>
    signedIn.parse((await gazette.signIn(gazette.token(claims), who)).body);
  const personOf = ({ token, member }: SignedIn): Person => ({ id: member.id, name: member.name, token });
  const article = () => forum.article({ site: 'gazette' });
  const post = (who: Person, thread: { readonly id: string }) =>
    forum.as(who).ask('POST', `/threads/${thread.id}/messages`, { body: { text: 'Hello there.' }, key: randomUUID() });

  it('is offered where the site has it on, and refused where not', async () => {
    expect(await forum.anyone.get(waysAnswer, 'GET', '/sites/gazette/sign-in')).toMatchObject({
      ways: [{ way: 'sso' }, {}],
    });
    const body = { site: 'default', token: gazette.token() };
    expect(codeOf(await forum.anyone.ask('POST', '/sign-in/sso', { body }))).toBe('sso_off');
  });

  it('makes a member of a reader, and finds the same again by the subject alone', async () => {
    const rosa = fresh('Rosa Lind');
    const first = await come(rosa);
    expect(first).toMatchObject({
      member: { name: 'Rosa Lind', role: 'member' },
      session: { way: 'sso', current: true },
    });
    await forum.as(personOf(first)).post(await article(), 'I read this paper.');
    expect((await come({ ...rosa, name: 'Rosa Berg' })).member).toMatchObject({
      id: first.member.id,
      name: 'Rosa Berg',
    });
    expect((await forum.as(personOf(first)).me()).member.name).toBe('Rosa Berg');
  });

  it('keeps the session of a browser that is signed in already, so that pages do not pile up sessions', async () => {
    const reader = fresh();
    const first = await come(reader);
    const again = await come(reader, personOf(first));
    expect(again.token).toBe(first.token);
    const { sessions } = await forum.as(personOf(first)).get(sessionsAnswer, 'GET', '/me/sessions');
    expect(sessions).toHaveLength(1);
    // Another reader at the same browser gets a session of its own.
    const other = await come(fresh(), personOf(first));
    expect(other.token).not.toBe(first.token);
    expect(other.member.id).not.toBe(first.member.id);
  });

  it('takes a token once, also where two processes are asked at the same moment', async () => {
    const beside = await startBeside(forum, { PUBLIC_URL: forum.config.PUBLIC_URL.origin });
    for (let round = 0; round < 5; round += 1) {
      const token = gazette.token(fresh());
      const answers = await Promise.all(
        [forum, beside, forum, beside].map((process) => gazette.signIn(token, null, process)),
      );
      expect(answers.map(codeOf).toSorted()).toEqual(['none', 'sso_token_used', 'sso_token_used', 'sso_token_used']);
    }
  });

  it('leaves a token good that came to nothing', async () => {
    const token = gazette.token(fresh('Moderator Max'));
    expect(codeOf(await gazette.signIn(token))).toBe('name_taken');
    expect(codeOf(await gazette.signIn(token))).toBe('name_taken');
  });

  it('keeps subjects of two sites apart', async () => {
    const herald = await Publisher.of(forum, 'herald');
    const reader = fresh();
    const here = await come(reader);
    const there = signedIn.parse((await herald.signIn(herald.token(reader))).body);
    expect(there.member.id).not.toBe(here.member.id);
    expect(codeOf(await herald.signIn(gazette.token(reader)))).toBe('sso_signature_not_valid');
  });

  it('tells readers of one name apart by a number, which stays', async () => {
    const [one, two] = [fresh('Ida Holm'), fresh('Ida Holm')];
    expect((await come(one)).member.name).toBe('Ida Holm');
    expect((await come(two)).member.name).toBe('Ida Holm 2');
    expect((await come(one)).member.name).toBe('Ida Holm');
    expect((await come(two)).member.name).toBe('Ida Holm 2');
    // Staff of the forum are nobody else.
    expect((await come(fresh('Mia'))).member.name).toBe('Mia 2');
  });

  it('leaves a guest what it wrote, under the name that the publisher says', async () => {
    const guest = await forum.guest('Edda');
    const thread = await article();
    const message = await forum.as(guest).post(thread, 'As a guest.');
    const signed = await come(fresh('Edda Falk'), guest);
    expect(signed.member).toMatchObject({ id: guest.id, name: 'Edda Falk', role: 'member' });
    expect((await forum.as(personOf(signed)).edit(message, 'As myself.')).author?.name).toBe('Edda Falk');
    expect((await forum.as(guest).ask('GET', '/me')).status).toBe(401);
  });

  it('lets whom the publisher lets read alone read, and write again with the next token', async () => {
    const reader = fresh();
    const thread = await article();
    const signed = personOf(await come({ ...reader, may_comment: false }));
    expect(codeOf(await post(signed, thread))).toBe('may_not_comment');
    expect((await forum.as(signed).ask('GET', `/threads/${thread.id}/messages`)).status).toBe(200);
    // Elsewhere the publisher has no say.
    await forum.as(signed).post(forum.thread, 'On another site.');
    await come({ ...reader, may_comment: true }, signed);
    expect((await post(signed, thread)).status).toBeLessThan(300);
  });

  it('shows the badges that the site declared, and no other, with the name', async () => {
    const reader = fresh();
    const signed = personOf(await come({ ...reader, badges: ['Subscriber', 'Editor in chief'] }));
    const thread = await article();
    const posted = await forum.as(signed).post(thread, 'With a badge.');
    expect(posted.author?.badges).toEqual(['Subscriber']);
    const { messages } = await forum.anyone.page(thread);
    expect(messages[0]?.author?.badges).toEqual(['Subscriber']);
    expect((await forum.as(signed).post(forum.thread, 'Elsewhere.')).author?.badges).toEqual([]);
  });

  it.each(['Gold Club', 'Ana Subscriber', '★ subscriber ★', 'Ｓｕｂｓｃｒｉｂｅｒ', 'Sub­scriber Ana', 'Subѕcriber'])(
    'lets nobody type a badge: %s',
    async (name) => {
      const guest = await forum.guest(name);
      expect(codeOf(await post(guest, await article()))).toBe('name_taken');
      expect(codeOf(await gazette.signIn(gazette.token(fresh(name))))).toBe('sso_claim_not_valid');
    },
  );

  it('makes a moderator of the site, and takes that back', async () => {
    const reader = fresh('Nora Lund');
    const signed = personOf(await come({ ...reader, roles: ['moderator', 'owner'] }));
    expect((await forum.as(signed).me()).sites).toEqual(['gazette']);
    await come(reader, signed);
    expect((await forum.as(signed).me()).sites).toEqual([]);
    const { entries } = await forum.as(forum.olga).log({ site: 'gazette' });
    expect(entries.slice(0, 2)).toMatchObject([
      { action: 'staff.remove', actor: { name: 'single sign-on' } },
      { action: 'staff.add', actor: { name: 'single sign-on' } },
    ]);
  });

  it('takes the role back where the site lets tokens give none any more', async () => {
    const signed = personOf(await come({ ...fresh(), roles: ['moderator'] }));
    await forum.changeSite('gazette', { settings: { ssoRoles: false } });
    forum.clock.pass(minutes(2));
    await forum.service(Jobs).runDue();
    expect((await forum.as(signed).me()).sites).toEqual([]);
    expect((await forum.as(personOf(await come({ ...fresh(), roles: ['moderator'] }))).me()).sites).toEqual([]);
    await forum.changeSite('gazette', { settings: { ssoRoles: true } });
  });

  it('tells other processes of a reader only what is new', async () => {
    const reader = { ...fresh(), badges: ['Subscriber'] };
    const { member } = await come(reader);
    const changed: string[] = [];
    const bus = forum.service(EventBus);
    bus.on('member.changed', ({ memberId }) => void changed.push(memberId));
    await come(reader);
    expect(changed).not.toContain(member.id);
    await come({ ...reader, badges: [] });
    expect(changed).toContain(member.id);
  });

  it('goes by the token that was made last, in whatever order they come', async () => {
    const reader = fresh();
    const early = gazette.token({ ...reader, may_comment: false });
    forum.clock.pass(seconds(20));
    const signed = personOf(await come({ ...reader, may_comment: true }));
    await gazette.signIn(early, signed);
    expect((await forum.as(signed).post(await article(), 'I may.')).state).toBe('published');
  });

  it('keeps mail addresses sealed, and subjects as fingerprints', async () => {
    await come({ ...fresh(), sub: 'rosa@gazette.example', email: 'rosa@mail.example' });
    const rows = await forum.connections.read.query<Record<string, unknown>[]>(`SELECT * FROM credentials`);
    expect(JSON.stringify(rows)).not.toContain('rosa@');
    expect(rows.some(({ sealed }) => sealed !== null)).toBe(true);
  });

  it('forgets tokens that would be refused for their age, and still refuses them', async () => {
    const token = gazette.token(fresh());
    await gazette.signIn(token);
    const count = () => forum.connections.read.query<{ n: number }[]>('SELECT count(*) AS n FROM used_sso_tokens');
    expect(Number((await count())[0]?.n)).toBeGreaterThan(0);
    forum.clock.pass(minutes(6));
    await forum.service(Jobs).runDue();
    expect(Number((await count())[0]?.n)).toBe(0);
    expect(codeOf(await gazette.signIn(token))).toBe('sso_token_expired');
  });
});
