import type { PageAnswer } from '../../../../messages/messages.schema.js';
import { call, query } from '../../session/api.js';
import { counted, eventsSince, replayed } from './merge.js';
import { branchOf, grow, ROOT, type ForumState } from '../../state/state.js';
import type { Meanwhile, Store } from '../../state/store.js';
import { ask } from './ask.js';

/** Reads on in a branch; a cursor knows its own order. Raises ApiError; what is shown stays. */
export async function readOn(store: Store, of: string): Promise<void> {
  const cursor = branchOf(store.state, of).next;
  const path = `/threads/${store.state.thread.id}/messages${query({ cursor, parent: of })}`;
  await ask(
    store,
    () => call<PageAnswer>(path),
    (state, page, heard) => takeBranch(state, { of, cursor, page }, heard),
  );
}

/** What follows in a branch, read from `cursor` on. */
export function takeBranch(
  state: ForumState,
  { of, cursor, page }: { of: string; cursor: string | null; page: PageAnswer },
  heard: Meanwhile,
): ForumState | null {
  // Read on by another press, or another page stands here by now.
  if (branchOf(state, of).next !== cursor) return state;
  const events = eventsSince(state, page.thread.position);
  if (!events) return null;
  const parent = state.messages[of];
  const empty = { ...state, messages: parent ? { [of]: parent } : {}, branches: {}, waiting: [], held: [], outbox: [] };
  const part = { ...empty, ...grow(empty, of, page.messages, page.next), thread: page.thread };
  return joined(state, replayed(counted(part, heard), events), of);
}

/** Hangs a part of the thread into the page, both at the same position. */
function joined(state: ForumState, part: ForumState, of: string): ForumState {
  const messages = { ...state.messages };
  const branches = { ...state.branches };
  const hang = (on: string) => {
    const branch = part.branches[on];
    const known = branches[on];
    // Of a branch that has been read here already, the page knows as much and maybe more.
    if (!branch || (on !== of && known && known.next !== '')) return;
    const added = branch.ids.filter((id) => !state.waiting.includes(id) && !known?.ids.includes(id));
    for (const id of branch.ids) {
      const message = part.messages[id];
      if (message) messages[id] = { ...(messages[id] ?? message), votes: message.votes };
    }
    const ids = [...(known?.ids ?? []), ...added];
    const direction = on !== ROOT || state.sort === 'oldest' ? 1 : state.sort === 'newest' ? -1 : 0;
    ids.sort((a, b) => direction * (positionIn(messages, a) - positionIn(messages, b)));
    branches[on] = { ...branch, ids };
    branch.ids.forEach(hang);
  };
  hang(of);
  return { ...state, messages, branches };
}

const positionIn = (messages: ForumState['messages'], id: string) => messages[id]?.position ?? Number.MAX_SAFE_INTEGER;
