import { t } from '../../../i18n/format.js';
import { useRef, useState } from 'preact/hooks';
import { within } from '../../ui/within.js';
import { KeyCap } from '../keys/key-cap.js';
import { Dialog } from './dialog.js';
import { TERMS, type Term } from './sanction-terms.js';
import { useDraft } from './use-draft.js';

type Props = {
  readonly author: { readonly id: string; readonly name: string };
  /** Whether a message is in front of the moderator that can be rejected along with it. */
  readonly removable: boolean;
  readonly close: () => void;
  readonly impose: (choice: { term: Term; reason: string; reject: boolean }) => void;
};

/** Keeps a member from writing. By keys alone: a digit chooses and leads on to the reason, Enter does it. */
export function SanctionDialog({ author, removable, close, impose }: Props) {
  const [term, setTerm] = useState<Term>(TERMS[0]);
  const [reason, setReason] = useDraft(`sanction:${author.id}`);
  const [reject, setReject] = useState(removable);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog title={t('console.sanction.title', { name: within(author.name) })} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setReason('');
          impose({ term, reason: reason.trim(), reject: reject && removable });
        }}
        onKeyDown={(event) => {
          if (event.target === field.current || !isLetter(event)) return;
          const chosen = TERMS.find((one) => one.key === event.key);
          // The digit is the choice; any other letter is the first of the reason, wherever the focus was.
          if (chosen) event.preventDefault();
          if (chosen) setTerm(chosen);
          field.current?.focus();
        }}
      >
        <fieldset class="terms">
          <legend class="visually-hidden">{t('console.sanction.howLong')}</legend>
          {TERMS.map((one) => (
            <label key={one.key}>
              <input type="radio" name="term" checked={term === one} onChange={() => setTerm(one)} />
              <span>{t(one.says)}</span>
              <KeyCap of={one.key} />
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{t('console.sanction.reason')}</span>
          <input
            ref={field}
            required
            maxLength={300}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
            autocomplete="off"
          />
        </label>
        {removable && (
          <label class="check">
            <input type="checkbox" checked={reject} onChange={(event) => setReject(event.currentTarget.checked)} />
            <span>{t('console.sanction.reject')}</span>
          </label>
        )}
        <p class="dialog-hint">{t('console.sanction.hint')}</p>
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            {t('console.cancel')}
          </button>
          <button type="submit" class="primary danger">
            {t(term.days === null ? 'console.sanction.doBan' : 'console.sanction.doSuspend')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A key that writes something; the space bar presses what has the focus. */
function isLetter({ key, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey && !isComposing;
}
