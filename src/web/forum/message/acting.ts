import type { MessageAnswer, MessageView, PreviewAnswer, VoteAnswer } from '../../../messages/messages.schema.js';
import type { NewReport } from '../../../moderation/moderation.schema.js';
import { keep } from '../state/apply.js';
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

/** Tells the moderators of a message. Raises ApiError. */
export async function report(store: Store, messageId: string, { reason, note }: NewReport): Promise<void> {
  const body = note ? { reason, note } : { reason };
  await callAs(store, `/messages/${messageId}/reports`, { body });
}

/** The author's own message with its source, for changing it. Raises ApiError. */
export async function sourceOf(store: Store, message: MessageView): Promise<string> {
  if (message.text !== undefined) return message.text;
  const answer = await callAs<MessageAnswer>(store, `/messages/${message.id}`);
  take(store, answer.message);
  return answer.message.text ?? '';
}

/** Changes what the reader wrote. Raises `conflict`, `edit_window_over`, `refused`. */
export async function edit(store: Store, message: MessageView, text: string): Promise<void> {
  const { revision } = store.state.messages[message.id] ?? message;
  const body = { text, revision };
  const answer = await callAs<MessageAnswer>(store, `/messages/${message.id}`, { method: 'PATCH', body });
  take(store, answer.message);
}

/** Takes away what the reader wrote; the stream takes it from every page, this one included. Raises ApiError. */
export async function remove(store: Store, message: MessageView): Promise<void> {
  await callAs(store, `/messages/${message.id}`, { method: 'DELETE' });
  store.set((state) => ({ ...state, held: state.held.filter((held) => held.id !== message.id) }));
}

/** An edit may put a message back before the moderators: then it leaves the page and waits for its author to see. */
function take(store: Store, message: MessageView): void {
  store.set((state) => {
    const held = state.held.filter(({ id }) => id !== message.id);
    return message.state === 'published' ? { ...keep(state, message), held } : { ...state, held: [...held, message] };
  });
}

/** The server renders what a message will look like. Raises ApiError. */
export async function preview(store: Store, text: string): Promise<string> {
  return (await callAs<PreviewAnswer>(store, '/preview', { body: { text } })).html;
}
