import { beforeAll, expect, it } from '@jest/globals';
import { TokensService } from '../../../src/auth/tokens/tokens.service.js';
import { Transactions } from '../../../src/database/transactions.js';
import { sha256 } from '../../../src/database/ids.js';
import { passkeyOptions, passkeysAnswer } from '../../../src/identity/ways/passkey/passkey.schema.js';
import { PasskeyChallenges } from '../../../src/identity/ways/passkey/passkey-challenges.service.js';
import { minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';
import {
  addPasskey,
  atTheConsole,
  authenticatorFor,
  passkeysOf,
  SIGN_IN,
  signInByPasskey,
} from '../../support/passkeys.js';
import type { Person } from '../../support/person.js';
import { sources } from '../../support/sources.js';

const NOT_VALID = { code: 'passkey_not_valid' };

eachDatabase('one’s own passkeys', (database) => {
  let forum: Forum;
  let tilda: Person;
  let vera: Person;
  beforeAll(async () => {
    forum = await startForum({ database });
    tilda = await atTheConsole(forum, 'Tilda');
    vera = await atTheConsole(forum, 'Vera');
  });

  const toMake = (who: Person) => forum.as(who).get(passkeyOptions, 'POST', '/me/passkeys/options');
  const latest = async () => (await forum.as(forum.olga).log({ limit: 1 })).entries[0];

  it('are added, listed to nobody else, and removed; the log says so, and no name of theirs', async () => {
    const [phone, laptop] = [authenticatorFor(forum), authenticatorFor(forum)];
    await addPasskey(forum, tilda, phone, { name: 'Phone' });
    const { passkeys } = await addPasskey(forum, tilda, laptop, { name: '  Laptop ' });
    expect(passkeys).toMatchObject([
      { name: 'Phone', device: 'Chrome · Linux', usedAt: null },
      { name: 'Laptop', device: 'Chrome · Linux', usedAt: null },
    ]);
    expect(await latest()).toMatchObject({
      action: 'passkey.add',
      actor: { id: tilda.id },
      subject: { kind: 'member', id: tilda.id },
      before: null,
      after: null,
    });
    expect(await passkeysOf(forum, vera)).toEqual({ passkeys: [] });
    const path = `/me/passkeys/${passkeys[0]?.id}`;
    await expect(forum.as(vera).get(passkeysAnswer, 'DELETE', path)).rejects.toMatchObject({
      status: 404,
      code: 'passkey_not_found',
    });
    const left = await forum.as(tilda).get(passkeysAnswer, 'DELETE', path);
    expect(left.passkeys.map(({ name }) => name)).toEqual(['Laptop']);
    expect(await latest()).toMatchObject({ action: 'passkey.remove', actor: { id: tilda.id } });
    expect((await signInByPasskey(forum, phone)).status).toBe(422);
    expect((await signInByPasskey(forum, laptop)).status).toBe(200);
    await expect(forum.as(tilda).get(passkeysAnswer, 'DELETE', path)).rejects.toMatchObject({
      code: 'passkey_not_found',
    });
  });

  it('are added and removed once, however often it is sent', async () => {
    const body = { name: 'Key', response: authenticatorFor(forum).make(await toMake(vera)) };
    const add = () => forum.as(vera).ask('POST', '/me/passkeys', { body, key: 'add-it' });
    const first = await add();
    const again = await add();
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    const { passkeys } = await passkeysOf(forum, vera);
    expect(passkeys).toHaveLength(1);
    const remove = () => forum.as(vera).ask('DELETE', `/me/passkeys/${passkeys[0]?.id}`, { key: 'remove-it' });
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 200]);
  });

  it('are made for who one is, by an authenticator that has none yet', async () => {
    const wilma = await atTheConsole(forum, 'Wilma');
    const known = authenticatorFor(forum);
    await addPasskey(forum, wilma, known);
    const { options } = await toMake(wilma);
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'localhost' },
      user: { id: Buffer.from(wilma.id).toString('base64url'), name: 'Wilma', displayName: 'Wilma' },
      attestation: 'none',
      excludeCredentials: [{ id: known.id, type: 'public-key', transports: ['internal'] }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  });

  it('are one member’s alone: who has it and who else adds it is told the same', async () => {
    const authenticator = authenticatorFor(forum);
    await addPasskey(forum, tilda, authenticator);
    await expect(addPasskey(forum, vera, authenticator)).rejects.toMatchObject(NOT_VALID);
    await expect(addPasskey(forum, tilda, authenticator)).rejects.toMatchObject(NOT_VALID);
    const twin = authenticatorFor(forum);
    const made = [twin.make(await toMake(tilda)), twin.make(await toMake(vera))];
    const both = await Promise.all(
      [tilda, vera].map((who, n) =>
        forum.as(who).ask('POST', '/me/passkeys', { body: { name: 'Twin', response: made[n] } }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422]);
  });

  it.each([
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['another relying party', { rpId: 'elsewhere.example' }],
    ['nobody who has shown to be its owner', { verified: false }],
    ['a page that asked to sign in', { type: 'webauthn.get' }],
  ])('are not made for %s', async (_, oddity) => {
    const before = await passkeysOf(forum, vera);
    await expect(addPasskey(forum, vera, authenticatorFor(forum), oddity)).rejects.toMatchObject(NOT_VALID);
    expect(await passkeysOf(forum, vera)).toEqual(before);
  });

  it('need a challenge of one’s own, that is young and not used', async () => {
    const add = (who: Person, response: unknown) =>
      forum.as(who).get(passkeysAnswer, 'POST', '/me/passkeys', { body: { name: 'Key', response } });
    const tildas = await toMake(tilda);
    await expect(add(vera, authenticatorFor(forum).make(tildas))).rejects.toMatchObject(NOT_VALID);
    await add(tilda, authenticatorFor(forum).make(tildas));
    await expect(add(tilda, authenticatorFor(forum).make(tildas))).rejects.toMatchObject(NOT_VALID);
    const forSigningIn = await forum.anyone.get(passkeyOptions, 'POST', `${SIGN_IN}/options`);
    const { user } = (await toMake(tilda)).options;
    const mixed = { options: { ...forSigningIn.options, user } };
    await expect(add(tilda, authenticatorFor(forum).make(mixed))).rejects.toMatchObject(NOT_VALID);
    const old = await toMake(tilda);
    forum.clock.pass(minutes(5.1));
    await expect(add(tilda, authenticatorFor(forum).make(old))).rejects.toMatchObject(NOT_VALID);
  });

  it('are not made with certificates, which the forum would have to look up elsewhere', async () => {
    const add = async (attestation: 'self' | 'certificate') => {
      const response = authenticatorFor(forum).make(await toMake(vera), { attestation });
      return forum.as(vera).ask('POST', '/me/passkeys', { body: { name: 'Key', response } });
    };
    expect(await add('certificate')).toMatchObject({ status: 422, body: { error: NOT_VALID } });
    expect((await add('self')).status).toBe(201);
  });

  it('are refused in words where what comes is no passkey at all', async () => {
    const good = authenticatorFor(forum).make(await toMake(vera));
    const add = (body: unknown) => forum.as(vera).ask('POST', '/me/passkeys', { body });
    for (const body of [
      {},
      { name: ' ', response: good },
      { name: 'x'.repeat(61), response: good },
      { name: 'Key', response: { ...good, id: 'not base64url!' } },
      { name: 'Key', response: { ...good, type: 'password' } },
    ])
      expect(await add(body)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
    for (const part of [{ attestationObject: 'AAAA' }, { clientDataJSON: 'AAAA' }, { clientDataJSON: 'e30' }]) {
      const { options } = await toMake(vera);
      const made = authenticatorFor(forum).make({ options });
      const answer = await add({ name: 'Key', response: { ...made, response: { ...made.response, ...part } } });
      expect(answer).toMatchObject({ status: 422, body: { error: NOT_VALID } });
    }
  });

  it('are added by no token of a program or of a reader’s page, and by nobody who is no staff', async () => {
    const response = authenticatorFor(forum).make(await toMake(forum.mia));
    const add = (who: Person) => forum.as(who).ask('POST', '/me/passkeys', { body: { name: 'Key', response } });
    const opening = { way: 'mail', device: null };
    const token = await forum
      .service(Transactions)
      .run((tx) => forum.service(TokensService).issue(tx, forum.mia.id, 'member', opening));
    for (const mia of [forum.mia, { ...forum.mia, token }])
      expect(await add(mia)).toMatchObject({ status: 403, body: { error: { code: 'not_allowed' } } });
    for (const path of ['/me/passkeys', '/me/passkeys/options'])
      expect(await forum.as(forum.ana).ask('POST', path)).toMatchObject({ status: 403 });
  });

  it('are twenty at most', async () => {
    const xenia = await atTheConsole(forum, 'Xenia');
    for (let n = 0; n < 20; n += 1) await addPasskey(forum, xenia, authenticatorFor(forum), { name: `Key ${n}` });
    await expect(addPasskey(forum, xenia, authenticatorFor(forum))).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await passkeysOf(forum, xenia)).passkeys).toHaveLength(20);
  });

  it('leave no challenge behind that is too old', async () => {
    await toMake(vera);
    forum.clock.pass(minutes(5.1));
    const young = await toMake(vera);
    expect(await forum.service(PasskeyChallenges).sweep()).toBe(false);
    const left = await forum.connections.read.query<{ hash: string }[]>('SELECT hash FROM passkey_challenges');
    expect(left.map(({ hash }) => hash)).toEqual([sha256(young.options.challenge)]);
  });
});

