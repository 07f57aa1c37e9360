import { writeStorage } from '../session/storage.js';
import { ROOT } from '../state/state.js';
import type { Store } from '../state/store.js';

/** Where something is written: the id of the message that is answered, ROOT, or `edit:` and the id of what is changed. */
export type Place = string;
export const placeOfReply = (parentId: string | null): Place => parentId ?? ROOT;
export const placeOfEdit = (messageId: string): Place => `edit:${messageId}`;

/** Of this page alone: two tabs of one thread never write into the same draft. */
const PAGE = Math.random().toString(36).slice(2, 10);
/** Places with `:` in their names come before the page's. */
export const beginningOf = (store: Store) => `draft:${store.state.thread.id}:`;
export const nameOf = (store: Store, place: Place) => `${beginningOf(store)}${place}:${PAGE}`;

/** Composers that stand open and must show a text that is put back. */
const open = new Map<string, (text: string) => void>();

/** Keeps what is written beyond the page. */
export function keepAll(store: Store): void {
  for (const [place, text] of Object.entries(store.state.drafts)) writeStorage(nameOf(store, place), text);
}

export function draftOf(store: Store, place: Place): string {
  return store.state.drafts[place] ?? '';
}

export function keepDraft(store: Store, place: Place, text: string): void {
  store.set((state) => {
    const { [place]: _, ...drafts } = state.drafts;
    return { ...state, drafts: text === '' ? drafts : { ...drafts, [place]: text } };
  });
  writeStorage(nameOf(store, place), text);
}

/** Puts a text (back) where it can be written on; behind what stands there already. */
export function putBack(store: Store, place: Place, text: string): void {
  const before = draftOf(store, place);
  const all = before && before !== text ? `${before}\n\n${text}` : text;
  keepDraft(store, place, all);
  open.get(place)?.(all);
}

/** Tells an open composer of a text that is put back. Returns a function that ends it. */
export function onPutBack(place: Place, show: (text: string) => void): () => void {
  open.set(place, show);
  return () => void open.delete(place);
}
