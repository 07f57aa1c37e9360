import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../auth/actor.js';
import { Limits } from '../../../auth/limits/limits.js';
import { Origins } from '../../../auth/origins.js';
import { Transactions } from '../../../database/transactions.js';
import { ForumError } from '../../../errors/forum-error.js';
import type { SignedIn } from '../sign-in.schema.js';
import { SignInService } from '../sign-in.service.js';
import { PasskeyChallenges } from './passkey-challenges.service.js';
import { PasskeyVerifier } from './passkey-verifier.js';
import type { PasskeyOptions, PasskeyProof } from './passkey.schema.js';
import { PasskeysRepository } from './passkeys.repository.js';

/** Whose page sends the proof, from which device, and the session of the console that its browser had. */
export type PasskeySource = {
  readonly origin: string | undefined;
  readonly device: string | null;
  readonly former: string | null;
};

/** Staff come to the console by a passkey. */
@Injectable()
export class PasskeySignInService {
  constructor(
    private readonly challenges: PasskeyChallenges,
    private readonly verifier: PasskeyVerifier,
    private readonly passkeys: PasskeysRepository,
    private readonly signIns: SignInService,
    private readonly origins: Origins,
    private readonly limits: Limits,
    private readonly transactions: Transactions,
  ) {}

  /** @throws ForumError too_fast */
  async options({ address }: Actor): Promise<PasskeyOptions> {
    await this.limits.take('PASSKEY_CHALLENGES_PER_HOUR', address);
    const options = await this.verifier.requestOptions();
    await this.challenges.keep(options.challenge, null);
    return { options: { ...options } };
  }

  /**
   * @throws ForumError origin_not_allowed: somebody else's page would sign its visitor in as whom it likes; passkey_not_valid;
   * not_allowed for who has no role that holds; too_fast
   */
  async verify({ address }: Actor, source: PasskeySource, proof: PasskeyProof): Promise<SignedIn> {
    if (!this.origins.isOwn(source.origin)) throw this.origins.foreign('sign-in', source.origin);
    await this.limits.take('PASSKEYS_TRIED_PER_HOUR', address);
    const challenge = this.verifier.challengeIn(proof.response);
    // A unit of its own: a wrong answer uses it up, too.
    await this.transactions.run((tx) => this.challenges.take(tx, challenge, null));
    const passkey = await this.passkeys.byCredential(proof.response.id);
    if (!passkey) throw new ForumError('passkey_not_valid');
    const counter = await this.verifier.signed(proof, challenge, passkey);
    return this.transactions.run(async (tx) => {
      if (!(await this.passkeys.use(tx, passkey.id, counter))) throw new ForumError('passkey_not_valid');
      const { device, former } = source;
      return this.signIns.signIn(tx, { way: 'passkey', memberId: passkey.memberId, device, former });
    });
  }
}
