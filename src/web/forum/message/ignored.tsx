import type { AuthorView } from '../../../members/members.schema.js';
import { ignore } from '../session/session.js';
import { useStore } from '../state/store.js';

/** In the place of a message whose author the reader ignores. */
export function Ignored({ id, author, looks }: { id: string; author: AuthorView; looks: string }) {
  const store = useStore();
  return (
    <article id={`message-${id}`} class={`${looks} place`} tabIndex={-1} aria-label={`${author.name}, whom you ignore`}>
      <p>
        You ignore <bdi>{author.name}</bdi>.{' '}
        <button type="button" class="quiet" onClick={() => ignore(store, author.id, false)}>
          Show again
        </button>
      </p>
    </article>
  );
}
