import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { guestAnswer } from '../../src/members/members.schema.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('members', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const named = async (name: string) => (await forum.guest(name)).name;

  describe('a guest', () => {
    it('comes in by a name, and is known by the token from then on', async () => {
      const answer = await forum.anyone.ask('POST', '/guests', { body: { name: 'Clara' } });
      expect(answer.status).toBe(201);
      const { token, member } = guestAnswer.parse(answer.body);
      expect(member).toMatchObject({ name: 'Clara', role: 'guest', badges: [] });
      const clara = forum.as({ id: member.id, name: member.name, token });
      expect(await clara.me()).toMatchObject({ member, permissions: ['post', 'vote', 'report'], sites: [] });
    });

    it('may be called as another guest is, and is somebody else', async () => {
      const [first, second] = [await forum.guest('Dora'), await forum.guest('Dora')];
      expect(first.id).not.toBe(second.id);
    });

    it('is one guest when the request is sent again, with a token of its own', async () => {
      const asked = { key: 'guest-once', body: { name: 'Emil', secret: randomUUID() } };
      const [first, again] = [
        await forum.anyone.ask('POST', '/guests', asked),
        await forum.anyone.ask('POST', '/guests', asked),
      ];
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      const [one, two] = [guestAnswer.parse(first.body), guestAnswer.parse(again.body)];
      expect(two.member).toEqual(one.member);
      for (const { token } of [one, two]) {
        expect((await forum.as({ ...one.member, token }).me()).member).toEqual(one.member);
      }
    });

    it('is nobody else’s, whatever key they send (row S10)', async () => {
      const asked = { key: 'guest-1', body: { name: 'Emil' } };
      const others = [{}, { secret: randomUUID() }, { secret: randomUUID() }].map((more) => ({
        ...asked,
        body: { ...asked.body, ...more },
      }));
      const answers = await Promise.all([asked, ...others].map((one) => forum.anyone.ask('POST', '/guests', one)));
      const guests = answers.map(({ body }) => guestAnswer.parse(body).member.id);
      expect(new Set(guests).size).toBe(4);
      for (const { headers } of answers) expect(headers.get('idempotency-replayed')).toBeNull();
    });

    it.each([
      ['  Ana   Lucía ', 'Ana Lucía'],
      ['A\u200bna\u202e', 'Ana'],
      ['Zoe\u0308', 'Zoë'],
      ['Ana\u2028Lucía', 'Ana Lucía'],
      ['ㅤAna', 'Ana'],
      [`Z${'\u0335'.repeat(90)}o`, `Z${'\u0335'.repeat(8)}o`],
      ['名無し', '名無し'],
      ['J. R. R.', 'J. R. R.'],
      ['x'.repeat(40), 'x'.repeat(40)],
    ])('who gives the name %j is called %j', async (given, kept) => {
      expect(await named(given)).toBe(kept);
    });
  });

  describe('somebody else’s name', () => {
    it.each(['Mia', 'mia', 'MIA', 'Míа', 'M i a', 'Міа', 'Mⅰa', 'm.i.a', 'M\u200bia', 'Ⓜia'])(
      'of staff is not taken by a guest who calls himself %j',
      async (name) => {
        expect(await refusalOf(forum.guest(name))).toMatchObject({ status: 422, code: 'name_taken' });
      },
    );

    it.each(['Miranda', 'Mio', 'Amia'])('leaves %j free', async (name) => {
      expect(await named(name)).toBe(name);
    });

    it.each(['Admin', 'moderator', 'Мoderator', 'ADMlN', 'Rejoinder', 'Staff'])(
      'of the house’s own offices is nobody’s: %j',
      async (name) => {
        expect(await refusalOf(forum.guest(name))).toMatchObject({ code: 'name_taken' });
      },
    );

    it('is taken once it is staff’s, also in a form that is posted without JavaScript', async () => {
      const form = { method: 'POST', body: new URLSearchParams({ name: 'Olgа', text: 'I am in charge.' }) };
      const answer = await forum.visit(`/threads/${forum.thread.id}/messages`, form);
      expect([answer.status, answer.text.includes('looks like that of somebody else')]).toEqual([422, true]);
      expect((await forum.anyone.thread(forum.thread)).messageCount).toBe(0);
    });
  });

  describe('a token', () => {
    it('is kept as a hash only (promise: who reads the database signs in as nobody)', async () => {
      const clara = await forum.guest('Clara');
      await forum.anyone.ask('POST', '/guests', { key: 'with-a-key', body: { name: 'Clara', secret: randomUUID() } });
      const hash = createHash('sha256').update(clara.token).digest('hex');
      const { read } = forum.connections;
      expect(await read.query(`SELECT kind FROM tokens WHERE hash = '${hash}'`)).toEqual([{ kind: 'guest' }]);
      const tables = ['tokens', 'members', 'idempotency_keys', 'thread_events', 'audit_log'];
      const kept = await Promise.all(tables.map((table) => read.query(`SELECT * FROM ${table}`)));
      for (const { token } of [clara, forum.ana, forum.mia]) expect(JSON.stringify(kept)).not.toContain(token);
    });

    it.each(['', 'Bearer', 'Bearer ', 'Bearer nonsense', 'Basic YTpi', 'bearer x y', `Bearer ${'x'.repeat(300)}`])(
      'is asked for where %j came instead, also where none is needed',
      async (authorization) => {
        for (const path of ['/me', `/messages/${forum.thread.id}`]) {
          const answer = await forum.anyone.ask('GET', path, { headers: { authorization } });
          expect([answer.status, answer.body]).toMatchObject([401, { error: { code: 'sign_in_required' } }]);
        }
      },
    );

    it('of a one-time link opens nothing by itself', async () => {
      const { link, id } = await forum.service(StaffService).addStaff('nora@example.com', 'admin', null);
      expect(await refusalOf(forum.as({ id, name: 'Nora', token: link }).me())).toMatchObject({ status: 401 });
    });
  });

  describe('whoever asks who they are', () => {
    it('is told, with what they may do and where', async () => {
      expect(await forum.as(forum.mia).me()).toMatchObject({
        member: { name: 'Mia', role: 'member' },
        permissions: ['post', 'vote', 'report', 'moderate'],
        sites: ['default'],
      });
      expect(await forum.as(forum.olga).me()).toMatchObject({
        member: { name: 'Olga', role: 'owner', badges: ['owner'] },
        permissions: ['post', 'vote', 'report', 'moderate', 'administer'],
        sites: ['*'],
      });
      expect(await refusalOf(forum.anyone.me())).toMatchObject({ status: 401, code: 'sign_in_required' });
    });

    it('carries the badge of an office only on the sites where they hold it', async () => {
      await forum.addSite('echo');
      const thread = await forum.article({ site: 'echo' });
      const [here, there] = [
        await forum.as(forum.mia).post(forum.thread, 'Welcome.'),
        await forum.as(forum.mia).post(thread, 'Hello.'),
      ];
      expect(here.author).toMatchObject({ role: 'moderator', badges: ['moderator'] });
      expect(there.author).toMatchObject({ role: 'member', badges: [] });
    });
  });
});
