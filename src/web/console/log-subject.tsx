import type { ComponentChildren } from 'preact';
import type { LogEntry } from '../../moderation/moderation.schema.js';
import { Ago } from '../ui/ago.js';
import type { Desk } from './desk.js';
import { useKept, type Kept } from './memory.js';
import { MessageText } from './message-text.js';

type Props = { readonly of: LogEntry['subject']; readonly desk: Desk; readonly now: number };

/** What an entry of the log is about, as it is now. */
export function LogSubject({ of, desk, now }: Props) {
  if (of.kind === 'message') return <OfMessage id={of.id} desk={desk} now={now} />;
  if (of.kind === 'member') return <OfMember id={of.id} desk={desk} />;
  if (of.kind === 'thread') return <OfThread id={of.id} desk={desk} />;
  return <p class="log-about">{of.id}</p>;
}

function OfMessage({ id, desk, now }: { id: string; desk: Desk; now: number }) {
  const context = useKept(desk.contexts, id);
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

function OfMember({ id, desk }: { id: string; desk: Desk }) {
  const record = useKept(desk.members, id);
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

function OfThread({ id, desk }: { id: string; desk: Desk }) {
  const thread = useKept(desk.threads, id);
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
  readonly what: Kept<Value>;
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
