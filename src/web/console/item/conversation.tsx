import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { stateText } from '../wording/wording.js';
import { useState } from 'preact/hooks';
import type { ContextAnswer, MessageView } from '../../../messages/messages.schema.js';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import { Ago } from '../../ui/ago.js';
import { Badges } from '../../ui/badge.js';
import { Disc } from '../../ui/disc.js';
import type { Cached } from '../store/query-cache.js';
import { MessageText } from './message-text.js';

type Props = { readonly item: QueueItem; readonly context: Cached<ContextAnswer>; readonly now: number };

/** The item where it was said: what it answers above it, what answers it below, both quieter than itself. */
export function Conversation({ item, context, now }: Props) {
  const around = context.kind === 'ready' ? context.value : null;
  const replies = around?.message.replies?.messages ?? [];
  const more = around ? around.message.replyCount - replies.length : 0;
  const spans = item.reasons.flatMap((reason) => (reason.detail && reason.code !== 'reports' ? [reason.detail] : []));
  return (
    <div class="conversation">
      {around && <Ancestors of={around} now={now} key={item.message.id} />}
      <article class="the-message" aria-label={t('console.messageBy', { name: item.author.name })}>
        <header>
          <Disc id={item.author.id} name={item.author.name} />
          <bdi class="the-author">{item.author.name}</bdi>
          <Badges author={item.author} />
          <Ago iso={item.message.createdAt} now={now} />
          {item.message.editedAt && (
            <span class="edited">
              {rich('console.talk.edited', { when: <Ago iso={item.message.editedAt} now={now} /> })}
            </span>
          )}
        </header>
        <MessageText html={item.message.html} spans={spans} />
      </article>
      {replies.length > 0 && (
        <div class="replies-below">
          {replies.map((message) => (
            <Quiet message={message} now={now} key={message.id} />
          ))}
        </div>
      )}
      {more > 0 && replies.length > 0 && <p class="conversation-gap">{t('console.talk.moreReplies', { n: more })}</p>}
      {context.kind === 'failed' && <p class="conversation-gap">{t('console.talk.failed')}</p>}
    </div>
  );
}

/** What it answers, and on demand what that answered: the message itself begins where it is seen. */
const ANCESTORS = 2;

function Ancestors({ of: { ancestors, earlier }, now }: { of: ContextAnswer; now: number }) {
  const [all, showAll] = useState(false);
  const shown = all ? ancestors : ancestors.slice(-ANCESTORS);
  const above = ancestors.length - shown.length;
  return (
    <>
      {earlier && above === 0 && <p class="conversation-gap">{t('console.talk.earlier')}</p>}
      {above > 0 && (
        <p class="conversation-gap">
          <button type="button" class="link-button" onClick={() => showAll(true)}>
            {t('console.talk.above', { n: above })}
          </button>
        </p>
      )}
      {shown.map((message) => (
        <Quiet message={message} now={now} key={message.id} />
      ))}
    </>
  );
}

function Quiet({ message, now }: { message: MessageView; now: number }) {
  if (!message.author) return <p class="quiet-message is-empty">{t('console.talk.removed')}</p>;
  return (
    <article class="quiet-message" aria-label={t('console.messageBy', { name: message.author.name })}>
      <header>
        <bdi>{message.author.name}</bdi>
        <Badges author={message.author} />
        <Ago iso={message.createdAt} now={now} />
        {message.state !== 'published' && <span class="quiet-state">{stateText(message.state)}</span>}
      </header>
      <MessageText html={message.html} />
    </article>
  );
}
