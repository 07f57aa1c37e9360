import type { ComponentChildren } from 'preact';
import type { LogEntry } from '../../../moderation/moderation.schema.js';
import { Ago } from '../../ui/ago.js';
import type { ConsoleStore } from '../store/console-store.js';
import { useCached, type Cached } from '../store/query-cache.js';
import { MessageText } from '../item/message-text.js';

type Props = { readonly of: LogEntry['subject']; readonly store: ConsoleStore; readonly now: number };

/** What an entry of the log is about, as it is now. */
export function LogSubject({ of, store, now }: Props) {
  if (of.kind === 'message') return <OfMessage id={of.id} store={store} now={now} />;
  if (of.kind === 'member') return <OfMember id={of.id} store={store} />;
  if (of.kind === 'thread') return <OfThread id={of.id} store={store} />;
  return <p class="log-about">{of.id}</p>;
}

function OfMessage({ id, store, now }: { id: string; store: ConsoleStore; now: number }) {
  const context = useCached(store.contexts, id);
  return (
    <About what={context} gone="This message cannot be shown any more.">
      {({ message, thread }) => (
        <>
          <p>
            <bdi class="log-author">{message.author?.name ?? 'A removed message'}</bdi>{' '}
            <Ago iso={message.createdAt} now={now} />
          </p>
          <MessageText html={message.html} />
          <a href={`/threads/${thread.id}?message=${id}#message-${id}`} target="_blank" rel="noopener">
            <bdi>{thread.title || thread.url}</bdi>
          </a>
        </>
      )}
    </About>
  );
}

function OfMember({ id, store }: { id: string; store: ConsoleStore }) {
  const record = useCached(store.members, id);
  return (
    <About what={record} gone="This member cannot be shown any more.">
      {({ member, counts }) => (
        <p>
          <bdi class="log-author">{member.name}</bdi> {counts.published} published, {counts.rejected + counts.spam}{' '}
          taken away
        </p>
      )}
    </About>
  );
}

function OfThread({ id, store }: { id: string; store: ConsoleStore }) {
  const thread = useCached(store.threads, id);
  return (
    <About what={thread} gone="This discussion cannot be shown any more.">
      {({ title, url }) => (
        <a href={`/threads/${id}`} target="_blank" rel="noopener">
          <bdi>{title || url}</bdi>
        </a>
      )}
    </About>
  );
}

function About<Value>(props: {
  readonly what: Cached<Value>;
  readonly gone: string;
  readonly children: (value: Value) => ComponentChildren;
}) {
  const { what, gone, children } = props;
  return (
    <div class="log-about">
      {what.kind === 'loading' && 'Reading …'}
      {what.kind === 'failed' && gone}
      {what.kind === 'ready' && children(what.value)}
    </div>
  );
}
