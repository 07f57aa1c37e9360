import { useState } from 'preact/hooks';
import { Disc } from '../../../ui/disc.js';
import { fullTime } from '../../../ui/time.js';
import { remove } from './removing.js';
import type { Unpublished } from '../../state/state.js';
import { useStore } from '../../state/store.js';
import { ended } from '../../words.js';

/** A message of the reader's own that moderators read first, or decided against: with its text, for its author alone. */
export function Held({ message }: { message: Unpublished }) {
  const store = useStore();
  const author = message.author;
  const waits = message.state === 'held';
  const [problem, setProblem] = useState('');
  const takeBack = () => void remove(store, message).catch((error: Error) => setProblem(error.message));
  return (
    <article id={`message-${message.id}`} class="message unpublished" aria-label="Your message" tabIndex={-1}>
      <Disc id={author?.id ?? ''} name={author?.name ?? ''} />
      <header class="byline">
        <bdi class="name">{author?.name}</bdi>
      </header>
      <div class="text" dir="auto" dangerouslySetInnerHTML={{ __html: message.html }} />
      <p class={`fate ${waits ? 'held' : 'refused'}`} role="status">
        {waits ? 'Held: a moderator reads it before it appears. Until then only you see it.' : <Fate {...message} />}{' '}
        {problem}
        {waits && (
          <button type="button" class="quiet" onClick={takeBack}>
            Take back
          </button>
        )}
      </p>
    </article>
  );
}

/** What became of it, when and why, as far as its author may know. */
function Fate({ position, decision }: Unpublished) {
  const what = position === null ? 'Not published: a moderator decided against it' : 'Removed by a moderator';
  return (
    <span>
      {what}
      {decision && ` on ${fullTime(decision.at)}`}.{' '}
      {decision?.reason && (
        <>
          Reason: <bdi>{ended(decision.reason)}</bdi>{' '}
        </>
      )}
      Only you see it.
    </span>
  );
}
