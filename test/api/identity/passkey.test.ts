import { beforeAll, expect, it } from '@jest/globals';
import { passkeyOptions, passkeySignedIn } from '../../../src/identity/ways/passkey/passkey.schema.js';
import { StaffService } from '../../../src/members/staff/staff.service.js';
import { ErasuresService } from '../../../src/messages/erasures/erasures.service.js';
import { Authenticator, type Oddity } from '../../support/authenticator.js';
import { minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startBeside, startForum, type Forum } from '../../support/forum.js';
import {
  addPasskey,
  atTheConsole,
  authenticatorFor,
  cookieIn,
  emailOf,
  passkeysOf,
  SIGN_IN,
  signInByPasskey,
  verifyPasskey,
} from '../../support/passkeys.js';

const ELSEWHERE = 'https://elsewhere.example';
const NOT_VALID = { status: 422, body: { error: { code: 'passkey_not_valid' } } };

eachDatabase('signing in by a passkey', (database) => {
  let forum: Forum;
  let people = 0;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('gazette');
  });

  /** Somebody of staff, and the authenticator that has their passkey. */
  const staffWithPasskey = async (...as: [('moderator' | 'owner')?, (string | null)?]) => {
    const who = await atTheConsole(forum, `Tilda ${(people += 1)}`, ...as);
    const authenticator = authenticatorFor(forum);
    await addPasskey(forum, who, authenticator);
    return { who, authenticator };
  };
  const asked = (of = forum) => of.anyone.get(passkeyOptions, 'POST', `${SIGN_IN}/options`);
  const me = async (cookie: string) => (await forum.visit('/api/v1/me', { headers: { cookie } })).body;

  it('opens a session of the console, told in the cookie alone, and keeps when', async () => {
    const { who, authenticator } = await staffWithPasskey();
    expect((await passkeysOf(forum, who)).passkeys[0]?.usedAt).toBeNull();
    const answer = await signInByPasskey(forum, authenticator);
    expect(answer.status).toBe(200);
    const { member, session } = passkeySignedIn.strict().parse(answer.body);
    expect(member).toMatchObject({ id: who.id, name: who.name });
    expect(session).toMatchObject({ way: 'passkey', device: 'Chrome · Linux', current: true });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-rejoinder=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(answer.text).not.toContain(cookieIn(answer).slice('__Host-rejoinder='.length));
    expect(await me(cookieIn(answer))).toMatchObject({ member: { id: who.id } });
    expect((await passkeysOf(forum, who)).passkeys[0]?.usedAt).not.toBeNull();
  });

  it('says nothing of whose passkeys there are, and takes none that the authenticator says is another’s', async () => {
    const { authenticator } = await staffWithPasskey();
    const { options } = await asked();
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    expect(options['allowCredentials'] ?? []).toEqual([]);
    const userHandle = Buffer.from(forum.olga.id).toString('base64url');
    expect(await signInByPasskey(forum, authenticator, { userHandle })).toMatchObject(NOT_VALID);
    const unknown = authenticatorFor(forum);
    unknown.make(await asked(), { userHandle });
    expect(await signInByPasskey(forum, unknown)).toMatchObject(NOT_VALID);
  });

  it.each<[string, Oddity]>([
    ['of another origin', { origin: ELSEWHERE }],
    ['of the same host on another port', { origin: 'http://localhost:1' }],
    ['for another relying party', { rpId: 'elsewhere.example' }],
    ['of nobody who has shown to be its owner', { verified: false }],
    ['made for adding a passkey', { type: 'webauthn.create' }],
  ])('takes nothing that is signed %s', async (_, oddity) => {
    const { authenticator } = await staffWithPasskey();
    const answer = await signInByPasskey(forum, authenticator, oddity);
    expect(answer).toMatchObject(NOT_VALID);
    expect(cookieIn(answer)).toBe('');
    expect((await signInByPasskey(forum, authenticator)).status).toBe(200);
  });

  it('takes the page’s word for no host: what it believes is PUBLIC_URL', async () => {
    const strange = new Authenticator(ELSEWHERE);
    const who = await atTheConsole(forum, 'Ulla');
    await expect(addPasskey(forum, who, strange)).rejects.toMatchObject({ code: 'passkey_not_valid' });
    const { authenticator } = await staffWithPasskey();
    const forwarded = { 'x-forwarded-host': 'elsewhere.example', forwarded: 'host=elsewhere.example;proto=https' };
    const odd = { origin: ELSEWHERE, rpId: 'elsewhere.example' };
    expect(await signInByPasskey(forum, authenticator, odd, forwarded)).toMatchObject(NOT_VALID);
    const { status, body } = await signInByPasskey(forum, authenticator, {}, { origin: ELSEWHERE });
    expect([status, body]).toMatchObject([403, { error: { code: 'origin_not_allowed' } }]);
  });

  it('takes no signature of other keys, nor of other data', async () => {
    const { authenticator } = await staffWithPasskey();
    const { signature } = authenticatorFor(forum).sign(await asked()).response;
    const signed = authenticator.sign(await asked());
    expect(await verifyPasskey(forum, { ...signed, response: { ...signed.response, signature } })).toMatchObject(
      NOT_VALID,
    );
    const data = Buffer.from(signed.response.authenticatorData, 'base64url');
    data.writeUInt32BE(data.readUInt32BE(33) + 9, 33);
    const response = { ...authenticator.sign(await asked()).response, authenticatorData: data.toString('base64url') };
    expect(await verifyPasskey(forum, { ...signed, response })).toMatchObject(NOT_VALID);
  });

  it('takes each challenge once, also where its first answer was wrong or two come at once', async () => {
    const { authenticator } = await staffWithPasskey();
    const first = await asked();
    const right = authenticator.sign(first);
    expect((await verifyPasskey(forum, right)).status).toBe(200);
    expect(await verifyPasskey(forum, right)).toMatchObject(NOT_VALID);
    expect(await verifyPasskey(forum, authenticator.sign(first))).toMatchObject(NOT_VALID);

    const second = await asked();
    expect(await verifyPasskey(forum, authenticator.sign(second, { verified: false }))).toMatchObject(NOT_VALID);
    expect(await verifyPasskey(forum, authenticator.sign(second))).toMatchObject(NOT_VALID);

    const third = authenticator.sign(await asked());
    const both = await Promise.all([verifyPasskey(forum, third), verifyPasskey(forum, third)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const made = { options: { challenge: Buffer.from('of my own').toString('base64url') } };
    expect(await verifyPasskey(forum, authenticator.sign(made))).toMatchObject(NOT_VALID);
  });

  it('takes a challenge at every process, for five minutes', async () => {
    const { authenticator } = await staffWithPasskey();
    const beside = await startBeside(forum, { PUBLIC_URL: forum.config.PUBLIC_URL.origin });
    expect((await verifyPasskey(forum, authenticator.sign(await asked(beside)))).status).toBe(200);
    const [young, old] = [await asked(), await asked()];
    forum.clock.pass(minutes(4.9));
    expect((await verifyPasskey(forum, authenticator.sign(young))).status).toBe(200);
    forum.clock.pass(minutes(0.2));
    expect(await verifyPasskey(forum, authenticator.sign(old))).toMatchObject(NOT_VALID);
  });

  it('takes no challenge that somebody got to add a passkey', async () => {
    const { who, authenticator } = await staffWithPasskey();
    const forAdding = await forum.as(who).get(passkeyOptions, 'POST', '/me/passkeys/options');
    expect(await verifyPasskey(forum, authenticator.sign(forAdding))).toMatchObject(NOT_VALID);
  });

  it('takes no count that has not risen, so that a copy is found; who counts nothing comes in again and again', async () => {
    const { authenticator } = await staffWithPasskey();
    expect((await signInByPasskey(forum, authenticator, { counter: 7 })).status).toBe(200);
    expect(await signInByPasskey(forum, authenticator, { counter: 6 })).toMatchObject(NOT_VALID);
    expect(await signInByPasskey(forum, authenticator, { counter: 7 })).toMatchObject(NOT_VALID);
    expect(await signInByPasskey(forum, authenticator, { counter: 0 })).toMatchObject(NOT_VALID);
    expect((await signInByPasskey(forum, authenticator, { counter: 8 })).status).toBe(200);
    const copies = [
      authenticator.sign(await asked(), { counter: 9 }),
      authenticator.sign(await asked(), { counter: 9 }),
    ];
    const both = await Promise.all(copies.map((one) => verifyPasskey(forum, one)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);

    const { authenticator: other } = await staffWithPasskey();
    for (let n = 0; n < 2; n += 1) expect((await signInByPasskey(forum, other, { counter: 0 })).status).toBe(200);
  });

  it('ends the session that this browser had, and no other', async () => {
    const { who, authenticator } = await staffWithPasskey();
    const first = cookieIn(await signInByPasskey(forum, authenticator));
    const second = cookieIn(await signInByPasskey(forum, authenticator, {}, { cookie: first }));
    expect(await me(first)).toMatchObject({ error: { code: 'sign_in_required' } });
    expect(await me(second)).toMatchObject({ member: { id: who.id } });
    expect((await passkeysOf(forum, who)).passkeys).toHaveLength(1);
  });

  it('signs nobody in whose roles do not hold: banned, or staff no more', async () => {
    const { who, authenticator } = await staffWithPasskey();
    const ban = await forum.as(forum.olga).ban(who);
    const refused = { status: 403, body: { error: { code: 'not_allowed' } } };
    expect(await signInByPasskey(forum, authenticator)).toMatchObject(refused);
    await forum.as(forum.olga).lift(ban);
    expect((await signInByPasskey(forum, authenticator)).status).toBe(200);
    const email = emailOf(who.name);
    await forum.service(StaffService).removeStaff(email, null);
    expect(await signInByPasskey(forum, authenticator)).toMatchObject(NOT_VALID);
    // A role that they are given later brings back no passkey of before.
    await forum.service(StaffService).addStaff(email, 'moderator', 'default', who.name);
    expect(await signInByPasskey(forum, authenticator)).toMatchObject(NOT_VALID);
  });

  it('leaves a passkey to whoever has a role still, on another site, or where no ban holds', async () => {
    const { who, authenticator } = await staffWithPasskey();
    const email = emailOf(who.name);
    await forum.service(StaffService).addStaff(email, 'moderator', 'gazette');
    await forum.as(forum.olga).sanction(who, { kind: 'ban', reason: 'Spam', site: 'default' });
    expect((await signInByPasskey(forum, authenticator)).status).toBe(200);
    await forum.service(StaffService).removeStaff(email, 'default');
    expect((await signInByPasskey(forum, authenticator)).status).toBe(200);
  });

  it('forgets the passkeys of whoever is erased', async () => {
    const { who, authenticator } = await staffWithPasskey();
    await forum.as(who).get(passkeyOptions, 'POST', '/me/passkeys/options');
    await forum.service(ErasuresService).erase(who.id);
    expect(await signInByPasskey(forum, authenticator)).toMatchObject(NOT_VALID);
    const read = (table: string) =>
      forum.connections.read.query(`SELECT 1 FROM ${table} WHERE member_id = '${who.id}'`);
    expect(await read('passkeys')).toEqual([]);
    expect(await read('passkey_challenges')).toEqual([]);
  });
});
