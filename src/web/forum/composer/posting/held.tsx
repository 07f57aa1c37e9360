import { useState } from 'preact/hooks';
import { Disc } from '../../../ui/disc.js';
import { fullTime } from '../../../ui/time.js';
import { remove } from './removing.js';
import { Text } from '../../message/text.js';
import type { Unpublished } from '../../state/state.js';
import { useStore } from '../../state/store.js';
import { t } from '../../../../i18n/format.js';
import { rich } from '../../../ui/rich.js';
import { ended } from '../../words.js';

/** A message of the reader's own that moderators read first, or decided against: with its text, for its author alone. */
export function Held({ message }: { message: Unpublished }) {
  const store = useStore();
  const author = message.author;
  const waits = message.state === 'held';
  const [problem, setProblem] = useState('');
  const takeBack = () => void remove(store, message).catch((error: Error) => setProblem(error.message));
  return (
    <article
      id={`message-${message.id}`}
      class="message unpublished"
      aria-label={t('forum.composer.text')}
      tabIndex={-1}
    >
      <Disc id={author?.id ?? ''} name={author?.name ?? ''} />
      <header class="byline">
        <bdi class="name">{author?.name}</bdi>
      </header>
      <Text html={message.html} />
      <p class={`fate ${waits ? 'held' : 'refused'}`} role="status">
        {waits ? t('forum.own.held') : <Fate {...message} />} {problem}
        {waits && (
          <button type="button" class="quiet" onClick={takeBack}>
            {t('forum.own.takeBack')}
          </button>
        )}
      </p>
    </article>
  );
}

/** What became of it, when and why, as far as its author may know. */
function Fate({ position, decision }: Unpublished) {
  const isRefused = position === null;
  const on = decision && { date: fullTime(decision.at) };
  return (
    <span>
      {on
        ? t(isRefused ? 'forum.own.refusedOn' : 'forum.own.removedOn', on)
        : t(isRefused ? 'forum.own.refused' : 'forum.own.removed')}{' '}
      {decision?.reason && <>{rich('forum.own.reason', { reason: <bdi>{ended(decision.reason)}</bdi> })} </>}
      {t('forum.own.onlyYou')}
    </span>
  );
}
