import { memo } from './memo.js';
import { useState } from 'preact/hooks';
import type { AuthorView } from '../../../members/members.schema.js';
import type { MessageView } from '../../../messages/messages.schema.js';
import { Ago } from '../../ui/ago.js';
import { Badges } from '../../ui/badge.js';
import { Disc } from '../../ui/disc.js';
import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { Actions } from './actions.js';
import { Text } from './text.js';
import { onFirstUse } from '../chunk.js';
import { messagePage } from '../links.js';
import { goTo } from '../reading/further.js';
import { useForum, useStore } from '../state/store.js';

type Props = { readonly id: string; readonly inReplyTo: boolean };

const Ignored = onFirstUse(() => import('./ignored.js'), 'Ignored');
const Editor = onFirstUse(() => import('./more/editor.js'), 'Editor');

/** One message: who, when, what, and what can be done about it. */
export const Message = memo(function Message({ id, inReplyTo }: Props) {
  const message = useForum((state) => state.messages[id]);
  const glowing = useForum((state) => state.glowing.includes(id));
  const linked = useForum((state) => state.focus === id);
  const ignored = useForum((state) => state.ignored.includes(message?.author?.id ?? ''));
  // What was being changed when the page was left is taken up again, until the reader closes it.
  const unfinished = useForum((state) => state.drafts[`edit:${id}`] !== undefined);
  const [opened, setOpened] = useState<boolean | null>(null);
  if (!message) return null;

  const { author } = message;
  const looks = `message${glowing ? ' glowing' : ''}${linked ? ' linked' : ''}`;
  if (!author || message.state === 'deleted') {
    return (
      <article id={`message-${id}`} class={`${looks} place`} tabIndex={-1} aria-label={t('forum.removedLabel')}>
        <p>{t('forum.removed')}</p>
      </article>
    );
  }
  if (ignored) return <Ignored id={id} author={author} looks={looks} />;
  return (
    <article id={`message-${id}`} class={looks} tabIndex={-1} aria-labelledby={`author-${id}`}>
      <Disc id={author.id} name={author.name} />
      <Byline message={message} author={author} inReplyTo={inReplyTo} />
      {(opened ?? unfinished) ? (
        <Editor message={message} onEnd={() => setOpened(false)} />
      ) : (
        <>
          <Text html={message.html} />
          <Actions message={message} author={author} onEdit={() => setOpened(true)} />
        </>
      )}
    </article>
  );
});

function Byline({ message, author, inReplyTo }: { message: MessageView; author: AuthorView; inReplyTo: boolean }) {
  const place = useForum((state) => messagePage(state, message.id));
  const embedded = useForum((state) => state.embedded);
  const now = useForum((state) => state.now);
  return (
    <header class="byline">
      <bdi class="name" id={`author-${message.id}`}>
        {author.name}
      </bdi>
      <Badges author={author} />
      <a class="when" href={place} target={embedded ? '_blank' : undefined}>
        <Ago iso={message.createdAt} now={now} />
      </a>
      {message.editedAt && <span class="when">{t('forum.edited')}</span>}
      {inReplyTo && message.parentId && <InReplyTo id={message.parentId} />}
    </header>
  );
}

/** Where the indent has stopped, the way back to what is answered. */
function InReplyTo({ id }: { id: string }) {
  const store = useStore();
  const name = useForum((state) => state.messages[id]?.author?.name);
  const lead = (event: Event) => {
    event.preventDefault();
    void goTo(store, id);
  };
  return (
    <a class="when answered" href={`#message-${id}`} onClick={lead}>
      {rich('forum.inReplyTo', { name: <bdi>{name ?? t('forum.removedMessage')}</bdi> })}
    </a>
  );
}
