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
    <Dialog title={closing ? 'Close the discussion?' : 'Open the discussion again?'} close={close}>
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
        <p class="dialog-hint">
          {closing
            ? 'Everyone can still read it; nobody can write in it until it is opened again.'
            : 'Everyone can write in it again.'}
        </p>
        <label class="field">
          <span>{closing ? 'Reason, which readers see' : 'Reason, for the log'} (may stay empty)</span>
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
            Cancel
          </button>
          <button type="submit" class="primary">
            {closing ? 'Close discussion' : 'Open discussion'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
