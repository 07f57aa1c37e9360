import { beforeAll, expect, it } from '@jest/globals';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { mailAnswer } from '../../../src/identity/ways/mail/mail.schema.js';
import { signedIn, waysAnswer } from '../../../src/identity/ways/sign-in.schema.js';
import { ErasuresService } from '../../../src/messages/erasures/erasures.service.js';
import { minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startBeside, startForum, type Forum } from '../../support/forum.js';
import { MailServer } from '../../support/mail-server.js';
import type { Person } from '../../support/person.js';

const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
const CHROME = {
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};

eachDatabase('signing in by mail', (database) => {
  let mails: MailServer;
  let forum: Forum;
  let people = 0;
  beforeAll(async () => {
    mails = await MailServer.start();
    forum = await startForum({ database, env: { SMTP_URL: mails.url } });
  });

  /** An address that nobody else in this file has. */
  const fresh = () => `reader${(people += 1)}@example.org`;
  const asked = async (email: string, { name, who = null }: { name?: string; who?: Person | null } = {}) => {
    const body = { site: 'default', email, ...(name === undefined ? {} : { name }) };
    const answer = await forum.as(who).get(mailAnswer, 'POST', '/sign-in/mail', { body, headers: FIREFOX });
    await forum.service(Jobs).runDue();
    return answer;
  };
  const verify = (body: object, headers: Record<string, string> = FIREFOX) =>
    forum.anyone.ask('POST', '/sign-in/mail/verify', { body, headers });
  const signIn = async (email: string, name?: string, count = 1) => {
    const { request } = await asked(email, name === undefined ? {} : { name });
    const code = await mails.code(email, count);
    return signedIn.parse((await verify({ email, code, request })).body);
  };
  const refusal = { status: 422, body: { error: { code: 'code_not_valid' } } };

  it('is offered where mail can be sent, and is switched off by the site', async () => {
    expect(await forum.anyone.get(waysAnswer, 'GET', '/sites/default/sign-in')).toEqual({ ways: [{ way: 'mail' }] });
    await forum.addSite('quiet', { settings: { mailSignIn: false } });
    expect(await forum.anyone.get(waysAnswer, 'GET', '/sites/quiet/sign-in')).toEqual({ ways: [] });
    const body = { site: 'quiet', email: fresh() };
    expect((await forum.anyone.ask('POST', '/sign-in/mail', { body })).body).toMatchObject({
      error: { code: 'not_allowed' },
    });
    expect((await forum.anyone.ask('GET', '/sites/none/sign-in')).status).toBe(404);
  });

  it('makes a member of whoever sends the code back, and finds them again by their address', async () => {
    const email = fresh();
    const first = await signIn(email, 'Carla');
    expect(first).toMatchObject({
      member: { name: 'Carla', role: 'member' },
      session: { way: 'mail', device: 'Firefox · Linux', current: true },
    });
    const carla = { id: first.member.id, name: 'Carla', token: first.token };
    await forum.as(carla).post(forum.thread, 'I was there.');
    // Letters of another case, and spaces around it, are the same address.
    const shouted = `  ${email.toUpperCase()} `;
    const { request } = await asked(shouted);
    const again = await verify({ email: shouted, code: await mails.code(email, 2), request });
    expect(again.body).toMatchObject({ member: { id: first.member.id, name: 'Carla' } });
  });

  it('says in the mail for which site the code is, in the language of the browser', async () => {
    const email = fresh();
    const body = { site: 'default', email, name: 'Dora' };
    const headers = { ...FIREFOX, 'accept-language': 'de-AT' };
    await forum.anyone.get(mailAnswer, 'POST', '/sign-in/mail', { body, headers });
    await forum.service(Jobs).runDue();
    const [mail] = await mails.to(email);
    expect(mail?.subject).toMatch(/^\d{6} ist Ihr Code für Default$/);
    expect(mail?.text).toContain('zehn Minuten');
  });

  it('leaves a guest what it wrote, under the name that is now its own', async () => {
    const email = fresh();
    const guest = await forum.guest('Edda');
    const message = await forum.as(guest).post(forum.thread, 'As a guest.');
    const { request } = await asked(email, { who: guest });
    const code = await mails.code(email);
    const { token, member } = signedIn.parse((await verify({ email, code, request })).body);
    expect(member).toMatchObject({ id: guest.id, name: 'Edda', role: 'member' });
    const edited = await forum.as({ ...guest, token }).edit(message, 'As myself.');
    expect(edited.author?.id).toBe(guest.id);
    // What spoke for the guest speaks for nobody any more, and nobody else takes the name.
    expect((await forum.as(guest).ask('GET', '/me')).status).toBe(401);
    expect((await forum.anyone.ask('POST', '/guests', { body: { name: 'Edda' } })).body).toMatchObject({
      error: { code: 'name_taken' },
    });
  });

  it('takes the code of the browser that asked, and of no other', async () => {
    const email = fresh();
    await asked(email, { name: 'Frida' });
    const code = await mails.code(email);
    expect(await verify({ email, code, request: 'somebody-elses' })).toMatchObject(refusal);
    expect(await verify({ email, code }, CHROME)).toMatchObject(refusal);
    expect((await verify({ email, code })).status).toBe(200);
  });

  it('takes a code once, also where it comes twice at the same moment', async () => {
    const email = fresh();
    const { request } = await asked(email, { name: 'Greta' });
    const code = await mails.code(email);
    const answers = await Promise.all([1, 2, 3].map(() => verify({ email, code, request })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
    expect(await verify({ email, code, request })).toMatchObject(refusal);
  });

  it('takes no code that is older than ten minutes', async () => {
    const email = fresh();
    const { request, expiresIn } = await asked(email, { name: 'Hanna' });
    expect(expiresIn).toBe(600);
    const code = await mails.code(email);
    forum.clock.pass(minutes(10));
    expect(await verify({ email, code, request })).toMatchObject(refusal);
  });

  it('gives up a code after five that were wrong', async () => {
    const email = fresh();
    const { request } = await asked(email, { name: 'Ida' });
    const code = await mails.code(email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 4; tries += 1)
      expect(await verify({ email, code: wrong, request })).toMatchObject(refusal);
    expect((await verify({ email, code, request })).status).toBe(200);
    const other = await asked(email);
    const second = await mails.code(email, 2);
    const no = second === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries += 1)
      expect(await verify({ email, code: no, request: other.request })).toMatchObject(refusal);
    expect(await verify({ email, code: second, request: other.request })).toMatchObject(refusal);
  });

  it('asks for a name where it needs one, and for another where it is somebody’s, with the same code', async () => {
    const email = fresh();
    const { request } = await asked(email);
    const code = await mails.code(email);
    expect((await verify({ email, code, request })).body).toMatchObject({
      error: { code: 'invalid_request', details: [{ path: 'name' }] },
    });
    expect((await verify({ email, code, request, name: 'Mia' })).body).toMatchObject({ error: { code: 'name_taken' } });
    expect((await verify({ email, code, request, name: 'Jana' })).body).toMatchObject({ member: { name: 'Jana' } });
  });

  it('answers the same of an address that somebody has and of one that nobody has', async () => {
    const email = fresh();
    await signIn(email, 'Kira');
    const answers = await Promise.all(
      [email, fresh()].map((one) =>
        forum.anyone.ask('POST', '/sign-in/mail', { body: { site: 'default', email: one }, headers: FIREFOX }),
      ),
    );
    const shape = ({ status, headers, body }: (typeof answers)[number]) => ({
      status,
      names: [...headers.keys()].toSorted(),
      body: Object.keys(body as object),
      length: JSON.stringify(body).length,
    });
    expect(answers.map(shape)[0]).toEqual(shape(answers[1] as (typeof answers)[number]));
    expect(answers[0]?.status).toBe(202);
    const tries = await Promise.all(
      [email, fresh()].map((one) => verify({ email: one, code: '123456', request: 'unknown' })),
    );
    expect(tries.map(({ status, body }) => [status, (body as { error: { code: string } }).error.code])).toEqual([
      [422, 'code_not_valid'],
      [422, 'code_not_valid'],
    ]);
  });

  it.each([
    '',
    'nobody',
    'a@b@c',
    'a b@example.org',
    'a@example.org\r\nBcc: all@example.org',
    `${'a'.repeat(300)}@b.org`,
  ])('takes no address that is none: %j', async (email) => {
    const body = { site: 'default', email };
    expect((await forum.anyone.ask('POST', '/sign-in/mail', { body })).body).toMatchObject({
      error: { code: 'invalid_request' },
    });
  });

  it('is a way in for staff, too: the same person, with the same powers', async () => {
    const nora = await forum.staff('Nora', 'moderator', 'default');
    const { request } = await asked('nora@example.com');
    const code = await mails.code('nora@example.com');
    const { token, member } = signedIn.parse((await verify({ email: 'nora@example.com', code, request })).body);
    expect(member.id).toBe(nora.id);
    expect((await forum.as({ ...nora, token }).me()).sites).toEqual(['default']);
  });

  it('finds somebody again after the key was changed, and seals what it knows of them anew', async () => {
    const email = fresh();
    const first = await signIn(email, 'Paula');
    const [SECRET_KEY, SECRET_KEY_BEFORE] = [
      'another-key-of-tests-which-nobody-guesses',
      forum.config.SECRET_KEY ?? '',
    ];
    const changed = await startBeside(forum, { SECRET_KEY, SECRET_KEY_BEFORE, SMTP_URL: mails.url });
    const again = async (on: Forum, count: number) => {
      const body = { site: 'default', email };
      const { request } = await on.anyone.get(mailAnswer, 'POST', '/sign-in/mail', { body, headers: FIREFOX });
      await on.service(Jobs).runDue();
      const code = await mails.code(email, count);
      return on.anyone.get(signedIn, 'POST', '/sign-in/mail/verify', { body: { email, code, request } });
    };
    expect((await again(changed, 2)).member.id).toBe(first.member.id);
    // From now on the new key alone will do.
    const alone = await startBeside(forum, { SECRET_KEY, SMTP_URL: mails.url });
    expect((await again(alone, 3)).member.id).toBe(first.member.id);
  });

  it('forgets an address with whoever is erased: it is nobody’s then', async () => {
    const email = fresh();
    const { member } = await signIn(email, 'Quinn');
    await forum.service(ErasuresService).erase(member.id);
    const { request } = await asked(email, { name: 'Rosa' });
    const code = await mails.code(email, 2);
    const next = signedIn.parse((await verify({ email, code, request })).body);
    expect(next.member.name).toBe('Rosa');
    expect(next.member.id).not.toBe(member.id);
  });

  it('keeps no address and no code that can be read', async () => {
    const email = fresh();
    await asked(email, { name: 'Lena' });
    const code = await mails.code(email);
    const { request } = await asked(email);
    await verify({ email, code: await mails.code(email, 2), request, name: 'Lena' });
    for (const table of ['credentials', 'mail_codes', 'jobs', 'members', 'tokens', 'idempotency_keys']) {
      const kept = JSON.stringify(await forum.connections.read.query(`SELECT * FROM ${table}`));
      expect([table, kept.includes(email), kept.includes(code)]).toEqual([table, false, false]);
    }
  });
});
