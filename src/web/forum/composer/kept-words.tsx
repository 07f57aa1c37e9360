import { useState } from 'preact/hooks';
import { goTo } from '../reading/further.js';
import { compose, drawn } from '../reading/reading.js';
import { draftsAdrift, isAdrift, mayWrite, ROOT } from '../state/state.js';
import { useForum, useStore } from '../state/store.js';
import { draftOf, keepDraft, putBack } from './drafts.js';
import { Unpublished } from './posting.js';

/** What the reader has written and what has lost its place: an answer to what was taken away, or in a thread that was closed meanwhile. */
export function KeptWords() {
  const places = JSON.parse(useForum((state) => JSON.stringify(draftsAdrift(state)))) as readonly string[];
  return (
    <ol role="list" class="kept-words" aria-label="What you have written">
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
      <article class="message unpublished" aria-label="What you were writing" tabIndex={-1}>
        <div class="text raw" dir="auto">
          {text}
        </div>
        <p class="fate held" role="status">
          {sentence(isOpen, isEdit, gone)}
          <span>
            {isOpen && !gone && parent !== ROOT && (
              <button type="button" class="quiet" onClick={lookFor}>
                {isEdit ? 'Go on changing it' : 'Go on answering'}
              </button>
            )}
            {isOpen && (
              <button type="button" class="quiet" onClick={() => void asOwn()}>
                Write it as a message of its own
              </button>
            )}
            <button type="button" class="quiet" onClick={() => void copy()}>
              {copied ? 'Copied' : 'Copy'}
            </button>
            <button type="button" class="quiet" onClick={() => keepDraft(store, place, '')}>
              Discard
            </button>
          </span>
        </p>
      </article>
    </li>
  );
}

function sentence(isOpen: boolean, isEdit: boolean, gone: boolean): string {
  if (!isOpen) return 'Not posted: you can add nothing here. Your words are kept in this browser.';
  if (gone)
    return isEdit
      ? 'The message that you were changing was removed.'
      : 'The message that you were answering was removed.';
  return isEdit
    ? 'You were changing a message that is not on this page.'
    : 'You were answering a message that is not on this page.';
}
