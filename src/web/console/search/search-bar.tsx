import { t } from '../../../i18n/format.js';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { KeyCap } from '../keys/key-cap.js';
import { placeIn, type Place } from '../route.js';
import { SearchFilters } from './search-filters.js';
import { isSameSearch, isSearching, NO_SEARCH, type Search } from './search.js';
import { isComposing } from '../../ui/composing.js';

type Props = {
  /** What the list shows. */
  readonly search: Search;
  readonly apply: (search: Search) => void;
  readonly go: (place: Place) => void;
  readonly field: RefObject<HTMLInputElement | null>;
};

/** Typing is over when nothing was typed for so long (ms). */
const PAUSE_MS = 250;

/** Asks the server for messages by their words, author, reason and age. Enter goes back to the keys, Escape to the whole queue. */
export function SearchBar({ search, apply, go, field }: Props) {
  const [typed, setTyped] = useState(search);
  const [narrowed, narrow] = useState(false);
  const applied = useRef(search);
  const ask = (wanted: Search) => {
    applied.current = wanted;
    apply(wanted);
  };
  const clear = () => {
    setTyped(NO_SEARCH);
    ask(NO_SEARCH);
  };
  // Another queue was opened, or the search was ended elsewhere; what is being typed stays.
  useEffect(() => void (search !== applied.current && setTyped((applied.current = search))), [search]);
  useEffect(() => {
    if (isSameSearch(typed, applied.current) || placeIn(typed.words)) return;
    // More may have been typed since: what stands in the field is left alone.
    const timer = setTimeout(() => ask(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || (event.key !== 'Escape' && event.key !== 'Enter')) return;
    if (event.key === 'Enter' && !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const place = event.key === 'Enter' ? placeIn(typed.words) : null;
    if (place) return (clear(), go(place));
    if (event.key === 'Escape') clear();
    else ask(typed);
    if (event.target instanceof HTMLElement) event.target.blur();
  };
  return (
    <form class="search" role="search" onKeyDown={onKeyDown} onSubmit={(event) => event.preventDefault()}>
      <label class="search-words">
        <span class="visually-hidden">{t('console.search.label')}</span>
        <input
          ref={field}
          type="search"
          placeholder={t('console.search.hint')}
          value={typed.words}
          aria-keyshortcuts="/"
          onInput={(event) => setTyped({ ...typed, words: event.currentTarget.value })}
        />
        <KeyCap of="/" />
      </label>
      {isSearching(typed) && (
        <button type="button" class="quiet-button search-clear" onClick={clear}>
          {t('console.search.all')}
        </button>
      )}
      <button type="button" class="quiet-button" aria-expanded={narrowed} onClick={() => narrow(!narrowed)}>
        {t('console.search.filter')}
      </button>
      {narrowed && <SearchFilters search={typed} change={setTyped} />}
    </form>
  );
}
