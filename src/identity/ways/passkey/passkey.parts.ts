import type { WayParts } from '../way.js';
import { OwnPasskeysController } from './own-passkeys.controller.js';
import { OwnPasskeysService } from './own-passkeys.service.js';
import { PasskeyChallengesRepository } from './passkey-challenges.repository.js';
import { PasskeyChallenges } from './passkey-challenges.service.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { PasskeyVerifier } from './passkey-verifier.js';
import { PasskeyController } from './passkey.controller.js';
import { PasskeyWay } from './passkey.way.js';
import { PasskeysRepository } from './passkeys.repository.js';

export const passkey: WayParts = {
  way: PasskeyWay,
  controllers: [PasskeyController, OwnPasskeysController],
  providers: [
    OwnPasskeysService,
    PasskeyChallenges,
    PasskeyChallengesRepository,
    PasskeySignInService,
    PasskeysRepository,
    PasskeyVerifier,
  ],
};
