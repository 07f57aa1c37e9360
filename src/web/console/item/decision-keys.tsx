import { reportReason } from '../wording/wording.js';
import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import { useDraft } from '../dialogs/use-draft.js';
import { KeyCap } from '../keys/key-cap.js';
import { isRemoved } from './item-commands.js';
import { keyOf, type Command } from '../keys/keys.js';
import { isComposing } from '../../ui/composing.js';

type Props = {
  readonly item: QueueItem;
  /** Somebody else was first. */
  readonly taken: boolean;
  readonly run: (command: Command) => void;
  /** The reason field is open over the keys. */
  readonly asksReason: boolean;
  readonly reject: (reason: string) => void;
  readonly cancel: () => void;
  /** It stands by itself, not in a queue: nothing comes next. */
  readonly alone?: boolean;
};

/** The five large keys, and above them, when asked for, the field for a reason. */
export function DecisionKeys({ item, taken, run, asksReason, reject, cancel, alone = false }: Props) {
  const removed = isRemoved(item);
  const gone = item.kind === 'deleted';
  return (
    <div class="decision-bar">
      {asksReason && <ReasonField item={item} reject={reject} cancel={cancel} />}
      <div class="decision-keys" role="group" aria-label={t('console.decide.label')}>
        <Key command="approve" run={run} tone="good" sign="✓" off={taken || gone || item.kind === 'published'}>
          {t(removed ? 'console.decide.restore' : 'console.decide.approve')}
        </Key>
        <Key command="reject" run={run} tone="bad" sign="✕" off={taken || removed || gone}>
          {t('console.decide.reject')}
        </Key>
        <Key command="spam" run={run} tone="warn" sign="◆" off={taken || removed || gone}>
          {t('console.decide.spam')}
        </Key>
        <Key command="sanction" run={run} tone="plain" sign="⊘">
          {t('console.decide.suspend')}
        </Key>
        {!alone && (
          <Key command="next" run={run} tone="plain" sign="↓">
            {t('console.decide.next')}
          </Key>
        )}
      </div>
      {!asksReason && !removed && !gone && (
        <button
          type="button"
          class="quiet-button with-reason"
          disabled={taken}
          aria-keyshortcuts={keyOf('rejectWithReason')}
          onClick={() => run('rejectWithReason')}
        >
          {t('console.decide.withReason')} <KeyCap of={keyOf('rejectWithReason')} />
        </button>
      )}
    </div>
  );
}

type KeyProps = {
  readonly command: Command;
  readonly tone: 'good' | 'bad' | 'warn' | 'plain';
  readonly sign: string;
  readonly off?: boolean;
  readonly run: (command: Command) => void;
  readonly children: ComponentChildren;
};

function Key({ command, tone, sign, off = false, run, children }: KeyProps) {
  return (
    <button
      type="button"
      class={`decision-key tone-${tone}`}
      disabled={off}
      aria-keyshortcuts={keyOf(command)}
      // The second press of a double click would fall on the next message, which nobody has read.
      onClick={({ detail }) => (detail < 2 || command === 'next') && run(command)}
    >
      <span class="decision-sign" aria-hidden="true">
        {sign}
      </span>
      <span class="decision-word">{children}</span>
      <KeyCap of={keyOf(command)} />
    </button>
  );
}

/** Reasons that most rejections have; a click fills the field, which stays open to other words. */
const COMMON = ['abuse', 'off_topic', 'illegal', 'personal_data'] as const;

type ReasonProps = Pick<Props, 'item' | 'reject' | 'cancel'>;

function ReasonField({ item, reject, cancel }: ReasonProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useDraft(`reject:${item.message.id}`);
  // Before the next key can be pressed: its letter is the first of the reason.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form
      class="reason-field"
      onSubmit={(event) => {
        event.preventDefault();
        setReason('');
        reject(reason.trim());
      }}
      onKeyDown={(event) => event.key === 'Escape' && !isComposing(event) && (event.preventDefault(), cancel())}
    >
      <label for="reject-reason">{rich('console.decide.why', { name: <bdi>{item.author.name}</bdi> })}</label>
      <div class="reason-row">
        <input
          id="reject-reason"
          ref={field}
          maxLength={200}
          autocomplete="off"
          placeholder={t('console.decide.told')}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          {t('console.decide.reject')}
        </button>
        <button type="button" onClick={cancel}>
          {t('console.cancel')} <KeyCap of="Escape" />
        </button>
      </div>
      <div class="reason-common">
        {COMMON.map(reportReason).map((common) => (
          <button
            type="button"
            class="small"
            key={common}
            onClick={() => {
              setReason(common);
              field.current?.focus();
            }}
          >
            {common}
          </button>
        ))}
      </div>
    </form>
  );
}
