import { useEffect, useState } from 'preact/hooks';
import type { LogEntry } from '../../../moderation/moderation.schema.js';
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
      {log.entries.length > 0 && <Days entries={log.entries} store={store} now={now} go={go} />}
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

function Days({ entries, ...props }: { entries: readonly LogEntry[] } & Props) {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) days.set(dayOf(entry), [...(days.get(dayOf(entry)) ?? []), entry]);
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section class="log-day" key={day} aria-label={day}>
          <h2>{day}</h2>
          <ol>
            {ofDay.map((entry) => (
              <Entry entry={entry} {...props} key={entry.id} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function Entry({ entry, store, now, go }: { entry: LogEntry } & Props) {
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

function dayOf(entry: LogEntry): string {
  return new Date(entry.at).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
