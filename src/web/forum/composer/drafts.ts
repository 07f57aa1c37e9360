import { keepFor, kept } from '../session/storage.js';
import { ROOT } from '../state/state.js';
import type { Store } from '../state/store.js';

/** What a reader has begun to write: one draft for each place, kept in the browser until it is posted. */
const nameOf = (store: Store, parentId: string | null) => `draft:${store.state.thread.id}:${parentId ?? ROOT}`;

/** Composers that stand open and must show a text that is put back. */
const open = new Map<string, (text: string) => void>();

export function draftOf(store: Store, parentId: string | null): string {
  return kept<string>(nameOf(store, parentId)) ?? '';
}

export function keepDraft(store: Store, parentId: string | null, text: string): void {
  keepFor(nameOf(store, parentId), text);
}

/** Puts a refused text back where it was written. */
export function writeAgain(store: Store, parentId: string | null, text: string): void {
  keepDraft(store, parentId, text);
  open.get(nameOf(store, parentId))?.(text);
}

/** Tells an open composer of a text that is put back. Returns a function that ends it. */
export function onPutBack(store: Store, parentId: string | null, show: (text: string) => void): () => void {
  const name = nameOf(store, parentId);
  open.set(name, show);
  return () => void open.delete(name);
}
