import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { Ask } from '../asking.js';
import { DiscussionState } from '../item/discussion-state.js';
import { useMore } from '../item/use-more.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { useCached } from '../store/query-cache.js';
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
  return (
    <main class="log subject" aria-label="Discussion" tabIndex={0}>
      <button type="button" class="back is-always" onClick={() => go({ page: 'menu' })}>
        ‹ Queues
      </button>
      {thread.kind === 'loading' && <p class="calm">Reading the discussion …</p>}
      {thread.kind === 'failed' && <p class="calm">There is no such discussion, or it cannot be reached just now.</p>}
      {thread.kind === 'ready' && (
        <>
          <header class="log-head">
            <h1>
              <a href={`/threads/${id}`} target="_blank" rel="noopener">
                <bdi>{thread.value.title || thread.value.url}</bdi>
              </a>
            </h1>
            <p>{messagesSay(thread.value.messageCount)}</p>
          </header>
          {thread.value.gone ? (
            <Gone movedTo={thread.value.gone.movedTo} go={go} />
          ) : (
            <>
              <ThreadNames thread={thread.value} store={store} now={now} ask={ask} />
              <DiscussionState thread={thread.value} state={thread.value.state} ask={ask} heading="h2" />
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
  return (
    <p class="thread-gone">
      {movedTo === null ? (
        'This discussion was deleted.'
      ) : (
        <>
          This discussion was{' '}
          <PlaceLink to={{ page: 'thread', id: movedTo }} go={go}>
            merged into another
          </PlaceLink>
          .
        </>
      )}{' '}
      <PlaceLink to={{ page: 'log' }} go={go}>
        The log
      </PlaceLink>{' '}
      says by whom, and takes it back.
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
      <h2 id="latest">Latest messages</h2>
      <ul class="subject-list">
        {values.map((item) => (
          <li key={item.message.id}>
            <PlaceLink to={{ page: 'message', id: item.message.id }} go={go}>
              <MessageLine item={item} now={now} />
            </PlaceLink>
          </li>
        ))}
      </ul>
      {failed && <p class="calm">The messages could not be loaded.</p>}
      {!loading && (failed || next !== null) && (
        <button type="button" class="small" onClick={more}>
          {failed ? 'Try again' : 'Earlier messages'}
        </button>
      )}
    </section>
  );
}
