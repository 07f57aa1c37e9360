import { beforeAll, expect, it } from '@jest/globals';
import { TokenUses } from '../../../src/auth/tokens/token-uses.service.js';
import { sha256 } from '../../../src/database/ids.js';
import { sessionsAnswer } from '../../../src/identity/sessions/sessions.schema.js';
import { StaffService } from '../../../src/members/staff/staff.service.js';
import { guestAnswer } from '../../../src/members/members.schema.js';
import { hours, minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startBeside, startForum, type Forum } from '../../support/forum.js';
import type { Person } from '../../support/person.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

eachDatabase('where somebody is signed in', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  const guestOn = async (userAgent: string): Promise<Person> => {
    const headers = { 'user-agent': userAgent };
    const { token, member } = await forum.anyone.get(guestAnswer, 'POST', '/guests', {
      body: { name: 'Carla' },
      headers,
    });
    return { id: member.id, name: member.name, token };
  };
  const sessionsOf = async (who: Person) => (await forum.as(who).get(sessionsAnswer, 'GET', '/me/sessions')).sessions;
  /** The same member of staff once more, by another token. */
  const again = async (name: string): Promise<Person> => {
    const token = await forum.service(StaffService).staffToken(`${name.toLowerCase()}@example.com`);
    return { id: '', name, token };
  };

  it.each([
    [FIREFOX, 'Firefox · Linux'],
    [SAFARI, 'Safari · iOS'],
    ['curl/8.5.0', null],
    ['', null],
    ['('.repeat(600), null],
  ])('says by which way and on what: %s', async (userAgent, device) => {
    const [session, ...others] = await sessionsOf(await guestOn(userAgent));
    expect(session).toMatchObject({ way: 'guest', device, expiresAt: null, current: true });
    expect(others).toEqual([]);
  });

  it('gives away no token, nor its hash', async () => {
    const { token } = forum.ana;
    const { text } = await forum.as(forum.ana).ask('GET', '/me/sessions');
    const hash = sha256(token);
    expect(hash).toHaveLength(64);
    expect(text).not.toContain(token);
    for (let at = 0; at + 16 <= hash.length; at += 1) expect(text).not.toContain(hash.slice(at, at + 16));
  });

  it('says when each was last used, exact to an hour', async () => {
    const guest = await guestOn(FIREFOX);
    const [{ createdAt, usedAt } = { createdAt: '', usedAt: '' }] = await sessionsOf(guest);
    expect(usedAt).toBe(createdAt);
    await forum.service(TokenUses).write();
    forum.clock.pass(minutes(59));
    await forum.as(guest).me();
    await forum.service(TokenUses).write();
    expect((await sessionsOf(guest))[0]?.usedAt).toBe(createdAt);
    forum.clock.pass(hours(5));
    // By a process that has not seen it yet: this one believes for some seconds in what it has read.
    const beside = await startBeside(forum);
    await beside.as(guest).me();
    await beside.service(TokenUses).write();
    const [session] = await sessionsOf(guest);
    expect(Date.parse(session?.usedAt ?? '')).toBeGreaterThan(forum.clock.now() - minutes(1));
  });

  it('can be ended from another, at once, with the sockets that are open by it', async () => {
    const here = await forum.staff('Nora', 'moderator', 'default');
    const lost = await again('Nora');
    const reader = await forum.follow(forum.thread, lost);
    const sessions = await sessionsOf(here);
    expect(sessions.map(({ current }) => current).toSorted()).toEqual([false, true]);
    const other = sessions.find(({ current }) => !current)?.id;
    expect((await forum.as(here).ask('DELETE', `/me/sessions/${other}`)).status).toBe(200);
    expect((await forum.as(lost).ask('GET', '/me')).status).toBe(401);
    expect((await forum.as(here).ask('GET', '/me')).status).toBe(200);
    expect(await reader.end()).toMatchObject({ code: 4401 });
    expect((await forum.as(here).ask('DELETE', `/me/sessions/${other}`)).body).toMatchObject({
      error: { code: 'session_not_found' },
    });
  });

  it('ends everywhere else by one call', async () => {
    const here = await forum.staff('Otto', 'moderator', 'default');
    const others = [await again('Otto'), await again('Otto')];
    expect((await forum.as(here).ask('DELETE', '/me/sessions')).status).toBe(200);
    for (const other of others) expect((await forum.as(other).ask('GET', '/me')).status).toBe(401);
    expect(await sessionsOf(here)).toMatchObject([{ current: true }]);
  });

  it('is nobody else’s to see or to end', async () => {
    const [session] = await sessionsOf(forum.ana);
    for (const who of [forum.ben, forum.mia, forum.olga]) {
      expect((await sessionsOf(who)).map(({ id }) => id)).not.toContain(session?.id);
      expect((await forum.as(who).ask('DELETE', `/me/sessions/${session?.id}`)).status).toBe(404);
    }
    expect((await forum.as(forum.ana).ask('GET', '/me')).status).toBe(200);
    expect((await forum.anyone.ask('GET', '/me/sessions')).status).toBe(401);
  });
});
