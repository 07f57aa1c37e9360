import { t } from '../../../i18n/format.js';
import { Dialog } from './dialog.js';
import { useDraft } from './use-draft.js';

type Props = {
  readonly thread: { readonly id: string; readonly title: string; readonly url: string };
  readonly to: 'open' | 'closed';
  readonly close: () => void;
  readonly change: (reason: string) => void;
};

/** Close a discussion, or open it again, and say why. */
export function ThreadDialog({ thread, to, close, change }: Props) {
  const [reason, setReason] = useDraft(`thread:${thread.id}`);
  const closing = to === 'closed';
  return (
    <Dialog title={t(closing ? 'console.discussion.askClose' : 'console.discussion.askReopen')} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setReason('');
          change(reason.trim());
        }}
      >
        <p class="dialog-subject">
          <bdi>{thread.title || thread.url}</bdi>
        </p>
        <p class="dialog-hint">{t(closing ? 'console.discussion.closeHint' : 'console.discussion.reopenHint')}</p>
        <label class="field">
          <span>{t(closing ? 'console.discussion.closeReason' : 'console.discussion.reason')}</span>
          <input
            maxLength={300}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
            autocomplete="off"
            autofocus
          />
        </label>
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            {t('console.cancel')}
          </button>
          <button type="submit" class="primary">
            {t(closing ? 'console.discussion.doClose' : 'console.discussion.doReopen')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
