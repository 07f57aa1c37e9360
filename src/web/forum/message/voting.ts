import type { MessageView, VoteAnswer } from '../../../messages/messages.schema.js';
import { callAs } from '../session/session.js';
import type { Store } from '../state/store.js';

/** Casts, changes or takes back a vote; shown at once, and taken back when the server says no. Raises ApiError. */
export async function vote(store: Store, message: MessageView, value: 'up' | 'down'): Promise<void> {
  const before = store.state.votes[message.id];
  const after = before === value ? undefined : value;
  const totals = { ...message.votes };
  if (before) totals[before]--;
  if (after) totals[after]++;
  show(store, message.id, after, totals);
  try {
    const body = { value: after ?? 'none' };
    const answer = await callAs<VoteAnswer>(store, `/messages/${message.id}/vote`, { method: 'PUT', body });
    show(store, message.id, after, answer.votes);
  } catch (error) {
    show(store, message.id, before, message.votes);
    throw error;
  }
}

function show(store: Store, id: string, vote: 'up' | 'down' | undefined, totals: MessageView['votes']): void {
  store.set((state) => {
    const { [id]: _, ...votes } = state.votes;
    const message = state.messages[id];
    return {
      ...state,
      votes: vote ? { ...votes, [id]: vote } : votes,
      messages: message ? { ...state.messages, [id]: { ...message, votes: totals } } : state.messages,
    };
  });
}
