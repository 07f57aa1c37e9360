import { t } from '../../../i18n/format.js';
import type { ComponentChildren } from 'preact';
import type { LogEntry } from '../../../moderation/records/records.schema.js';
import { Ago } from '../../ui/ago.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { useCached, type Cached } from '../store/query-cache.js';
import { PlaceLink } from '../subject/place-link.js';
import { MessageText } from '../item/message-text.js';

type Props = {
  readonly of: LogEntry['subject'];
  readonly store: ConsoleStore;
  readonly now: number;
  readonly go: (place: Place) => void;
};

/** What an entry of the log is about, as it is now. */
export function LogSubject({ of, store, now, go }: Props) {
  if (of.kind === 'message') return <OfMessage id={of.id} store={store} now={now} go={go} />;
  if (of.kind === 'member') return <OfMember id={of.id} store={store} go={go} />;
  if (of.kind === 'thread') return <OfThread id={of.id} store={store} go={go} />;
  return <p class="log-about">{of.id}</p>;
}

type OneProps = Omit<Props, 'of' | 'now'> & { readonly id: string };

function OfMessage({ id, store, now, go }: OneProps & Pick<Props, 'now'>) {
  const context = useCached(store.contexts, id);
  return (
    <About what={context} gone={t('console.log.noMessage')}>
      {({ message, thread }) => (
        <>
          <p>
            <bdi class="log-author">{message.author?.name ?? t('console.talk.removed')}</bdi>{' '}
            <Ago iso={message.createdAt} now={now} />
          </p>
          <MessageText html={message.html} />
          <PlaceLink to={{ page: 'message', id }} go={go}>
            {t('console.log.openMessage')}
          </PlaceLink>{' '}
          <a href={`/threads/${thread.id}?message=${id}#message-${id}`} target="_blank" rel="noopener">
            <bdi>{thread.title || thread.url}</bdi>
          </a>
        </>
      )}
    </About>
  );
}

function OfMember({ id, store, go }: OneProps) {
  const record = useCached(store.members, id);
  return (
    <About what={record} gone={t('console.log.noMember')}>
      {({ member, counts }) => (
        <p>
          <PlaceLink to={{ page: 'member', id }} go={go}>
            <bdi class="log-author">{member.name}</bdi>
          </PlaceLink>{' '}
          {t('console.log.counts', { published: counts.published, taken: counts.rejected + counts.spam })}
        </p>
      )}
    </About>
  );
}

function OfThread({ id, store, go }: OneProps) {
  const thread = useCached(store.threads, id);
  return (
    <About what={thread} gone={t('console.log.noThread')}>
      {({ title, url }) => (
        <PlaceLink to={{ page: 'thread', id }} go={go}>
          <bdi>{title || url}</bdi>
        </PlaceLink>
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
      {what.kind === 'loading' && t('console.reading')}
      {what.kind === 'failed' && gone}
      {what.kind === 'ready' && children(what.value)}
    </div>
  );
}
