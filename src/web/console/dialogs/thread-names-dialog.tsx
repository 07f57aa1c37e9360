import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { useState } from 'preact/hooks';
import type { ThreadDetails } from '../../../moderation/threads/thread-acts.schema.js';
import type { ApiError, ThreadNames } from '../api.js';
import { Dialog } from './dialog.js';
import { useSending } from './use-sending.js';

type Props = {
  readonly thread: ThreadDetails;
  readonly close: () => void;
  readonly rename: (names: ThreadNames) => Promise<ApiError | null>;
  /** The discussion that has the address or key already. */
  readonly merge: (into: string) => void;
};

/** What a discussion is called, where its article is, and the publisher's key for it. */
export function ThreadNamesDialog({ thread, close, rename, merge }: Props) {
  const shown = { title: thread.titleBy === 'none' ? '' : thread.title, url: thread.url, key: thread.key ?? '' };
  const [names, setNames] = useState({ ...shown, reason: '' });
  const { refusal, sending, send } = useSending(close);
  const holder = holderIn(refusal);
  const field = (name: keyof typeof names, label: string, more: object = {}) => (
    <label class="field">
      <span>{label}</span>
      <input
        value={names[name]}
        onInput={(event) => setNames({ ...names, [name]: event.currentTarget.value })}
        autocomplete="off"
        {...more}
      />
    </label>
  );
  return (
    <Dialog title={t('console.names.heading')} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { title, url, key, reason } = names;
          void send(() =>
            rename({
              ...(title.trim() !== shown.title && { title: title.trim() }),
              ...(url.trim() !== shown.url && { url: url.trim() }),
              ...(key !== shown.key && { key }),
              ...(reason.trim() && { reason: reason.trim() }),
            }),
          );
        }}
      >
        {field('title', t('console.names.title'), {
          maxLength: 300,
          dir: 'auto',
          autofocus: true,
        })}
        {field('url', t('console.names.url'), {
          type: 'url',
          required: true,
          maxLength: 2048,
        })}
        {field('key', t('console.names.publishersKey'), { maxLength: 255, required: shown.key !== '' })}
        {field('reason', t('console.discussion.reason'), { maxLength: 300 })}
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {holder
              ? rich('console.names.taken', {
                  merge: (
                    <button type="button" class="small" onClick={() => merge(holder)}>
                      {t('console.names.mergeWith')}
                    </button>
                  ),
                })
              : refusal.message}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            {t('console.cancel')}
          </button>
          <button type="submit" class="primary" disabled={sending}>
            {t('console.names.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function holderIn(refusal: ApiError | null): string | null {
  const details = refusal?.details;
  if (refusal?.code !== 'conflict' || !details || Array.isArray(details) || !('thread' in details)) return null;
  return typeof details.thread === 'string' ? details.thread : null;
}
