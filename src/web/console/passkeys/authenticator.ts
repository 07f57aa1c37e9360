import { t } from '../../../i18n/format.js';
import type { NewPasskey, PasskeyOptions, PasskeyProof } from '../../../identity/ways/passkey/passkey.schema.js';

/** Whether this browser has passkeys, and this page may ask for one: over HTTPS, or on the machine itself. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Has an authenticator make a passkey. @throws AuthenticatorError */
export async function makePasskey({ options }: PasskeyOptions): Promise<NewPasskey['response']> {
  const asked = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  return answerOf(navigator.credentials.create({ publicKey }));
}

/** Has an authenticator sign by a passkey that it has. @throws AuthenticatorError */
export async function signByPasskey({ options }: PasskeyOptions): Promise<PasskeyProof['response']> {
  const asked = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  return answerOf(navigator.credentials.get({ publicKey }));
}

/** Why there is no answer of an authenticator, in words for whoever sits before it. */
export class AuthenticatorError extends Error {}

async function answerOf<Answer>(asked: Promise<Credential | null>): Promise<Answer> {
  try {
    return ((await asked) as PublicKeyCredential).toJSON() as Answer;
  } catch (error) {
    throw new AuthenticatorError(reasonOf(error));
  }
}

/** The names are WebAuthn's (5.1.3, 5.1.4); a browser says no more than that somebody did not want to. */
function reasonOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'InvalidStateError') return t('console.passkeys.known');
  if (name === 'NotAllowedError' || name === 'AbortError') return t('console.passkeys.cancelled');
  return t('console.passkeys.notHere');
}
