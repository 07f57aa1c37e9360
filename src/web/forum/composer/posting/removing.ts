import type { MessageView } from '../../../../messages/messages.schema.js';
import { callAs } from '../../session/session.js';
import type { Store } from '../../state/store.js';

/** Takes away what the reader wrote; the stream takes it from every page, this one included. Raises ApiError. */
export async function remove(store: Store, message: MessageView): Promise<void> {
  await callAs(store, `/messages/${message.id}`, { method: 'DELETE' });
  store.note(({ own }) => own.add(message.id));
  store.set((state) => ({ ...state, held: state.held.filter((held) => held.id !== message.id) }));
}
