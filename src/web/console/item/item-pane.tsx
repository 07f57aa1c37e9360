import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import type { ComponentChildren } from 'preact';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { MemberRecord } from '../../../moderation/records/records.schema.js';
import type { SanctionView } from '../../../moderation/sanctions/sanctions.schema.js';
import type { ThreadState } from '../../../threads/threads.schema.js';
import type { Ask } from '../asking.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf } from '../keys/keys.js';
import { decidedBy } from '../queue/item-list.js';
import type { Row } from '../queue/queue-state.js';
import { discussionOf } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { useCached, type Cached } from '../store/query-cache.js';
import { whyHere } from '../wording/why-here.js';
import { AuthorRecord } from './author-record.js';
import { Conversation } from './conversation.js';
import { DiscussionState } from './discussion-state.js';
import { FormerTexts } from './former-texts.js';
import { Reports } from './reports.js';
import { StateMark } from './state-mark.js';

type Props = {
  readonly store: ConsoleStore;
  readonly row: Row;
  readonly now: number;
  readonly leaving: boolean;
  readonly ask: Ask;
  readonly lift: (sanction: SanctionView) => void;
  readonly children: ComponentChildren;
};

/** One message and all that a decision on it needs. `leaving`: it slides out over the next one, deaf to every key. */
export function ItemPane({ store, row, now, leaving, ask, lift, children }: Props) {
  const { item } = row;
  const context = useCached(store.contexts, item.message.id);
  const record: Cached<MemberRecord> = useCached(store.members, item.author.id);
  const state = context.kind === 'ready' ? context.value.thread.state : item.thread.state;
  return (
    <div class={`pane${leaving ? ' is-leaving' : ''}`} inert={leaving} data-message={item.message.id}>
      <div class="pane-scroll" tabIndex={leaving ? -1 : 0}>
        <ThreadHead item={item} state={state} />
        {row.state.kind === 'decided' && (
          <p class="pane-decided">
            {rich('console.pane.decided', { what: <b>{decidedBy(row.state)}</b> })} <KeyCap of="j" />
          </p>
        )}
        {row.state.kind === 'edited' && <p class="pane-edited">{t('console.pane.edited')}</p>}
        {item.message.state === 'deleted' && (
          <p class="pane-edited">
            {t(item.kind === 'reported' ? 'console.pane.deletedReported' : 'console.pane.deleted')}
          </p>
        )}
        <p class={`why why-${item.kind}`}>
          <StateMark state={item.kind} />
          {whyHere(item)}
        </p>
        <Conversation item={item} context={context} now={now} />
        <FormerTexts item={item} api={store.ports.api} now={now} />
        <Reports item={item} api={store.ports.api} now={now} />
        <AuthorRecord item={item} record={record} now={now} lift={lift} />
        <DiscussionState thread={item.thread} state={state} ask={ask} />
      </div>
      {children}
    </div>
  );
}

function ThreadHead({ item, state }: { item: QueueItem; state: ThreadState }) {
  return (
    <header class="thread-head">
      <h2>
        <a href={discussionOf(item.message)} target="_blank" rel="noopener" aria-keyshortcuts={keyOf('view')}>
          <bdi>{item.thread.title || item.thread.url}</bdi>
        </a>
      </h2>
      {state !== 'open' && (
        <span class="thread-state">{t(state === 'closed' ? 'console.pane.closed' : 'console.pane.archived')}</span>
      )}
    </header>
  );
}
