import { useState } from 'preact/hooks';
import { t } from '../../../i18n/format.js';
import { api, ApiError } from '../api.js';
import { AuthenticatorError, hasPasskeys, signByPasskey } from './authenticator.js';

/** The way in by a passkey; nothing where this browser has none. Whoever is in finds the page that they wanted. */
export function PasskeySignIn() {
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState<string | null>(null);
  const signIn = async () => {
    setBusy(true);
    refuse(null);
    try {
      await api.signInByPasskey({ response: await signByPasskey(await api.passkeyToSignInBy()) });
      location.reload();
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof AuthenticatorError)) throw error;
      refuse(error.message);
      setBusy(false);
    }
  };
  if (!hasPasskeys()) return null;
  return (
    <>
      <p>
        <button type="button" class="primary" disabled={isBusy} onClick={() => void signIn()}>
          {t('console.signedOut.passkey')}
        </button>
      </p>
      <p role="alert">{refusal}</p>
    </>
  );
}
