import { query } from './session/api.js';
import type { ForumState } from './state/state.js';

type Place = Pick<ForumState, 'thread' | 'embedded' | 'lang'>;
type Shown = { readonly sort?: string; readonly cursor?: string; readonly message?: string; readonly reply?: string };

/** The thread's own page, showing what is asked for; inside the iframe it stays the iframe's page. */
export function pageOf({ thread, embedded, lang }: Place, shown: Shown = {}): string {
  return `/threads/${thread.id}${query({ ...shown, embedded: embedded ? '1' : '', lang })}`;
}

/** A message by itself, above it the headline and the way to the article: also where the forum stands under that. */
export function messagePage({ thread, lang }: Pick<ForumState, 'thread' | 'lang'>, messageId: string): string {
  return `${pageOf({ thread, embedded: false, lang }, { message: messageId })}#message-${messageId}`;
}

/** What "Share" gives: the article, where the forum under it leads to the message. */
export function permalink({ thread }: Pick<ForumState, 'thread'>, messageId: string): string {
  const address = new URL(thread.url);
  address.hash = `message-${messageId}`;
  return address.href;
}
