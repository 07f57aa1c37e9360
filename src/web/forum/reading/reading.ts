import type { ContextAnswer, PageAnswer, Sort } from '../../../messages/messages.schema.js';
import { call, query, type ApiError } from '../session/api.js';
import { reveal } from '../state/apply.js';
import { elementOf, sight } from './viewport.js';
import { readMine } from '../session/session.js';
import { branchOf, grow, ofContext, ofPage, type ForumState } from '../state/state.js';
import type { Store } from '../state/store.js';

/** Reads on in a branch; a cursor knows its own order. Raises ApiError; what is shown stays. */
export async function readOn(store: Store, parentId: string): Promise<void> {
  const { thread } = store.state;
  const cursor = branchOf(store.state, parentId).next;
  const page = await call<PageAnswer>(`/threads/${thread.id}/messages${query({ cursor, parent: parentId })}`);
  store.set((state) => ({
    ...state,
    ...grow(state, parentId, page.messages, page.next),
    waiting: state.waiting.filter((id) => !page.messages.some((message) => message.id === id)),
  }));
}

/** Reads the page anew: in another order, or because the stream began again. */
export async function readAgain(store: Store, sort: Sort = store.state.sort): Promise<void> {
  const page = await call<PageAnswer>(`/threads/${store.state.thread.id}/messages${query({ sort })}`);
  store.set((state) => ({ ...state, ...ofPage(page), thread: page.thread, sort, waiting: [], glowing: [] }));
  void readMine(store);
}

/**
 * Leads to a message: on the page where it stands, or its conversation alone where it is not loaded. One of another thread
 * is passed over, since it would stand under the wrong headline; of one that is gone the page says so.
 */
export async function goTo(store: Store, messageId: string): Promise<void> {
  store.set({ missing: false });
  if (!elementOf(messageId)) {
    if (!store.state.messages[messageId] || !unfold(store, messageId)) {
      const context = await call<ContextAnswer>(`/messages/${messageId}/context`).catch((error: ApiError) => {
        store.set({ missing: error.code === 'message_not_found' });
        throw error;
      });
      if (context.thread.id !== store.state.thread.id) return;
      store.set((state) => ({ ...state, ...ofContext(context), waiting: [] }));
    }
    await drawn();
  }
  store.set({ glowing: [messageId] });
  bringIntoView(messageId);
}

/** Opens every fold above a message. False when it hangs on nothing that is shown. */
function unfold(store: Store, messageId: string): boolean {
  const folded = { ...store.state.folded };
  for (let id: string | null | undefined = messageId; id; id = store.state.messages[id]?.parentId) delete folded[id];
  store.set({ folded });
  return !store.state.waiting.includes(messageId);
}

/** Shows what waits behind "N new" and leads to the first of it. */
export async function showNew(store: Store): Promise<void> {
  const waited = store.state.waiting;
  store.set((state) => ({ ...reveal(state), glowing: [...waited] }));
  await drawn();
  const first = firstOnPage(store.state, waited);
  if (first) bringIntoView(first);
}

const topOf = (id: string) => elementOf(id)?.getBoundingClientRect().top ?? Infinity;

function firstOnPage(state: ForumState, ids: readonly string[]): string | undefined {
  return ids.filter((id) => state.messages[id]).toSorted((a, b) => topOf(a) - topOf(b))[0];
}

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

/** Brings a message into view and puts the focus on it, so that the keyboard goes on from there. */
export function bringIntoView(messageId: string): void {
  const element = elementOf(messageId);
  if (!element) return;
  element.focus({ preventScroll: true });
  scroller(element);
}

/** Lets the reader see what they have just posted, where it is out of sight; the keyboard goes on from there. */
export async function showPost(key: string): Promise<void> {
  await drawn();
  const seen = sight();
  const element = elementOf(key);
  element?.focus({ preventScroll: true });
  const { top, bottom } = element?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (element && seen && (top < seen.top || bottom > seen.bottom)) scroller(element);
}

export function fold(store: Store, id: string, folded: boolean): void {
  store.set({ folded: { ...store.state.folded, [id]: folded } });
}

/** Opens the composer under a message, or at the head of the thread. */
export function compose(store: Store, parentId: string | null): void {
  store.set({ composing: parentId });
}
