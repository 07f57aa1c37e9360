import { useEffect, useState } from 'preact/hooks';
import type { LogEntry } from '../../../moderation/records/records.schema.js';
import { api, ApiError } from '../api.js';
import type { ConsoleStore } from '../store/console-store.js';
import type { Place } from '../route.js';
import { differences } from './log-difference.js';
import { LogSubject } from './log-subject.js';
import { actorSays, didSay, subjectSays } from './log-wording.js';
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
        ‹ Queues
      </button>
      <header class="log-head">
        <h1 id="log-title">Log</h1>
        <p>
          All that moderators, staff and the command line did, newest first. Each entry is sealed with the hash of the
          one before it.
        </p>
      </header>
      {log.entries.length > 0 && (
        <Days entries={log.entries} store={store} now={now} go={go} again={() => void read(null)} />
      )}
      {log.status === 'ready' && log.entries.length === 0 && <p class="calm">Nothing has been decided yet.</p>}
      {log.status === 'loading' && <p class="calm">Reading …</p>}
      {log.status === 'failed' && (
        <p class="calm">
          The log could not be loaded.{' '}
          <button type="button" class="small" onClick={() => void read(log.next)}>
            Try again
          </button>
        </p>
      )}
      {log.status === 'ready' && log.next !== null && (
        <p class="log-more">
          <button type="button" onClick={() => void read(log.next)}>
            Earlier entries
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
  const at = new Date(entry.at);
  const [before, after] = didSay(entry.action);
  return (
    <li class="log-entry">
      <time dateTime={entry.at} title={at.toLocaleString('en-GB')}>
        {at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
      </time>
      <div class="log-what">
        <p>
          <bdi class="log-actor">{actorSays(entry.actor)}</bdi> {before}{' '}
          <button type="button" class="log-subject" aria-expanded={shown} onClick={() => show(!shown)}>
            {subjectSays(entry.subject.kind)}
          </button>{' '}
          {after}
          {entry.reason && <q dir="auto">{entry.reason}</q>}
        </p>
        <Changes entry={entry} />
        {TAKEN_BACK.has(entry.action) &&
          (undone ? <p class="quiet">Taken back since.</p> : <TakeBack entry={entry} store={store} again={again} />)}
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
          <span class="log-key">{words(what)}</span>
          {before !== null && <del>{before}</del>}
          {before !== null && after !== null && <span aria-hidden="true"> → </span>}
          {after !== null && <ins>{after}</ins>}
        </li>
      ))}
    </ul>
  );
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
      Take back
    </button>
  );
}

function dayOf(entry: LogEntry): string {
  return new Date(entry.at).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
