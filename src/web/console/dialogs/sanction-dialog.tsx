import { useState } from 'preact/hooks';
import type { QueueItem } from '../../../moderation/moderation.schema.js';
import { within } from '../../ui/within.js';
import { Dialog } from './dialog.js';
import { KeyCap } from '../keys/key-cap.js';
import { TERMS, type Term } from './sanction-terms.js';

type Props = {
  readonly item: QueueItem;
  readonly close: () => void;
  readonly impose: (choice: { term: Term; reason: string; reject: boolean }) => void;
};

export function SanctionDialog({ item, close, impose }: Props) {
  const [term, setTerm] = useState<Term>(TERMS[0]);
  const [reason, setReason] = useState('');
  const [reject, setReject] = useState(item.kind === 'held' || item.kind === 'reported');
  const removable = item.kind === 'held' || item.kind === 'reported';
  return (
    <Dialog title={`Keep ${within(item.author.name)} from writing`} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          impose({ term, reason: reason.trim(), reject: reject && removable });
        }}
        onKeyDown={(event) => {
          const chosen = TERMS.find((one) => one.key === event.key);
          if (chosen && !isTextField(event.target)) setTerm(chosen);
        }}
      >
        <fieldset class="terms">
          <legend class="aside-voice">For how long</legend>
          {TERMS.map((one) => (
            <label key={one.key}>
              <input type="radio" name="term" checked={term === one} onChange={() => setTerm(one)} />
              <span>{one.says}</span>
              <KeyCap of={one.key} />
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>Reason, which the member is told</span>
          <input
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
            <span>Reject this message too</span>
          </label>
        )}
        <p class="dialog-hint">Reading stays possible. It can be lifted at any time, here or in the author’s record.</p>
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="primary danger">
            {term.days === null ? 'Ban' : 'Suspend'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'text';
}
