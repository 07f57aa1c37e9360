import { query } from './session/api.js';
import type { ForumState } from './state/state.js';

type Place = Pick<ForumState, 'thread' | 'embedded'>;
type Shown = { readonly sort?: string; readonly cursor?: string; readonly message?: string; readonly reply?: string };

/** The thread's own page, showing what is asked for; inside the iframe it stays the iframe's page. */
export function pageOf({ thread, embedded }: Place, shown: Shown = {}): string {
  return `/threads/${thread.id}${query({ ...shown, embedded: embedded ? '1' : '' })}`;
}

/** What "Share" gives: works with and without JavaScript, and shows the message with those above it. */
export function permalink(state: Pick<ForumState, 'thread' | 'origin'>, messageId: string): string {
  return `${state.origin}/threads/${state.thread.id}?message=${messageId}#message-${messageId}`;
}
