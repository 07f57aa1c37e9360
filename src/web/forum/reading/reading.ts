import { elementOf } from './viewport.js';
import type { Store } from '../state/store.js';

/** After the next drawing. */
export const drawn = () => new Promise<void>((resolve) => setTimeout(resolve, 30));

/** Set by the host bridge: inside an iframe, which never scrolls itself, the host has to. */
let scroller = (element: HTMLElement) => {
  const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'center', behavior: smooth ? 'smooth' : 'auto' });
};

export function scrollWith(how: (element: HTMLElement) => void): void {
  scroller = how;
}

export const scrollTo = (element: HTMLElement): void => scroller(element);

/** Brings a message into view and puts the focus on it, so that the keyboard goes on from there. */
export function bringIntoView(messageId: string): void {
  const element = elementOf(messageId);
  if (!element) return;
  element.focus({ preventScroll: true });
  scroller(element);
}

export function fold(store: Store, id: string, folded: boolean): void {
  store.set({ folded: { ...store.state.folded, [id]: folded } });
}

/** Opens the composer under a message, which unfolds what hangs on it, or at the head of the thread. */
export function compose(store: Store, parentId: string | null): void {
  store.set({ composing: parentId, folded: { ...store.state.folded, [parentId ?? '']: false } });
}
