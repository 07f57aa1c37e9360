import type { ComponentChildren } from 'preact';
import type { MemberRecord, QueueItem, SanctionView } from '../../../moderation/moderation.schema.js';
import type { ThreadState } from '../../../threads/threads.schema.js';
import { Ago } from '../../ui/ago.js';
import { AuthorRecord } from './author-record.js';
import { Conversation } from './conversation.js';
import type { ConsoleStore } from '../store/console-store.js';
import { decidedBy } from '../queue/item-list.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf } from '../keys/keys.js';
import { useCached, type Cached } from '../store/query-cache.js';
import type { Row } from '../queue/queue-state.js';
import { StateMark } from './state-mark.js';
import { reportReason, whyHere } from '../wording/wording.js';

type Props = {
  readonly store: ConsoleStore;
  readonly row: Row;
  readonly now: number;
  readonly leaving: boolean;
  readonly changeThread: (to: ThreadState) => void;
  readonly lift: (sanction: SanctionView) => void;
  readonly children: ComponentChildren;
};

/** One message and all that a decision on it needs. `leaving`: it slides out over the next one, deaf to every key. */
export function ItemPane({ store, row, now, leaving, changeThread, lift, children }: Props) {
  const { item } = row;
  const context = useCached(store.contexts, item.message.id);
  const record: Cached<MemberRecord> = useCached(store.members, item.author.id);
  const state = context.kind === 'ready' ? context.value.thread.state : item.thread.state;
  return (
    <div class={`pane${leaving ? ' is-leaving' : ''}`} inert={leaving} data-message={item.message.id}>
      <div class="pane-scroll" tabIndex={leaving ? -1 : 0}>
        <ThreadHead item={item} state={state} change={changeThread} />
        {row.state.kind === 'decided' && (
          <p class="pane-decided">
            <b>{decidedBy(row.state)}.</b> It leaves the queue when you go on. <KeyCap of="j" />
          </p>
        )}
        {row.state.kind === 'edited' && (
          <p class="pane-edited">This changed while it waited. You see it as it is now.</p>
        )}
        <p class={`why why-${item.kind}`}>
          <StateMark state={item.kind} />
          {whyHere(item)}
        </p>
        <Reports item={item} now={now} />
        <Conversation item={item} context={context} now={now} />
        <AuthorRecord item={item} record={record} now={now} lift={lift} />
      </div>
      {children}
    </div>
  );
}

function ThreadHead({
  item,
  state,
  change,
}: {
  item: QueueItem;
  state: ThreadState;
  change: (to: ThreadState) => void;
}) {
  const open = state === 'open';
  const command = open ? 'close' : 'reopen';
  return (
    <header class="thread-head">
      <h2>
        <a href={discussionOf(item)} target="_blank" rel="noopener" aria-keyshortcuts={keyOf('view')}>
          <bdi>{item.thread.title || item.thread.url}</bdi>
        </a>
      </h2>
      {!open && <span class="thread-state">{state === 'closed' ? 'Closed' : 'Archived'}</span>}
      <button
        type="button"
        class="small"
        aria-keyshortcuts={keyOf(command)}
        onClick={() => change(open ? 'closed' : 'open')}
      >
        <span>
          {open ? 'Close' : 'Reopen'} <span class="wide-only">discussion</span>
        </span>
        <KeyCap of={keyOf(command)} />
      </button>
    </header>
  );
}

/** The message in its place among the others, as readers have it. */
export function discussionOf(item: QueueItem): string {
  return `/threads/${item.thread.id}?message=${item.message.id}#message-${item.message.id}`;
}

function Reports({ item, now }: { item: QueueItem; now: number }) {
  if (item.reports.length === 0) return null;
  return (
    <ul class="reports" aria-label="Reports">
      {item.reports.map((report) => (
        <li key={report.id}>
          <b>{reportReason(report.reason)}</b>
          <span class="report-note" dir="auto">
            {report.note}
          </span>
          <span class="report-by">
            <bdi>{report.by.name}</bdi> <Ago iso={report.createdAt} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}
