import { t } from '../../../i18n/format.js';
import type { ApiError } from '../api.js';
import type { ThreadSubject } from '../asking.js';
import { Dialog } from './dialog.js';
import { useSending } from './use-sending.js';

type Props = {
  readonly thread: ThreadSubject;
  readonly close: () => void;
  readonly remove: () => Promise<ApiError | null>;
};

/** Deletes a discussion, once it is said what goes with it. */
export function ThreadDeleteDialog({ thread, close, remove }: Props) {
  const { refusal, sending, send } = useSending(close);
  const n = thread.messageCount;
  return (
    <Dialog title={t('console.delete.title')} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(remove);
        }}
      >
        <p class="dialog-subject">
          <bdi>{thread.title || thread.url}</bdi>
        </p>
        <p>{t('console.delete.what', { n })}</p>
        <p class="dialog-hint">{t('console.delete.hint')}</p>
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {refusal.message}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={close} autofocus>
            {t('console.cancel')}
          </button>
          <button type="submit" class="primary danger" disabled={sending}>
            {t('console.delete.delete', { n })}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
