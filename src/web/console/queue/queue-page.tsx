import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import type { SanctionView } from '../../../moderation/moderation.schema.js';
import type { Asking } from '../console.js';
import { DecisionKeys } from '../item/decision-keys.js';
import type { ConsoleStore, ConsoleState } from '../store/console-store.js';
import { EmptyQueue } from './empty-queue.js';
import { ItemList } from './item-list.js';
import { ItemPane } from '../item/item-pane.js';
import { KeyCap } from '../keys/key-cap.js';
import type { Command } from '../keys/keys.js';
import { find, type Row } from './queue-state.js';
import type { Place } from '../route.js';
import { QUEUES, shortReason } from '../wording/wording.js';

type Props = {
  readonly store: ConsoleStore;
  readonly state: ConsoleState;
  /** The rows that the search leaves. */
  readonly rows: readonly Row[];
  readonly words: string;
  readonly setWords: (words: string) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly now: number;
  readonly asking: Asking;
  readonly ask: (what: Asking) => void;
  readonly run: (command: Command) => void;
  readonly go: (place: Place) => void;
};

/** A queue: its list, and the message in front of the moderator with the next one ready under it. */
export function QueuePage(props: Props) {
  const { store, state, rows, now, asking, ask, run, go } = props;
  const { queue } = state;
  const open = (id: string) => {
    store.select(id);
    if (isNarrow()) go({ page: 'queue', view: queue.view, messageId: id });
  };
  const lift = (sanction: SanctionView) => void store.actions.lift(sanction);
  const panes = usePanes(queue.rows, queue.selectedId);
  warm(store, rows, queue.selectedId);

  return (
    <main class="work">
      <h1 class="aside-voice">Moderation: {QUEUES[queue.view].name}</h1>
      <section class="list" aria-labelledby="queue-title">
        <ListHead {...props} />
        {queue.status === 'ready' && (
          <ItemList view={queue.view} rows={rows} selectedId={queue.selectedId} now={now} open={open} />
        )}
        {queue.status === 'loading' && <p class="calm">Reading the queue …</p>}
        {queue.status === 'failed' && (
          <p class="calm">
            The queue could not be loaded.{' '}
            <button type="button" class="small" onClick={() => void store.open(queue.view, null)}>
              Try again
            </button>
          </p>
        )}
        {queue.status === 'ready' && queue.rows.length > 0 && rows.length === 0 && (
          <p class="calm">No message here has these words.</p>
        )}
        {queue.status === 'ready' && queue.next !== null && (
          <p class="list-more">
            <button type="button" onClick={() => void store.more()}>
              Load more
            </button>
          </p>
        )}
      </section>
      <section class="desk" aria-label="Message">
        <button type="button" class="back" onClick={() => go({ page: 'queue', view: queue.view, messageId: null })}>
          ‹ {QUEUES[queue.view].name}
        </button>
        <p class="aside-voice" aria-live="polite">
          {spoken(queue.rows, queue.selectedId)}
        </p>
        {panes.map(({ row, leaving }) => (
          <ItemPane
            key={row.item.message.id}
            store={store}
            row={row}
            now={now}
            leaving={leaving}
            changeThread={(to) => ask(to === 'open' ? 'reopen' : 'close')}
            lift={lift}
          >
            <DecisionKeys
              item={row.item}
              taken={row.state.kind === 'decided'}
              run={run}
              asksReason={!leaving && asking === 'reason'}
              reject={(reason) => (ask(null), void store.actions.decide('reject', reason))}
              cancel={() => ask(null)}
            />
          </ItemPane>
        ))}
        {queue.status === 'ready' && queue.selectedId === null && <EmptyQueue state={state} now={now} go={go} />}
      </section>
    </main>
  );
}

function ListHead({ state: { queue }, rows, words, setWords, searchField, go }: Props) {
  return (
    <header class="list-head">
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ Queues
      </button>
      <h2 id="queue-title">
        {QUEUES[queue.view].name}
        {queue.status === 'ready' && (
          <span class="count">{(words ? rows.length : queue.total).toLocaleString('en')}</span>
        )}
      </h2>
      <label class="search">
        <span class="aside-voice">Search the loaded messages</span>
        <input
          ref={searchField}
          type="search"
          placeholder="Search"
          value={words}
          aria-keyshortcuts="/"
          onInput={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setWords('');
            if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
          }}
        />
        <KeyCap of="/" />
      </label>
    </header>
  );
}

/** The selected message, and over it the one that was just decided, for as long as it slides. */
function usePanes(rows: readonly Row[], selectedId: string | null): { row: Row; leaving: boolean }[] {
  const shown = useRef<{ now: string | null; before: string | null }>({ now: null, before: null });
  if (shown.current.now !== selectedId) shown.current = { now: selectedId, before: shown.current.now };
  const selected = rows.find((row) => row.item.message.id === selectedId);
  const before = rows.find((row) => row.item.message.id === shown.current.before);
  return [
    ...(selected ? [{ row: selected, leaving: false }] : []),
    ...(before?.state.kind === 'leaving' && before !== selected ? [{ row: before, leaving: true }] : []),
  ];
}

/** Has the next message's conversation and author's record here before the key that leads to it. */
function warm(store: ConsoleStore, rows: readonly Row[], selectedId: string | null): void {
  const at = rows.findIndex((row) => row.item.message.id === selectedId);
  const next = rows[at + 1];
  if (at < 0 || !next) return;
  store.contexts.get(next.item.message.id);
  store.members.get(next.item.author.id);
}

function spoken(rows: readonly Row[], selectedId: string | null): string {
  const row = find({ rows }, selectedId);
  if (!row) return '';
  return `${rows.indexOf(row) + 1} of ${rows.length}: ${row.item.author.name}, ${shortReason(row.item)}`;
}

function isNarrow(): boolean {
  return matchMedia('(max-width: 719px)').matches;
}
