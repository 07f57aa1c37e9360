import type { ApiError } from '../api.js';
import type { ThreadSubject } from '../asking.js';
import { messagesSay } from '../wording/wording.js';
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
  const count = thread.messageCount;
  return (
    <Dialog title="Delete the discussion?" close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(remove);
        }}
      >
        <p class="dialog-subject">
          <bdi>{thread.title || thread.url}</bdi>
        </p>
        <p>
          {count === 0
            ? 'It has no published messages.'
            : `Its ${messagesSay(count)} ${count === 1 ? 'vanishes' : 'vanish'} for everyone, also from pages that are open.`}{' '}
          What waits in it leaves the queue. Its article has an empty forum again.
        </p>
        <p class="dialog-hint">It can be taken back: at once with U, later from the log.</p>
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {refusal.message}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={close} autofocus>
            Cancel
          </button>
          <button type="submit" class="primary danger" disabled={sending}>
            Delete {count === 0 ? 'it' : messagesSay(count)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
