import { namesUnder, readStorage, writeStorage } from '../session/storage.js';
import type { Store } from '../state/store.js';
import { beginningOf, keepDraft, nameOf, putBack, type Place } from './drafts.js';

/**
 * Takes over what earlier pages of this browser have left unfinished. One that is still open elsewhere keeps its words: they
 * stand in its field, and it keeps them again when it goes.
 */
export function takeOver(store: Store): void {
  const beginning = beginningOf(store);
  const left: Record<Place, string> = {};
  for (const name of namesUnder(beginning)) {
    const rest = name.slice(beginning.length);
    // Earlier versions kept one draft a place, under its name alone.
    const place = /^((?:edit:)?[\w-]*)(?::\w+)?$/.exec(rest)?.[1];
    const text = readStorage<unknown>(name);
    // What was typed into this page meanwhile is no earlier page's.
    if (place !== undefined && name === nameOf(store, place)) continue;
    writeStorage(name, null);
    if (place === undefined || typeof text !== 'string') continue;
    left[place] = joined(left[place] ?? '', text);
  }
  for (const [place, text] of Object.entries(left)) {
    // What a form came back with stands there already, and is the newer.
    if (store.state.form) keepDraft(store, place, text);
    else putBack(store, place, text);
  }
}

/** Both, one behind the other; where one goes on with the other, as of two tabs that took up the same words, it is enough. */
function joined(before: string, text: string): string {
  if (text.startsWith(before)) return text;
  return before.startsWith(text) ? before : `${before}\n\n${text}`;
}
