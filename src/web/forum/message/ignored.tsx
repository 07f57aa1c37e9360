import type { AuthorView } from '../../../members/members.schema.js';
import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { ignore } from '../session/session.js';
import { useStore } from '../state/store.js';

/** In the place of a message whose author the reader ignores. */
export function Ignored({ id, author, looks }: { id: string; author: AuthorView; looks: string }) {
  const store = useStore();
  return (
    <article
      id={`message-${id}`}
      class={`${looks} place`}
      tabIndex={-1}
      aria-label={t('forum.ignored.label', { name: author.name })}
    >
      <p>
        {rich('forum.ignored.text', { name: <bdi>{author.name}</bdi> })}{' '}
        <button type="button" class="quiet" onClick={() => ignore(store, author.id, false)}>
          {t('forum.ignored.show')}
        </button>
      </p>
    </article>
  );
}
