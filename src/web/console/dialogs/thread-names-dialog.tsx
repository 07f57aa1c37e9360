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
    <Dialog title="Name and address" close={close}>
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
        {field('title', 'Title; empty: what the article’s own page says', {
          maxLength: 300,
          dir: 'auto',
          autofocus: true,
        })}
        {field('url', 'Address of the article; the old one still leads here', {
          type: 'url',
          required: true,
          maxLength: 2048,
        })}
        {field('key', 'The publisher’s key for it', { maxLength: 255, required: shown.key !== '' })}
        {field('reason', 'Reason, for the log (may stay empty)', { maxLength: 300 })}
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {holder ? 'Another discussion has this address or key already.' : refusal.message}{' '}
            {holder && (
              <button type="button" class="small" onClick={() => merge(holder)}>
                Merge with it …
              </button>
            )}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={sending}>
            Save
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
