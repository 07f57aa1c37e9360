import { t } from '../../../i18n/format.js';
import type { ApiError } from '../api.js';
import { Dialog } from '../dialogs/dialog.js';
import { useSending } from '../dialogs/use-sending.js';

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
  const both = isChanged ? 'console.addresses.doBoth' : 'console.addresses.doMerge';
  const plain = isChanged ? 'console.addresses.change' : 'console.addresses.merge';
  return (
    <Dialog title={t(isChanged ? 'console.addresses.askChange' : 'console.addresses.askMerge')} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(apply);
        }}
      >
        <p>{t('console.addresses.asks', { n: merges })}</p>
        {merges > 0 && <p class="dialog-hint">{t('console.addresses.askHint')}</p>}
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {refusal.code === 'conflict' ? t('console.addresses.conflict') : refusal.message}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={refusal?.code === 'conflict' ? done : close}>
            {t(refusal?.code === 'conflict' ? 'console.addresses.lookAgain' : 'console.cancel')}
          </button>
          <button type="submit" class="primary" disabled={sending} autofocus>
            {merges === 0 ? t(plain) : t(both, { n: merges })}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