it('asks and tries no more than the limits of an address', async () => {
  const env = { RATE_LIMITS: 'on', PASSKEY_CHALLENGES_PER_HOUR: '4', PASSKEYS_TRIED_PER_HOUR: '2' };
  const forum = await startForum({ database: 'sqlite', env });
  const tilda = await atTheConsole(forum, 'Tilda');
  const authenticator = authenticatorFor(forum);
  await addPasskey(forum, tilda, authenticator);
  for (let n = 0; n < 2; n += 1) expect((await signInByPasskey(forum, authenticator)).status).toBe(200);
  expect(await signInByPasskey(forum, authenticator)).toMatchObject({
    status: 429,
    body: { error: { code: 'too_fast', details: { limit: 'PASSKEYS_TRIED_PER_HOUR' } } },
  });
  const limit = { status: 429, code: 'too_fast', details: { limit: 'PASSKEY_CHALLENGES_PER_HOUR' } };
  await expect(signInByPasskey(forum, authenticator)).rejects.toMatchObject(limit);
  await expect(addPasskey(forum, tilda, authenticatorFor(forum))).rejects.toMatchObject(limit);
});

it('has the library loaded when somebody asks first: a start does without', () => {
  const named = sources().filter(({ text }) => text.includes(`'@simplewebauthn/`));
  expect(named.map(({ path }) => path)).toEqual(['identity/ways/passkey/passkey-verifier.ts']);
  for (const { text } of named) expect(text).not.toMatch(/^import (?!type\b)[^;]*'@simplewebauthn\//m);
});
