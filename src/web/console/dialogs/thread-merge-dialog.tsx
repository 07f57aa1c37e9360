import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FoundThreads } from '../../../moderation/search/search.schema.js';
import { ApiError } from '../api.js';
import type { ThreadSubject } from '../asking.js';
import { placeIn } from '../route.js';
import { Dialog } from './dialog.js';
import { useSending } from './use-sending.js';

type Found = FoundThreads['threads'][number];
type Search = { readonly words: string; readonly found: readonly Found[]; readonly failed: boolean };

type Props = {
  readonly thread: ThreadSubject;
  /** What to look for first: an id, an address. */
  readonly into: string;
  readonly find: (words: string) => Promise<FoundThreads>;
  readonly close: () => void;
  readonly merge: (into: string, reason: string) => Promise<ApiError | null>;
};

/** How many of what was found are shown to choose from. */
const SHOWN = 8;

/** Puts a discussion into another: words or an address, Enter, the arrows, Enter. It says what will happen before it does. */
export function ThreadMergeDialog({ thread, into, find, close, merge }: Props) {
  const [words, setWords] = useState(into);
  const [search, setSearch] = useState<Search | null>(null);
  const [chosen, choose] = useState<Found | null>(null);
  const [reason, setReason] = useState('');
  const results = useRef<HTMLFieldSetElement>(null);
  const { refusal, sending, send } = useSending(close);

  const look = async () => {
    const place = placeIn(words);
    const asked = place?.page === 'thread' ? place.id : words.trim();
    try {
      const { threads } = await find(asked);
      const found = threads.filter(({ id, site }) => id !== thread.id && site === thread.site).slice(0, SHOWN);
      setSearch({ words, found, failed: false });
      choose(found[0] ?? null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setSearch({ words, found: [], failed: true });
      choose(null);
    }
  };
  useEffect(() => void (into !== '' && look()), []);
  // Whoever has asked by keys chooses by keys.
  useEffect(() => results.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), [search]);

  return (
    <Dialog title={t('console.merge.title')} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (search?.words !== words || !chosen) void look();
          else void send(() => merge(chosen.id, reason.trim()));
        }}
      >
        <p class="dialog-subject">
          <bdi>{thread.title || thread.url}</bdi>
        </p>
        <label class="field">
          <span>{t('console.merge.other')}</span>
          <input
            type="search"
            maxLength={200}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
            autocomplete="off"
            autofocus
          />
        </label>
        <p class="dialog-hint" role="status">
          {search?.failed && t('console.merge.failed')}
          {search && !search.failed && search.found.length === 0 && t('console.merge.nothing')}
        </p>
        {search && search.found.length > 0 && (
          <fieldset class="terms" ref={results}>
            <legend class="visually-hidden">{t('console.merge.which')}</legend>
            {search.found.map((one) => (
              <label key={one.id} class="merge-choice">
                <input type="radio" name="into" checked={chosen?.id === one.id} onChange={() => choose(one)} />
                <bdi>{one.title || one.url}</bdi>
                <small class="quiet">
                  {rich('console.merge.found', { n: one.messageCount, url: <bdi>{one.url}</bdi> })}
                </small>
              </label>
            ))}
          </fieldset>
        )}
        {chosen && search?.words === words && (
          <>
            <p class="merge-says">
              {rich('console.merge.says', {
                n: thread.messageCount,
                total: thread.messageCount + chosen.messageCount,
                title: <bdi>{thread.title || thread.url}</bdi>,
                into: <bdi>{chosen.title || chosen.url}</bdi>,
              })}
            </p>
            <label class="field">
              <span>{t('console.discussion.reason')}</span>
              <input
                maxLength={300}
                value={reason}
                onInput={(event) => setReason(event.currentTarget.value)}
                autocomplete="off"
              />
            </label>
          </>
        )}
        {refusal && (
          <p class="dialog-refusal" role="alert">
            {refusal.message}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={close}>
            {t('console.cancel')}
          </button>
          <button type="submit" class="primary" disabled={sending}>
            {t(chosen && search?.words === words ? 'console.merge.merge' : 'console.merge.find')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
