import type { ApiError } from '../api.js';
import { Dialog } from '../dialogs/dialog.js';
import { useSending } from '../dialogs/use-sending.js';
import { discussionsSay } from '../wording/wording.js';

type Props = {
  readonly merges: number;
  readonly isChanged: boolean;
  readonly close: () => void;
  readonly apply: () => Promise<ApiError | null>;
  readonly done: () => void;
};

/** Changes the rules, once it is said what goes along with it. */
export function ConfirmRules({ merges, isChanged, close, apply, done }: Props) {
  const { refusal, sending, send } = useSending(() => {
    close();
    done();
  });
  const what = isChanged ? 'Change the rules' : 'Merge them';
  return (
    <Dialog title={`${what}?`} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(apply);
        }}
      >
        <p>
          {merges === 0
            ? 'No discussion is merged. From now on each article is found by the new rules.'
            : `${discussionsSay(merges)} ${merges === 1 ? 'is' : 'are'} merged into others, with all messages in the order of their time, also on pages that are open.`}
        </p>
        {merges > 0 && <p class="dialog-hint">Each merge is an entry of the log, which takes it back.</p>}
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {refusal.code === 'conflict'
              ? 'Somebody has changed this site meanwhile. Close this and look at its rules again.'
              : refusal.message}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={refusal?.code === 'conflict' ? done : close}>
            {refusal?.code === 'conflict' ? 'Look again' : 'Cancel'}
          </button>
          <button type="submit" class="primary" disabled={sending} autofocus>
            {merges === 0 ? what : `${isChanged ? 'Change and merge' : 'Merge'} ${discussionsSay(merges)}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
