import type { Signal } from '../../../live/live.schema.js';
import type { Store } from '../state/store.js';

/** How long a typing name stands without a word, in ms: the frame that would have ended it may be lost. */
const TYPING = 12_000;
let quiet: ReturnType<typeof setTimeout> | undefined;

/** The latest values beside the events: who reads and writes, and vote totals. Counts of messages the events tell themselves. */
export function takeSignal(store: Store, { readers, typing, votes = {} }: Signal): void {
  if (typing) {
    clearTimeout(quiet);
    const own = store.state.me?.name;
    store.set({ typing: typing.filter(({ name }) => name !== own) });
    if (typing.length) quiet = setTimeout(() => store.set({ typing: [] }), TYPING);
  }
  if (readers !== undefined) store.set({ readers });
  for (const [id, each] of Object.entries(votes)) {
    store.note(({ totals }) => totals.set(id, each));
    const message = store.state.messages[id];
    if (message) store.set({ messages: { ...store.state.messages, [id]: { ...message, votes: each } } });
  }
}
