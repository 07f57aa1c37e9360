import { beforeAll, expect, it } from '@jest/globals';
import { accountAnswer } from '../../../src/identity/account/account.schema.js';
import { hours } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';
import { signInByMail } from '../../support/signing-in.js';

eachDatabase('what somebody is told of their own account', (database) => {
  let mails: MailServer;
  let forum: Forum;
  beforeAll(async () => {
    mails = await MailServer.start();
    forum = await startForum({ database, env: { SMTP_URL: mails.url } });
  });

  const accountOf = (who: Person) => forum.as(who).get(accountAnswer, 'GET', '/me');

  it('is of a guest that nothing but this browser knows it', async () => {
    expect(await accountOf(forum.ana)).toMatchObject({ roles: [], email: null, credentials: [], sanctions: [] });
  });

  it('is of whoever signs in by mail the way and the address, masked, and never the whole of it', async () => {
    const greta = await signInByMail(forum, mails, 'greta.garten@example.org', 'Greta');
    const { status, body, text } = await forum.as(greta).ask('GET', '/me');
    expect(status).toBe(200);
    const { email, credentials } = accountAnswer.parse(body);
    expect(email).toBe('g…@example.org');
    expect(credentials).toMatchObject([{ way: 'mail', site: '*' }]);
    expect(text).not.toContain('garten');
  });

  it('is of staff where they have which role', async () => {
    expect((await accountOf(forum.mia)).roles).toEqual([{ site: 'default', role: 'moderator' }]);
    expect((await accountOf(forum.olga)).roles).toEqual([{ site: '*', role: 'owner' }]);
  });

  it('is what holds against them, why and until when, as long as it holds', async () => {
    const paul = await forum.guest('Paul');
    await forum.as(paul).post(forum.thread, 'Paul was here.');
    const until = new Date(forum.clock.now() + hours(24)).toISOString();
    const enough = { kind: 'suspend', reason: 'Enough for today', until, site: 'default' } as const;
    const { createdAt: since } = await forum.as(forum.mia).sanction(paul, enough);
    const { sanctions } = await accountOf(paul);
    expect(sanctions).toEqual([{ site: 'default', kind: 'suspend', reason: 'Enough for today', until, since }]);
    forum.clock.pass(hours(48));
    expect((await accountOf(paul)).sanctions).toEqual([]);
  });

  it('is told to nobody else', async () => {
    expect((await forum.anyone.ask('GET', '/me')).status).toBe(401);
    const ben = await accountOf(forum.ben);
    expect(ben.member.id).toBe(forum.ben.id);
  });
});
