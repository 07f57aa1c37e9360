import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { timeText } from '../../ui/time.js';
import { useEffect, useState } from 'preact/hooks';
import type { LogEntry } from '../../../moderation/records/records.schema.js';
import { api, ApiError } from '../api.js';
import type { ConsoleStore } from '../store/console-store.js';
import type { Place } from '../route.js';
import { differences } from './log-difference.js';
import { LogSubject } from './log-subject.js';
import { actorText, actionText, fieldText, subjectText, valueText } from './log-wording.js';
import { words } from '../wording/wording.js';

type LogState = {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly entries: readonly LogEntry[];
  readonly next: string | null;
};

type Props = { readonly store: ConsoleStore; readonly now: number; readonly go: (place: Place) => void };

/** Everything that was done, by whom and why, newest first. Each entry's hash covers the one before it. */
export function LogPage({ store, now, go }: Props) {
  const [log, setLog] = useState<LogState>({ status: 'loading', entries: [], next: null });

  const read = async (cursor: string | null) => {
    try {
      const answer = await api.log(cursor);
      setLog((known) => ({
        status: 'ready',
        entries: [...(cursor ? known.entries : []), ...answer.entries],
        next: answer.next,
      }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setLog((known) => ({ ...known, status: 'failed' }));
    }
  };
  useEffect(() => void read(null), []);

  return (
    <main class="log" aria-labelledby="log-title" tabIndex={0}>
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <header class="log-head">
        <h1 id="log-title">{t('console.page.log')}</h1>
        <p>{t('console.log.about')}</p>
      </header>
      {log.entries.length > 0 && (
        <Days entries={log.entries} store={store} now={now} go={go} again={() => void read(null)} />
      )}
      {log.status === 'ready' && log.entries.length === 0 && <p class="calm">{t('console.log.empty')}</p>}
      {log.status === 'loading' && <p class="calm">{t('console.reading')}</p>}
      {log.status === 'failed' && (
        <p class="calm">
          {t('console.log.failed')}{' '}
          <button type="button" class="small" onClick={() => void read(log.next)}>
            {t('console.tryAgain')}
          </button>
        </p>
      )}
      {log.status === 'ready' && log.next !== null && (
        <p class="log-more">
          <button type="button" onClick={() => void read(log.next)}>
            {t('console.log.earlier')}
          </button>
        </p>
      )}
    </main>
  );
}

/** `again`: reads the log anew, since there is one more entry. */
type EntryProps = Props & { readonly again: () => void };

function Days({ entries, ...props }: { entries: readonly LogEntry[] } & EntryProps) {
  const undone = new Set(entries.map(({ after }) => undoneBy(after)));
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) days.set(dayOf(entry), [...(days.get(dayOf(entry)) ?? []), entry]);
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section class="log-day" key={day} aria-label={day}>
          <h2>{day}</h2>
          <ol>
            {ofDay.map((entry) => (
              <Entry entry={entry} undone={undone.has(entry.id)} {...props} key={entry.id} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function Entry({ entry, undone, store, now, go, again }: { entry: LogEntry; undone: boolean } & EntryProps) {
  const [shown, show] = useState(false);
  const { kind } = entry.subject;
  const did = actionText(entry.action, kind);
  const told = {
    actor: <bdi class="log-actor">{actorText(entry.actor)}</bdi>,
    subject: (
      <button type="button" class="log-subject" aria-expanded={shown} onClick={() => show(!shown)}>
        {subjectText(kind)}
      </button>
    ),
  };
  return (
    <li class="log-entry">
      <time dateTime={entry.at} title={timeText(entry.at, { dateStyle: 'medium', timeStyle: 'medium' })}>
        {timeText(entry.at, { hour: '2-digit', minute: '2-digit' })}
      </time>
      <div class="log-what">
        <p>
          {did ? rich(did, told) : rich('console.did.other', { ...told, what: <bdi>{words(entry.action)}</bdi> })}{' '}
          {entry.reason && <q dir="auto">{entry.reason}</q>}
        </p>
        <Changes entry={entry} />
        {TAKEN_BACK.has(entry.action) &&
          (undone ? (
            <p class="quiet">{t('console.log.takenBack')}</p>
          ) : (
            <TakeBack entry={entry} store={store} again={again} />
          ))}
        {shown && <LogSubject of={entry.subject} store={store} now={now} go={go} />}
      </div>
      <code class="log-hash" title={entry.hash}>
        {entry.hash.slice(0, 8)}
      </code>
    </li>
  );
}

function Changes({ entry }: { entry: LogEntry }) {
  const changes = differences(entry.before, entry.after);
  if (changes.length === 0) return null;
  return (
    <ul class="log-changes">
      {changes.map(({ what, before, after }) => (
        <li key={what}>
          <span class="log-key">{fieldText(what) ?? <code>{words(what)}</code>}</span>
          {before !== null && <del>{value(what, before)}</del>}
          {before !== null && after !== null && <span aria-hidden="true"> → </span>}
          {after !== null && <ins>{value(what, after)}</ins>}
        </li>
      ))}
    </ul>
  );
}

/** What is ours to say, and what is somebody's words or a machine's. */
function value(field: string, held: string) {
  const says = valueText(field, held);
  return says === held ? <bdi>{held}</bdi> : says;
}

/** What can be taken back from here. */
const TAKEN_BACK: ReadonlySet<string> = new Set(['thread.rename', 'thread.move', 'thread.merge', 'thread.delete']);

/** Of an entry that took another back, that other. */
function undoneBy(after: unknown): string | null {
  const entry = typeof after === 'object' && after !== null && 'undoes' in after ? after.undoes : null;
  return entry === null ? null : String(entry);
}

function TakeBack({ entry, store, again }: { entry: LogEntry } & Pick<EntryProps, 'store' | 'again'>) {
  const [busy, setBusy] = useState(false);
  const takeBack = async () => {
    setBusy(true);
    if (await store.threadActions.takeBack(entry.id, entry.subject.id)) again();
    setBusy(false);
  };
  return (
    <button type="button" class="small" disabled={busy} onClick={() => void takeBack()}>
      {t('console.log.takeBack')}
    </button>
  );
}

function dayOf(entry: LogEntry): string {
  return timeText(entry.at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}
