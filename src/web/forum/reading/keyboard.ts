import { chunk } from '../chunk.js';
import { readStorage } from '../session/storage.js';
import type { Store } from '../state/store.js';

/** Under what a reader's choice to have no single-letter keys is kept. */
export const KEYS_OFF = 'keys-off';

type Walking = typeof import('./walking.js');
/** One promise for all keys: two imports of one module may come back in the other order, and the keys with them. */
let walking: Promise<Walking> | undefined;

/** Loaded with the first thing that the reader touches. Where it cannot be nothing moves; the next one tries again. */
const load = () =>
  (walking ??= chunk(() => import('./walking.js'))).catch(() => {
    walking = undefined;
  });

/** The walk by keys (j, k, r, c). Nothing is trapped, nothing typed is taken. */
export function walkByKeys(store: Store): void {
  document.addEventListener('focusin', load);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[jkrc]$/.test(event.key) || isTyping(event.target)) return;
    if (readStorage(KEYS_OFF)) return;
    event.preventDefault();
    // What is typed right after it must find the field.
    if (event.key === 'c') return document.querySelector<HTMLElement>('#composer textarea')?.focus();
    void load().then((loaded) => loaded?.walk(store, event.key));
  });
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input:not([type=radio]), textarea, select') !== null;
