import { useState } from 'preact/hooks';
import { Branch } from './message/branch.js';
import { Composer } from './composer/composer.js';
import { Head } from './head.js';
import { pageOf } from './links.js';
import { NewPill } from './reading/new-pill.js';
import { barredBy, branchOf, draftsAdrift, isAdrift, mayWrite, ROOT } from './state/state.js';
import { onFirstUse } from './chunk.js';
import { useForum } from './state/store.js';
import { LiveRegion } from './reading/live-region.js';
import { t } from '../../i18n/format.js';
import { rich } from '../ui/rich.js';
import { ended } from './words.js';

const Help = onFirstUse(() => import('./reading/help.js'), 'Help');
const Barred = onFirstUse(() => import('./composer/barred.js'), 'Barred');
const KeptWords = onFirstUse(() => import('./composer/kept-words.js'), 'KeptWords');

/** The whole forum under an article: on the server and in the browser the same. */
export function Forum() {
  const embedded = useForum((state) => state.embedded);
  return (
    <main class="forum">
      {!embedded && <Article />}
      <Head />
      <Connection />
      <Missing />
      <Opening />
      <Adrift />
      <Focus />
      <Earlier />
      <Branch of={ROOT} />
      <Empty />
      <HelpAtTheEnd />
      <NewPill />
      <LiveRegion />
    </main>
  );
}

/** What the thread is about: only where the article is not just above. */
function Article() {
  const thread = useForum((state) => state.thread);
  return (
    <header class="article">
      <p>{t('forum.about')}</p>
      <h1 dir="auto">
        <a href={thread.url}>{thread.title || thread.url}</a>
      </h1>
    </header>
  );
}

/** Offline is a sentence. */
function Connection() {
  const connection = useForum((state) => state.connection);
  if (connection !== 'offline') return null;
  return (
    <p class="note" role="status">
      {navigator.onLine ? t('forum.unreachableNow') : t('forum.offline')} {t('forum.goOn')}
    </p>
  );
}

/** Where a thread is open, the composer; where it is not, who closed it and why. */
function Opening() {
  const thread = useForum((state) => state.thread);
  const posted = useForum((state) => state.form?.posted);
  const isBarred = useForum((state) => barredBy(state) !== null);
  if (thread.state === 'open') {
    return (
      <>
        {posted && <p class="note">{t(POSTED[posted])}</p>}
        {isBarred ? <Barred /> : <Composer parentId={null} />}
      </>
    );
  }
  const { by, reason } = thread.closed ?? {};
  const { state } = thread;
  const name = <bdi>{by}</bdi>;
  return (
    <p class="note closed">
      <b>
        {by
          ? rich(reason ? 'forum.closed.byWhy' : 'forum.closed.by', { state, name })
          : t(reason ? 'forum.closed.why' : 'forum.closed.plain', { state })}
      </b>{' '}
      {reason && (
        <>
          <bdi>{ended(reason)}</bdi>{' '}
        </>
      )}
      {t('forum.closed.rest')}
    </p>
  );
}

/** Words of the reader's own whose place is not on the page: they are never out of sight. */
function Adrift() {
  const some = useForum(
    (state) => draftsAdrift(state).length > 0 || [...state.held, ...state.outbox].some((each) => isAdrift(state, each)),
  );
  return some ? <KeptWords /> : null;
}

const POSTED = {
  published: 'forum.posted.published',
  held: 'forum.posted.held',
} as const;

/** Where a link led to a message that nobody can see any more. */
function Missing() {
  const missing = useForum((state) => state.missing);
  if (!missing) return null;
  return (
    <p class="note" role="status">
      {t('forum.missing')}
    </p>
  );
}

/** Above one conversation that a link led to: the way to all of them. */
function Focus() {
  const focus = useForum((state) => state.focus);
  const total = useForum((state) => state.thread.messageCount);
  const whole = useForum((state) => pageOf(state));
  if (focus === null) return null;
  return (
    <p class="note">
      {t('forum.oneConversation')} <a href={whole}>{t('forum.showAll', { n: total })}</a>
    </p>
  );
}

function Earlier() {
  const page = useForum((state) => state.earlier && pageOf(state, { message: state.earlier }));
  if (page === null) return null;
  return (
    <p class="more">
      <a href={page}>{t('forum.earlier')}</a>
    </p>
  );
}

/** A quiet word at the end: Markdown, the time for changes, and the keys, with the switch for them. */
function HelpAtTheEnd() {
  const [open, setOpen] = useState(false);
  return (
    <footer class="end needs-script">
      <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('forum.formatting')}
      </button>
      {open && <Help />}
    </footer>
  );
}

function Empty() {
  const empty = useForum(
    (state) => branchOf(state, ROOT).ids.length + state.waiting.length + state.outbox.length + state.held.length === 0,
  );
  const open = useForum(mayWrite);
  if (!empty) return null;
  return <p class="empty">{t(open ? 'forum.emptyYet' : 'forum.empty')}</p>;
}
