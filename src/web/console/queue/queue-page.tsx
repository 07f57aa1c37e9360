import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { numeral, t } from '../../../i18n/format.js';
import type { SanctionView } from '../../../moderation/sanctions/sanctions.schema.js';
import type { Ask, Asking } from '../asking.js';
import { DecisionKeys } from '../item/decision-keys.js';
import { ItemPane } from '../item/item-pane.js';
import type { Command } from '../keys/keys.js';
import type { Place } from '../route.js';
import { SearchBar } from '../search/search-bar.js';
import { isSearching } from '../search/search.js';
import type { ConsoleState, ConsoleStore } from '../store/console-store.js';
import { shortReason } from '../wording/why-here.js';
import { EmptyQueue } from './empty-queue.js';
import { ItemList } from './item-list.js';
import { QUEUES } from './queues.js';
import type { Row } from './queue-state.js';
import { find } from './rows.js';

type Props = {
  readonly store: ConsoleStore;
  readonly state: ConsoleState;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly now: number;
  readonly asking: Asking | null;
  readonly ask: Ask;
  readonly run: (command: Command) => void;
  readonly go: (place: Place) => void;
};

/** A queue: its list, and the message in front of the moderator with the next one ready under it. */
export function QueuePage(props: Props) {
  const { store, state, now, asking, ask, run, go } = props;
  const { queue } = state;
  const open = (id: string) => {
    store.select(id);
    if (isNarrow()) go({ page: 'queue', view: queue.view, messageId: id });
  };
  const lift = (sanction: SanctionView) => void store.actions.lift(sanction);
  const panes = usePanes(queue.rows, queue.selectedId);
  warm(store, queue.rows, queue.selectedId);

  return (
    <main class="work">
      <h1 class="visually-hidden">{t('console.list.heading', { queue: t(QUEUES[queue.view].name) })}</h1>
      <section class="list" aria-labelledby="queue-title">
        <ListHead {...props} />
        <ListBody {...props} open={open} />
      </section>
      <section class="desk" aria-label={t('console.message')}>
        <button type="button" class="back" onClick={() => go({ page: 'queue', view: queue.view, messageId: null })}>
          ‹ {t(QUEUES[queue.view].name)}
        </button>
        <p class="visually-hidden" aria-live="polite">
          {spoken(queue.rows, queue.selectedId)}
        </p>
        {panes.map(({ row, leaving }) => (
          <ItemPane key={row.item.message.id} store={store} row={row} now={now} leaving={leaving} ask={ask} lift={lift}>
            <DecisionKeys
              item={row.item}
              taken={row.state.kind === 'decided'}
              run={run}
              asksReason={!leaving && asking?.what === 'reason'}
              reject={(reason) => (ask(null), void store.actions.decide('reject', reason, row.item))}
              cancel={() => ask(null)}
            />
          </ItemPane>
        ))}
        {queue.selectedId === null && <NothingSelected {...props} />}
      </section>
    </main>
  );
}

function ListBody({ store, state: { queue }, now, open }: Props & { open: (id: string) => void }) {
  switch (queue.status) {
    case 'loading':
      return <p class="calm">{t(isSearching(queue.search) ? 'console.list.searching' : 'console.list.reading')}</p>;
    case 'failed':
      return (
        <p class="calm">
          {t('console.list.failed')}{' '}
          <button type="button" class="small" onClick={() => void store.reader.open(queue.view, null, queue.search)}>
            {t('console.tryAgain')}
          </button>
        </p>
      );
    case 'ready':
      return (
        <>
          <ItemList view={queue.view} rows={queue.rows} selectedId={queue.selectedId} now={now} open={open} />
          {isSearching(queue.search) && queue.total === 0 && <p class="calm">{t('console.list.nothing')}</p>}
          {queue.next !== null && (
            <p class="list-more">
              <button type="button" onClick={() => void store.reader.more()}>
                {t('console.list.more')}
              </button>
            </p>
          )}
        </>
      );
  }
}

/** With nothing in front of the moderator: the queue is done, or what waits is on its way. */
function NothingSelected({ state, now, go }: Props) {
  const { queue } = state;
  if (queue.status !== 'ready') return null;
  if (queue.total > 0) return <p class="calm">{t('console.list.next')}</p>;
  if (isSearching(queue.search)) return <p class="calm">{t('console.list.none')}</p>;
  return <EmptyQueue state={state} now={now} go={go} />;
}

function ListHead({ store, state: { queue }, searchField, go }: Props) {
  return (
    <header class="list-head">
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <h2 id="queue-title">
        {t(QUEUES[queue.view].name)}
        {queue.status === 'ready' && <span class="count">{numeral(queue.total)}</span>}
      </h2>
      <SearchBar search={queue.search} apply={(search) => store.search(search)} go={go} field={searchField} />
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
  const [n, all] = [rows.indexOf(row) + 1, rows.length];
  return t('console.list.spoken', { n, all, name: row.item.author.name, reason: shortReason(row.item) });
}

function isNarrow(): boolean {
  return matchMedia('(max-width: 719px)').matches;
}
