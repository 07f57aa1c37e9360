import { Disc } from '../../ui/disc.js';
import { onFirstUse } from '../chunk.js';
import { writeAgain } from './drafts.js';
import { discard } from './outbox.js';
import { compose } from '../reading/reading.js';
import { ROOT, type Outgoing } from '../state/state.js';
import { useForum, useStore } from '../state/store.js';

const Held = onFirstUse(() => import('./held.js'), 'Held');

/** What only its author sees, in the place where it will stand: on its way, refused, or before the moderators. */
export function Unpublished({ of }: { of: string }) {
  const held = useForum((state) => state.held);
  const outbox = useForum((state) => state.outbox);
  const here = ({ parentId }: { parentId: string | null }) => (parentId ?? ROOT) === of;
  return (
    <>
      {held.filter(here).map((message) => (
        <li key={message.id}>
          <Held message={message} />
        </li>
      ))}
      {outbox.filter(here).map((post) => (
        <li key={post.key}>
          <OnItsWay post={post} />
        </li>
      ))}
    </>
  );
}

function OnItsWay({ post }: { post: Outgoing }) {
  const store = useStore();
  const me = useForum((state) => state.me);
  const name = me?.name ?? post.name;
  const change = () => {
    writeAgain(store, post.parentId, post.text);
    discard(store, post.key);
    compose(store, post.parentId ?? ROOT);
  };
  return (
    <article id={`message-${post.key}`} class="message unpublished" aria-label="Your message" tabIndex={-1}>
      <Disc id={me?.id ?? ''} name={name} />
      <header class="byline">
        <bdi class="name">{name}</bdi>
      </header>
      <div class="text raw" dir="auto">
        {post.text}
      </div>
      <p class={`fate ${post.state}`} role="status">
        {post.state === 'sending' && 'Sending…'}
        {post.state === 'waiting' &&
          (post.why
            ? `${post.why} It is sent by itself.`
            : 'Waits for the network. It is sent once, as soon as you are back.')}
        {post.state === 'refused' && `Not posted. ${post.why}`}
        {post.state === 'refused' && (
          <button type="button" class="quiet" onClick={change}>
            Change it
          </button>
        )}
        {post.state !== 'sending' && (
          <button type="button" class="quiet" onClick={() => discard(store, post.key)}>
            Discard
          </button>
        )}
      </p>
    </article>
  );
}
