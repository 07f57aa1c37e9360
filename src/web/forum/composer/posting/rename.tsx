import { useRef, useState } from 'preact/hooks';
import type { MeAnswer } from '../../../../members/members.schema.js';
import { become, callAs } from '../../session/session.js';
import type { ForumState } from '../../state/state.js';
import { useStore, type Store } from '../../state/store.js';
import { t } from '../../../../i18n/format.js';
import { checkName } from './name.js';

/** Asks a reader for another name, whose own has become that of somebody of staff; what was refused under it is tried again then. */
export function Rename({ onRenamed }: { onRenamed: () => void }) {
  const store = useStore();
  const field = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  const [problem, setProblem] = useState('');
  const take = async (event: Event) => {
    event.preventDefault();
    if (busy.current) return;
    busy.current = true;
    setProblem('');
    try {
      await rename(store, field.current?.value.trim() ?? '');
      onRenamed();
    } catch (error) {
      setProblem((error as Error).message);
    }
    busy.current = false;
  };
  return (
    <form class="panel rename" aria-label={t('forum.rename.label')} onSubmit={(event) => void take(event)}>
      <label class="field">
        {t('forum.rename.label')}
        <input
          ref={field}
          name="name"
          required
          autocomplete="nickname"
          onInput={({ currentTarget }) => checkName(currentTarget)}
        />
      </label>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class="choices">
        <button type="submit" class="main">
          {t('forum.rename.take')}
        </button>
      </p>
    </form>
  );
}

/** From now on the reader is called so, also in what stands on the page. Raises `name_taken`, `invalid_request`. */
async function rename(store: Store, name: string): Promise<void> {
  const { member } = await callAs<MeAnswer>(store, '/me', { method: 'PATCH', body: { name } });
  const { token } = store.state;
  if (token) become(store, { token, member });
  store.set((state) => ({ ...state, messages: named(state.messages, member) }));
}

function named(messages: ForumState['messages'], { id, name }: MeAnswer['member']): ForumState['messages'] {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      message.author?.id === id ? { ...message, author: { ...message.author, name } } : message,
    ]),
  );
}
