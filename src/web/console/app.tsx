import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/format.js';
import type { MeAnswer } from '../../members/members.schema.js';
import { api, ApiError } from './api.js';
import { Console } from './console.js';
import { writeStorage, readStorage } from '../forum/session/storage.js';
import { rich } from '../ui/rich.js';
import { SignedOut } from './signed-out.js';

type Session =
  | { readonly kind: 'loading' }
  | { readonly kind: 'staff'; readonly me: MeAnswer }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'not_staff'; readonly name: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Who is at the desk comes first; everything else needs it. */
export function App() {
  const [session, setSession] = useState<Session>({ kind: 'loading' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    void sessionNow().then((now) => {
      // By this the reader's page offers the way here, where it has the same storage; what one may do is asked here.
      writeStorage('moderator', now.kind === 'staff' || (now.kind === 'failed' && readStorage('moderator')) || null);
      setSession(now);
    });
  }, [tries]);

  switch (session.kind) {
    case 'loading':
      return <p class="calm whole">{t('console.opening')}</p>;
    case 'staff':
      return <Console me={session.me} />;
    case 'signed_out':
      return <SignedOut />;
    case 'not_staff':
      return (
        <main class="whole calm">
          <h1>{t('console.notStaff.heading')}</h1>
          <p>{rich('console.notStaff.text', { name: <bdi>{session.name}</bdi> })}</p>
        </main>
      );
    case 'failed':
      return (
        <main class="whole calm">
          <h1>{t('console.failed')}</h1>
          <p>{session.message}</p>
          <button type="button" class="primary" onClick={() => setTries(tries + 1)}>
            {t('console.tryAgain')}
          </button>
        </main>
      );
  }
}

async function sessionNow(): Promise<Session> {
  try {
    const me = await api.me();
    return me.permissions.includes('moderate') ? { kind: 'staff', me } : { kind: 'not_staff', name: me.member.name };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code === 'sign_in_required' ? { kind: 'signed_out' } : { kind: 'failed', message: error.message };
  }
}
