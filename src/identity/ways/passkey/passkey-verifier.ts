import { Inject, Injectable } from '@nestjs/common';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { MemberActor } from '../../../auth/actor.js';
import { CONFIG, type Config } from '../../../config/config.js';
import { ForumError } from '../../../errors/forum-error.js';
import { CHALLENGE_LIFE } from './passkey-challenges.service.js';
import type { NewPasskey, PasskeyProof } from './passkey.schema.js';
import type { Passkey } from './passkey.entity.js';

/** EdDSA, ES256, RS256 (COSE), whatever the Node of this process could do beside them: several processes serve one forum. */
const ALGORITHMS = [-8, -7, -257];

/** It takes about half a second to load, which a start does without. */
const library = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

const clientData = z.object({ challenge: z.string().max(256) });

/** What WebAuthn asks of who relies on it: PUBLIC_URL's host is who we are, its origin the one page that is believed. */
@Injectable()
export class PasskeyVerifier {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>) {}

  /** What a browser is to ask an authenticator for. It finds by itself whose passkeys it has: nobody is told who has one. */
  async requestOptions() {
    const { generateAuthenticationOptions } = await library();
    return generateAuthenticationOptions({ rpID: this.rpID, userVerification: 'required', timeout: CHALLENGE_LIFE });
  }

  /** The same for a new passkey. @param known those that the member has: no authenticator is to have two */
  async creationOptions({ member }: MemberActor, known: readonly Passkey[]) {
    const { generateRegistrationOptions } = await library();
    return generateRegistrationOptions({
      rpName: this.rpID,
      rpID: this.rpID,
      userName: member.name,
      userDisplayName: member.name,
      userID: Uint8Array.from(Buffer.from(member.id)),
      timeout: CHALLENGE_LIFE,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: transports.split(',').filter(Boolean),
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  /** What an authenticator says it was asked to sign. @throws ForumError passkey_not_valid */
  challengeIn({ response }: NewPasskey['response'] | PasskeyProof['response']): string {
    try {
      return clientData.parse(JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'))).challenge;
    } catch {
      throw new ForumError('passkey_not_valid');
    }
  }

  /** What is to be kept of a new passkey. @throws ForumError passkey_not_valid */
  async created({ response }: NewPasskey, challenge: string) {
    await this.refuseCertificates(response.response.attestationObject).catch(notValid);
    const { verifyRegistrationResponse } = await library();
    const verified = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} } as RegistrationResponseJSON,
      expectedChallenge: challenge,
      ...this.expected,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(notValid);
    if (!verified.verified) throw new ForumError('passkey_not_valid');
    const { id, publicKey, counter } = verified.registrationInfo.credential;
    const transports = (response.response.transports ?? []).join(',');
    return { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports };
  }

  /**
   * How often the authenticator says that it has signed.
   * @throws ForumError passkey_not_valid for another's passkey, a count that did not rise, nobody before the authenticator, another page
   */
  async signed({ response }: PasskeyProof, challenge: string, passkey: Passkey): Promise<number> {
    const { userHandle } = response.response;
    if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString() !== passkey.memberId)
      throw new ForumError('passkey_not_valid');
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      ...this.expected,
      credential: {
        id: passkey.credentialId,
        publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }).catch(notValid);
    if (!verified) throw new ForumError('passkey_not_valid');
    return authenticationInfo.newCounter;
  }

  /**
   * Nobody asks an authenticator who made it: browsers take its certificates out. The library would ask at addresses that such a
   * certificate names whether it is revoked, past the forum's one outbound client.
   */
  private async refuseCertificates(attestationObject: string): Promise<void> {
    const { decodeAttestationObject } = await helpers();
    const attestation = decodeAttestationObject(Uint8Array.from(Buffer.from(attestationObject, 'base64url')));
    const isBySelf = attestation.get('fmt') === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
    if (attestation.get('fmt') !== 'none' && !isBySelf) throw new ForumError('passkey_not_valid');
  }

  private get rpID(): string {
    return this.config.PUBLIC_URL.hostname;
  }

  private get expected() {
    return { expectedOrigin: this.config.PUBLIC_URL.origin, expectedRPID: this.rpID, requireUserVerification: true };
  }
}

/** The library says by a sentence for programmers what is wrong with what a stranger sent; nobody is told which of it. */
function notValid(): never {
  throw new ForumError('passkey_not_valid');
}
