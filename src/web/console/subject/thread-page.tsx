import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { Ask } from '../asking.js';
import { DiscussionState } from '../item/discussion-state.js';
import { useMore } from '../item/use-more.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { FoldedSettings } from '../settings/place-settings.js';
import { useCached } from '../store/query-cache.js';
import { useThreadCounts } from '../store/thread-counts.js';
import { messagesSay } from '../wording/wording.js';
import { MessageLine } from './message-line.js';
import { PlaceLink } from './place-link.js';
import { ThreadNames } from './thread-names.js';

type Props = {
  readonly id: string;
  readonly store: ConsoleStore;
  readonly now: number;
  readonly ask: Ask;
  readonly go: (place: Place) => void;
};

/** A discussion, whether anything waits in it or not: its state, and its latest messages, whatever has become of them. */
export function ThreadPage({ id, store, now, ask, go }: Props) {
  const thread = useCached(store.threads, id);
  useThreadCounts(store.threadCounts, [id]);
  return (
    <main class="log subject" aria-label={t('console.discussion.label')} tabIndex={0}>
      <button type="button" class="back is-always" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      {thread.kind === 'loading' && <p class="calm">{t('console.discussion.reading')}</p>}
      {thread.kind === 'failed' && <p class="calm">{t('console.discussion.failed')}</p>}
      {thread.kind === 'ready' && (
        <>
          <header class="log-head">
            <h1>
              <a href={`/threads/${id}`} target="_blank" rel="noopener">
                <bdi>{thread.value.title || thread.value.url}</bdi>
              </a>
            </h1>
            <p>{messagesSay(store.threadCounts.of(thread.value))}</p>
          </header>
          {thread.value.gone ? (
            <Gone movedTo={thread.value.gone.movedTo} go={go} />
          ) : (
            <>
              <ThreadNames thread={thread.value} store={store} now={now} ask={ask} />
              <DiscussionState thread={thread.value} state={thread.value.state} ask={ask} heading="h2" />
              <FoldedSettings store={store} siteId={thread.value.site} of={{ thread: id }} />
              <Latest key={thread.value.epoch} threadId={id} store={store} now={now} go={go} />
            </>
          )}
        </>
      )}
    </main>
  );
}

/** What has become of a discussion that is not there any more. */
function Gone({ movedTo, go }: { movedTo: string | null } & Pick<Props, 'go'>) {
  const log = (
    <PlaceLink to={{ page: 'log' }} go={go}>
      {t('console.discussion.theLog')}
    </PlaceLink>
  );
  const merged = movedTo !== null && (
    <PlaceLink to={{ page: 'thread', id: movedTo }} go={go}>
      {t('console.discussion.mergedLink')}
    </PlaceLink>
  );
  return (
    <p class="thread-gone">
      {merged ? rich('console.discussion.wasMerged', { merged, log }) : rich('console.discussion.wasDeleted', { log })}
    </p>
  );
}

function Latest({ threadId, store, now, go }: { threadId: string } & Pick<Props, 'store' | 'now' | 'go'>) {
  const { values, next, loading, failed, more } = useMore<QueueItem>(async (cursor) => {
    const { items, next } = await store.ports.api.messages(threadId, cursor);
    return { values: items, next };
  });
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{t('console.discussion.latest')}</h2>
      <ul class="subject-list">
        {values.map((item) => (
          <li key={item.message.id}>
            <PlaceLink to={{ page: 'message', id: item.message.id }} go={go}>
              <MessageLine item={item} now={now} />
            </PlaceLink>
          </li>
        ))}
      </ul>
      {failed && <p class="calm">{t('console.discussion.latestFailed')}</p>}
      {!loading && (failed || next !== null) && (
        <button type="button" class="small" onClick={more}>
          {t(failed ? 'console.tryAgain' : 'console.discussion.earlier')}
        </button>
      )}
    </section>
  );
}
