import { useState } from 'preact/hooks';
import { goTo } from '../reading/further.js';
import { compose, drawn } from '../reading/reading.js';
import { draftsAdrift, isAdrift, mayWrite, ROOT } from '../state/state.js';
import { useForum, useStore } from '../state/store.js';
import { t } from '../../../i18n/format.js';
import { draftOf, keepDraft, putBack } from './drafts.js';
import { Unpublished } from './posting.js';

/** What the reader has written and what has lost its place: an answer to what was taken away, or in a thread that was closed meanwhile. */
export function KeptWords() {
  const places = JSON.parse(useForum((state) => JSON.stringify(draftsAdrift(state)))) as readonly string[];
  return (
    <ol role="list" class="kept-words" aria-label={t('forum.kept.label')}>
      {places.map((place) => (
        <Kept key={place} place={place} />
      ))}
      <Unpublished where={isAdrift} />
    </ol>
  );
}

function Kept({ place }: { place: string }) {
  const store = useStore();
  const text = useForum((state) => state.drafts[place]);
  const isOpen = useForum(mayWrite);
  const [gone, setGone] = useState(false);
  const [copied, setCopied] = useState(false);
  if (text === undefined) return null;
  const isEdit = place.startsWith('edit:');
  const parent = place.replace('edit:', '');

  const lookFor = () =>
    void goTo(store, parent).then(
      () => isEdit || compose(store, parent),
      () => setGone(true),
    );
  const asOwn = async () => {
    putBack(store, ROOT, draftOf(store, place));
    keepDraft(store, place, '');
    compose(store, ROOT);
    await drawn();
    document.querySelector<HTMLElement>('#composer textarea')?.focus();
  };
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <li>
      <article class="message unpublished" aria-label={t('forum.kept.draft')} tabIndex={-1}>
        <div class="text raw" dir="auto">
          {text}
        </div>
        <p class="fate held" role="status">
          {sentence(isOpen, isEdit, gone)}
          <span>
            {isOpen && !gone && parent !== ROOT && (
              <button type="button" class="quiet" onClick={lookFor}>
                {t(isEdit ? 'forum.kept.goOnEdit' : 'forum.kept.goOnAnswer')}
              </button>
            )}
            {isOpen && (
              <button type="button" class="quiet" onClick={() => void asOwn()}>
                {t('forum.kept.asOwn')}
              </button>
            )}
            <button type="button" class="quiet" onClick={() => void copy()}>
              {t(copied ? 'forum.kept.copied' : 'forum.kept.copy')}
            </button>
            <button type="button" class="quiet" onClick={() => keepDraft(store, place, '')}>
              {t('forum.own.discard')}
            </button>
          </span>
        </p>
      </article>
    </li>
  );
}

function sentence(isOpen: boolean, isEdit: boolean, gone: boolean): string {
  if (!isOpen) return t('forum.kept.closed');
  if (gone) return t(isEdit ? 'forum.kept.editGone' : 'forum.kept.answerGone');
  return t(isEdit ? 'forum.kept.editElsewhere' : 'forum.kept.answerElsewhere');
}
