import { useState } from 'preact/hooks';
import type { SessionsAnswer, SessionView } from '../../../identity/sessions/sessions.schema.js';
import { t } from '../../../i18n/format.js';
import { timeText } from '../../ui/time.js';
import { Awaited, Part, Problem } from '../parts.js';
import { become, callAsMe } from '../session/session.js';
import { useAction } from '../session/use-action.js';
import { useLoaded } from '../session/use-loaded.js';

/** Where somebody is signed in; each can be ended from here. A guest who leaves this browser is nobody's any more, and is told so first. */
export function Sessions({ isGuest }: { isGuest: boolean }) {
  const list = useLoaded(() => callAsMe<SessionsAnswer>('/me/sessions'));
  const { problem, run } = useAction();
  const [asked, setAsked] = useState(false);
  const sessions = list.answer?.sessions ?? [];
  const others = sessions.filter(({ current }) => !current);

  const end = (id = '') =>
    run(async () => {
      list.setAnswer(await callAsMe<SessionsAnswer>(`/me/sessions${id && `/${id}`}`, { method: 'DELETE' }));
      // What was pressed has gone with the session.
      document.getElementById('sessions')?.focus();
    });
  const signOut = ({ id }: SessionView) =>
    run(async () => {
      await callAsMe(`/me/sessions/${id}`, { method: 'DELETE' });
      become(null);
    });

  return (
    <Part id="sessions" title={t('account.sessions.title')}>
      {!list.answer && <Awaited problem={list.problem} onAgain={list.loadAgain} />}
      <ul role="list" class="rows">
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <p>
                <b dir="auto">{session.device ?? t('account.sessions.unknown')}</b>{' '}
                {session.current && <span class="here">{t('account.sessions.here')}</span>}
              </p>
              <p class="aside">
                {t('account.sessions.used', {
                  way: session.way.replace('-', ''),
                  date: timeText(session.usedAt, USED),
                })}
              </p>
            </div>
            <button
              type="button"
              class="quiet"
              aria-label={t('account.sessions.endLabel', { device: session.device ?? t('account.sessions.unknown') })}
              onClick={() => {
                if (!session.current) void end(session.id);
                else if (isGuest && !asked) setAsked(true);
                else void signOut(session);
              }}
            >
              {t(session.current ? 'account.sessions.signOut' : 'account.sessions.end')}
            </button>
          </li>
        ))}
      </ul>
      {asked && (
        <div class="panel" role="alert">
          <p>{t('account.sessions.guest')}</p>
          <p class="choices">
            <button type="button" class="danger" onClick={() => sessions.filter(({ current }) => current).map(signOut)}>
              {t('account.sessions.forget')}
            </button>
            <button type="button" class="quiet" onClick={() => setAsked(false)}>
              {t('account.cancel')}
            </button>
          </p>
        </div>
      )}
      <Problem>{problem}</Problem>
      {others.length > 1 && (
        <p>
          <button type="button" class="quiet" onClick={() => void end()}>
            {t('account.sessions.endOthers')}
          </button>
        </p>
      )}
    </Part>
  );
}

/** Exact to an hour is what is known. */
const USED = { dateStyle: 'medium', timeStyle: 'short' } as const;
