import { t } from '../../../../i18n/format.js';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../../../messages/messages.schema.js';
import type { NewReport, REPORT_REASONS } from '../../../../moderation/reports/reports.schema.js';
import { checkName, posting } from '../../composer/posting.js';
import { permalink } from '../../links.js';
import { isComposing } from '../../../ui/composing.js';
import { callAs } from '../../session/session.js';
import { useForum, useStore, type Store } from '../../state/store.js';

const REASON_WORDS = {
  spam: 'forum.report.spam',
  abuse: 'forum.report.abuse',
  off_topic: 'forum.report.off_topic',
  illegal: 'forum.report.illegal',
  personal_data: 'forum.report.personal_data',
  other: 'forum.report.other',
} as const satisfies Record<(typeof REPORT_REASONS)[number], string>;

/** Tells the moderators of a message. Raises ApiError. */
async function report(store: Store, messageId: string, { reason, note }: NewReport): Promise<void> {
  const body = note ? { reason, note } : { reason };
  await callAs(store, `/messages/${messageId}/reports`, { body });
}

type PanelProps = {
  readonly label: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly onSubmit: (fields: FormData) => Promise<void> | void;
  readonly onCancel: () => void;
  /** Where there is nothing to give up, one button is enough. */
  readonly hasCancel?: boolean;
  readonly children?: ComponentChildren;
};

/**
 * A small form in its place under a message, not over the page: inside a full-height iframe a dialog in the middle
 * would open far from the eye.
 */
function Panel({ label, submit, danger, onSubmit, onCancel, hasCancel = true, children }: PanelProps) {
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, []);

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem('');
    try {
      await onSubmit(new FormData(event.currentTarget as HTMLFormElement));
    } catch (error) {
      setProblem((error as Error).message);
    }
    setBusy(false);
  };
  return (
    <form
      ref={form}
      class="panel"
      aria-label={label}
      onSubmit={(event) => void send(event)}
      onKeyDown={(event) => event.key === 'Escape' && !isComposing(event) && onCancel()}
    >
      {children}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class="choices">
        <button type="submit" class={danger ? 'danger' : 'main'}>
          {submit}
        </button>
        {hasCancel && (
          <button type="button" class="quiet" onClick={onCancel}>
            {t('forum.composer.cancel')}
          </button>
        )}
      </p>
    </form>
  );
}

/** A name before the first vote or report. */
export function AskName({ onEnd }: { onEnd: (given: boolean) => void }) {
  const store = useStore();
  const give = async (fields: FormData) => {
    const { introduce } = await posting();
    await introduce(store, String(fields.get('name')));
    onEnd(true);
  };
  return (
    <Panel
      label={t('forum.askName.label')}
      submit={t('forum.askName.submit')}
      onSubmit={give}
      onCancel={() => onEnd(false)}
    >
      <label class="field">
        {t('forum.askName.field')}
        <input name="name" required autocomplete="nickname" onInput={checkName} />
      </label>
    </Panel>
  );
}

/** What was written beside a report that is not sent yet, by the message: closing the form loses no words. */
const notes = new Map<string, string>();

export function ReportForm({ message, onEnd }: { message: MessageView; onEnd: () => void }) {
  const store = useStore();
  const [sent, setSent] = useState(false);
  const send = async (fields: FormData) => {
    await report(store, message.id, {
      reason: fields.get('reason') as NewReport['reason'],
      note: String(fields.get('note')).trim(),
    });
    notes.delete(message.id);
    setSent(true);
  };
  if (sent) {
    return (
      <p class="note" role="status">
        {t('forum.report.thanks')}
      </p>
    );
  }
  return (
    <Panel label={t('forum.report.label')} submit={t('forum.report.submit')} onSubmit={send} onCancel={onEnd}>
      <fieldset>
        <legend>{t('forum.report.question')}</legend>
        {Object.entries(REASON_WORDS).map(([reason, words]) => (
          <label key={reason}>
            <input type="radio" name="reason" value={reason} required />
            {t(words)}
          </label>
        ))}
      </fieldset>
      <label class="field">
        {t('forum.report.note')}
        <input
          name="note"
          maxLength={1000}
          defaultValue={notes.get(message.id)}
          onInput={({ currentTarget }) => notes.set(message.id, currentTarget.value)}
        />
      </label>
    </Panel>
  );
}

/** The link to copy by hand, where the browser lets nobody copy it. */
export function ShareLink({ messageId, onEnd }: { messageId: string; onEnd: () => void }) {
  const link = useForum((state) => permalink(state, messageId));
  return (
    <Panel
      label={t('forum.link.label')}
      submit={t('forum.link.done')}
      onSubmit={onEnd}
      onCancel={onEnd}
      hasCancel={false}
    >
      <label class="field">
        {t('forum.link.label')}
        <input readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
      </label>
    </Panel>
  );
}

export function ConfirmRemoval({ onEnd }: { onEnd: (sure: boolean) => void }) {
  return (
    <Panel
      label={t('forum.remove.label')}
      submit={t('forum.further.delete')}
      danger
      onSubmit={() => onEnd(true)}
      onCancel={() => onEnd(false)}
    >
      <p>{t('forum.remove.question')}</p>
    </Panel>
  );
}
