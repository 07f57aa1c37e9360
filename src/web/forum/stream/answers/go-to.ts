import type { ContextAnswer } from '../../../../messages/messages.schema.js';
import { call, type ApiError } from '../../session/api.js';
import { takeWhole } from './merge.js';
import { ofContext, type ForumState } from '../../state/state.js';
import type { Meanwhile, Store } from '../../state/store.js';
import { ask } from './ask.js';
import { bringIntoView, drawn } from '../../reading/reading.js';
import { elementOf } from '../../reading/viewport.js';

/**
 * Leads to a message: on the page where it stands, or its conversation alone where it is not loaded. One of another thread
 * is passed over, since it would stand under the wrong headline; of one that is gone the page says so.
 */
export async function goTo(store: Store, messageId: string): Promise<void> {
  store.set({ missing: false });
  if (!elementOf(messageId)) {
    if (!store.state.messages[messageId] || !unfold(store, messageId)) {
      const get = () => call<ContextAnswer>(`/messages/${messageId}/context`);
      const isElsewhere = await readContext(store, get);
      if (isElsewhere) return;
    }
    await drawn();
  }
  store.set({ glowing: [messageId] });
  bringIntoView(messageId);
}

/** True where the message is of another thread, which has positions of its own. */
async function readContext(store: Store, get: () => Promise<ContextAnswer>): Promise<boolean> {
  const elsewhere = new Error('another thread');
  const here = async () => {
    const context = await get();
    if (context.thread.id !== store.state.thread.id) throw elsewhere;
    return context;
  };
  return ask(store, here, takeContext).then(
    () => false,
    (error: unknown) => {
      if (error === elsewhere) return true;
      store.set({ missing: (error as ApiError).code === 'message_not_found' });
      throw error;
    },
  );
}

/** Opens every fold above a message. False when it hangs on nothing that is shown. */
function unfold(store: Store, messageId: string): boolean {
  const folded = { ...store.state.folded };
  for (let id: string | null | undefined = messageId; id; id = store.state.messages[id]?.parentId) delete folded[id];
  store.set({ folded });
  return !store.state.waiting.includes(messageId);
}

/** One message in its conversation, instead of the page. */
export function takeContext(state: ForumState, context: ContextAnswer, heard: Meanwhile): ForumState | null {
  return takeWhole(state, { ...state, ...ofContext(context), thread: context.thread }, heard);
}

/** Leads to whichever of these stands first on the page. */
export async function leadToFirst(store: Store, ids: readonly string[]): Promise<void> {
  await drawn();
  const topOf = (id: string) => elementOf(id)?.getBoundingClientRect().top ?? Infinity;
  const [first] = ids.filter((id) => store.state.messages[id]).toSorted((a, b) => topOf(a) - topOf(b));
  if (first) bringIntoView(first);
}
