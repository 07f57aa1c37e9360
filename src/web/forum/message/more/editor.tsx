import type { MessageAnswer, MessageView } from '../../../../messages/messages.schema.js';
import { Composer } from '../../composer/composer.js';
import { keepDraft, placeOfEdit } from '../../composer/drafts.js';
import { callAs } from '../../session/session.js';
import { answers } from '../../stream/answers.js';
import { useStore, type Store } from '../../state/store.js';

/** The composer over a message of the reader's own, to change it. */
export function Editor({ message, onEnd }: { message: MessageView; onEnd: () => void }) {
  const store = useStore();
  const editing = {
    id: message.id,
    read: () => sourceOf(store, message),
    change: (text: string) => edit(store, message, text),
  };
  return <Composer parentId={message.parentId} editing={editing} onEnd={onEnd} />;
}

/** The author's own message with its source, for changing it. Raises ApiError. */
async function sourceOf(store: Store, message: MessageView): Promise<string> {
  if (message.text !== undefined) return message.text;
  const { takeAnswer } = await answers();
  const { text } = await takeAnswer(store, await callAs<MessageAnswer>(store, `/messages/${message.id}`));
  return text ?? '';
}

/** Changes what the reader wrote. Raises `conflict`, `edit_window_over`, `refused`. */
async function edit(store: Store, message: MessageView, text: string): Promise<void> {
  const { revision } = store.state.messages[message.id] ?? message;
  const body = { text, revision };
  const answer = await callAs<MessageAnswer>(store, `/messages/${message.id}`, { method: 'PATCH', body });
  keepDraft(store, placeOfEdit(message.id), '');
  // It is changed; where it cannot be shown yet, the stream will bring it.
  await answers()
    .then(({ takeAnswer }) => takeAnswer(store, answer))
    .catch(() => undefined);
}
