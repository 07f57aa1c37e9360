import type { MessageView } from '../../../messages/messages.schema.js';
import { below } from '../state/apply.js';
import type { ForumState } from '../state/state.js';

/** What can be seen of this page, in px from the top of its window. Inside an iframe only the host knows. */
export type Sight = { readonly top: number; readonly bottom: number };

let posted: Sight | null = null;

/** The host's word on which part of the iframe can be seen. */
export function see(sight: Sight): void {
  posted = sight;
}

export function sight(): Sight | null {
  return window.parent === window ? { top: 0, bottom: window.innerHeight } : posted;
}

export function elementOf(messageId: string): HTMLElement | null {
  return document.getElementById(`message-${messageId}`);
}

/**
 * Whether a message may be inserted at once: when it is the reader's own, when it comes last, when its branch is
 * folded, or when what stands right below its place is further down than the reader can see. Otherwise something that
 * may be read just now would move, so it waits behind "N new".
 */
export function mayInsert(state: ForumState, message: MessageView, index: number): boolean {
  if (message.author && message.author.id === state.me?.id) return true;
  const next = below(state, message.parentId, index);
  const element = next === null ? null : elementOf(next);
  if (!element) return true;
  const seen = sight();
  return seen !== null && element.getBoundingClientRect().top >= seen.bottom;
}
