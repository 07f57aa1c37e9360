import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountAnswer } from '../../identity/account/account.schema.js';
import { t } from '../../i18n/format.js';
import type { Kept } from '../forum/session/session.js';
import { useBack } from './back.js';
import { InitialContext, type Initial } from './initial.js';
import { Own } from './own/own.js';
import { Awaited } from './parts.js';
import { callAsMe, keepsAnything, useSession } from './session/session.js';
import { useLinkCode } from './sign-in/link-code.js';
import { SignIn } from './sign-in/sign-in.js';

/** A member's own things, and the way to them: on the server and at first in the browser neither, until it is known who is there. */
export function App({ initial }: { initial: Initial }) {
  const session = useSession();
  const code = useLinkCode();
  const [erased, setErased] = useState(false);
  useGreeting(session);
  return (
    <InitialContext.Provider value={initial}>
      <main class="forum account" aria-busy={session === undefined}>
        <Head />
        {erased && session === null && (
          <p class="note" role="status">
            {t('account.erased')}
          </p>
        )}
        {session === undefined && <Opening />}
        {session === null && <SignIn code={code} />}
        {session && <SignedIn key={session.token} code={code} onErased={() => setErased(true)} />}
      </main>
    </InitialContext.Provider>
  );
}

/** Whoever comes or goes is at the head of another page: the keyboard, and who listens, go on from there. */
function useGreeting(session: Kept | null | undefined): void {
  const before = useRef(session);
  useEffect(() => {
    const who = session && session.member.id;
    const former = before.current && before.current.member.id;
    if (before.current !== undefined && who !== former) document.querySelector('h1')?.focus();
    before.current = session;
  }, [session]);
}

function Head() {
  const back = useBack();
  return (
    <header class="account-head">
      {back && (
        <p>
          <a href={back}>{t('account.back')}</a>
        </p>
      )}
      <h1 tabIndex={-1}>{t('account.title')}</h1>
    </header>
  );
}

/** What there is before the script has looked; without one, what it takes. */
function Opening() {
  return (
    <>
      <p class="aside needs-script">{t('account.opening')}</p>
      <noscript>
        <p>{t('account.needsScript')}</p>
      </noscript>
    </>
  );
}

/** A session of this browser's, which the server may know no more: then nobody is signed in. */
function SignedIn({ code, onErased }: { code: string | null; onErased: () => void }) {
  const [account, setAccount] = useState<AccountAnswer | null>(null);
  const [problem, setProblem] = useState('');
  const [isKept, setKept] = useState(true);
  const look = () => {
    setProblem('');
    void callAsMe<AccountAnswer>('/me').then(setAccount, (error: Error) => setProblem(error.message));
  };
  useEffect(() => {
    setKept(keepsAnything());
    look();
  }, []);
  if (!account) return <Awaited problem={problem} onAgain={look} />;
  return (
    <>
      {!isKept && (
        <p class="note" role="status">
          {t('account.keepsNothing')}
        </p>
      )}
      <Own account={account} code={code} onChange={setAccount} onErased={onErased} />
    </>
  );
}
