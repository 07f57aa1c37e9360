import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { passkeyOptions } from '../../src/identity/ways/passkey/passkey.schema.js';
import type { Authenticator } from '../support/authenticator.js';
import { startForum, type Forum } from '../support/forum.js';
import {
  addPasskey,
  atTheConsole,
  authenticatorFor,
  passkeysOf,
  SIGN_IN,
  signInByPasskey,
  verifyPasskey,
} from '../support/passkeys.js';
import type { Person } from '../support/person.js';

/** A bit of some bytes in base64url, turned over; of their last bytes alone where `tail` says how many. */
function flipped(bytes: string, at: number, tail?: number): string {
  const changed = Buffer.from(bytes, 'base64url');
  const within = tail ?? changed.length;
  const bit = (changed.length - within) * 8 + (at % (within * 8));
  changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
  return changed.toString('base64url');
}

/** Bytes at the end of a signature that are surely of its second number: how the two are packed proves nothing. */
const NUMBER = 24;

const anywhere = fc.nat({ max: 100_000 });

describe('what an authenticator says', () => {
  let forum: Forum;
  let tilda: Person;
  let authenticator: Authenticator;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite' });
    tilda = await atTheConsole(forum, 'Tilda');
    authenticator = authenticatorFor(forum);
    await addPasskey(forum, tilda, authenticator);
  });

  it('signs nobody in with any bit of it turned over', async () => {
    const parts = fc.constantFrom('authenticatorData' as const, 'clientDataJSON' as const, 'signature' as const);
    await fc.assert(
      fc.asyncProperty(parts, anywhere, async (part, at) => {
        const asked = await forum.anyone.get(passkeyOptions, 'POST', `${SIGN_IN}/options`);
        const signed = authenticator.sign(asked);
        const changed = flipped(signed.response[part], at, part === 'signature' ? NUMBER : undefined);
        const response = { ...signed.response, [part]: changed };
        const { status, body } = await verifyPasskey(forum, { ...signed, response });
        expect([status, body]).toMatchObject([422, { error: { code: 'passkey_not_valid' } }]);
      }),
      { numRuns: 300 },
    );
    expect((await signInByPasskey(forum, authenticator)).status).toBe(200);
  });

  it('makes a passkey or none, and no trouble, with any bit of it turned over', async () => {
    const seen = { added: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(anywhere, async (at) => {
        const asked = await forum.as(tilda).get(passkeyOptions, 'POST', '/me/passkeys/options');
        const made = authenticatorFor(forum).make(asked);
        const attestationObject = flipped(made.response.attestationObject, at);
        const body = { name: 'Key', response: { ...made, response: { ...made.response, attestationObject } } };
        const answer = await forum.as(tilda).ask('POST', '/me/passkeys', { body });
        seen[answer.status === 201 ? 'added' : 'refused'] += 1;
        if (answer.status !== 201)
          expect([answer.status, answer.body]).toMatchObject([422, { error: { code: 'passkey_not_valid' } }]);
        // Twenty is all that one may have.
        for (const { id, name } of (await passkeysOf(forum, tilda)).passkeys)
          if (name === 'Key') await forum.as(tilda).ask('DELETE', `/me/passkeys/${id}`);
      }),
      { numRuns: 300 },
    );
    // Both are seen: without a signature over it, a bit of a key or an id makes another one.
    expect(Math.min(seen.added, seen.refused)).toBeGreaterThan(0);
  });
});
