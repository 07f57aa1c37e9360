import { chunk } from '../chunk.js';
import type { Store } from '../state/store.js';

/** The walk by keys (j, k, r, c), which is loaded with the first of them. Nothing is trapped, nothing typed is taken. */
export function walkByKeys(store: Store): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[jkrc]$/.test(event.key) || isTyping(event.target)) return;
    event.preventDefault();
    // Where it cannot be loaded nothing moves; the next key tries again.
    void chunk(() => import('./walking.js')).then(
      ({ walk }) => walk(store, event.key),
      () => undefined,
    );
  });
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input:not([type=radio]), textarea, select') !== null;
