import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/format.js';
import { rich } from '../ui/rich.js';
import { writeStorage } from '../forum/session/storage.js';
import { allDrafts } from './dialogs/drafts.js';
import { PasskeySignIn } from './passkeys/passkey-sign-in.js';

/** No cookie, or one that is no longer good: how to get in. */
export function SignedOut() {
  const drafts = allDrafts();
  useEffect(() => writeStorage('moderator', null), []);
  return (
    <main class="whole">
      <p class="wordmark">
        Rejoinder <span>{t('console.name')}</span>
      </p>
      <h1>{t('console.signedOut.heading')}</h1>
      <PasskeySignIn />
      <p>{t('console.signedOut.how')}</p>
      <pre>npm run rejoinder -- staff link you@example.org</pre>
      {drafts.length > 0 && (
        <section aria-label={t('console.signedOut.writing')}>
          <p>{t('console.signedOut.kept')}</p>
          <ul class="kept-words">
            {drafts.map(({ about, text }) => (
              <li key={about}>
                <q dir="auto">{text}</q>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>{rich('console.signedOut.already', { again: <a href="/console">{t('console.tryAgain')}</a> })}</p>
    </main>
  );
}
