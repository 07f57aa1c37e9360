import { useEffect, useState } from 'preact/hooks';
import type { MessageView } from '../../../messages/messages.schema.js';
import { Ago } from '../../ui/ago.js';
import { ApiError } from '../api.js';
import type { Ask } from '../asking.js';
import { DiscussionState } from '../item/discussion-state.js';
import { excerptOf } from '../queue/excerpt.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { useCached } from '../store/query-cache.js';
import { messagesSay } from '../wording/wording.js';
import { PlaceLink } from './place-link.js';
import { ThreadNames } from './thread-names.js';

type Props = {
  readonly id: string;
  readonly store: ConsoleStore;
  readonly now: number;
  readonly ask: Ask;
  readonly go: (place: Place) => void;
};

/** A discussion, whether anything waits in it or not: its state, and its latest messages. */
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

type Shown = { readonly messages: readonly MessageView[]; readonly next: string | null; readonly failed: boolean };

function Latest({ threadId, store, now, go }: { threadId: string } & Pick<Props, 'store' | 'now' | 'go'>) {
  const [{ messages: shown, next, failed }, show] = useState<Shown>({ messages: [], next: null, failed: false });
  const read = async (cursor: string | null) => {
    try {
      const answer = await store.ports.api.messages(threadId, cursor);
      show((known) => ({ messages: [...known.messages, ...answer.messages], next: answer.next, failed: false }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      show((known) => ({ ...known, failed: true }));
    }
  };
  useEffect(() => void read(null), [threadId]);
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">Latest messages</h2>
      <ul class="subject-list">
        {shown.map((message) => (
          <li key={message.id}>
            <PlaceLink to={{ page: 'message', id: message.id }} go={go}>
              <bdi class="row-name">{message.author?.name ?? 'A removed message'}</bdi>
              <Ago iso={message.createdAt} now={now} />
              <span class="subject-text" dir="auto">
                {excerptOf(message.html)}
              </span>
            </PlaceLink>
          </li>
        ))}
      </ul>
      {failed && <p class="calm">The messages could not be loaded.</p>}
      {(failed || next !== null) && (
        <button type="button" class="small" onClick={() => void read(next)}>
          {failed ? 'Try again' : 'Earlier messages'}
        </button>
      )}
    </section>
  );
}
