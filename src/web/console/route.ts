import { useEffect, useState } from 'preact/hooks';
import type { QueueKind } from '../../moderation/queue/queue.schema.js';
import { isQueue } from './queue/queues.js';

/** Where in the console one is. `menu` and `messageId` are screens of their own on a narrow window only. */
export type Place =
  | { readonly page: 'menu' }
  | { readonly page: 'log' | 'find' | 'addresses' | 'settings' | 'passkeys' }
  | { readonly page: 'message' | 'thread' | 'member'; readonly id: string }
  | { readonly page: 'queue'; readonly view: QueueKind; readonly messageId: string | null };

const PAGES = ['log', 'menu', 'find', 'addresses', 'settings', 'passkeys'] as const;

/** One thing of its own, whatever queue it is in. */
const SUBJECTS = ['message', 'thread', 'member'] as const;

/** `/console`, `/console/reported`, `/console/reported/MESSAGE`, `/console/log`, `/console/message/ID`, `/console/member/ID`. */
export function placeOf(path: string): Place {
  const [view = 'held', messageId = null] = path
    .replace(/^\/console\/?/, '')
    .split('/')
    .filter(Boolean);
  const page = PAGES.find((one) => one === view);
  if (page) return { page };
  const subject = SUBJECTS.find((page) => page === view);
  if (subject && messageId !== null) return { page: subject, id: messageId };
  return { page: 'queue', view: isQueue(view) ? view : 'held', messageId };
}

export function pathOf(place: Place): string {
  if ('id' in place) return `/console/${place.page}/${place.id}`;
  if (place.page !== 'queue') return `/console/${place.page}`;
  return `/console/${place.view}${place.messageId ? `/${place.messageId}` : ''}`;
}

export function useRoute(): readonly [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.pathname));
  useEffect(() => {
    const onPop = () => setPlace(placeOf(location.pathname));
    addEventListener('popstate', onPop);
    return () => removeEventListener('popstate', onPop);
  }, []);
  const go = (next: Place) => {
    if (pathOf(next) !== location.pathname) history.pushState(null, '', pathOf(next));
    setPlace(next);
  };
  return [place, go];
}

/** The place that a pasted address names: of a message under an article or in the forum, of a discussion, of the console itself. */
export function placeIn(text: string): Place | null {
  const address = text.trim();
  if (!/^(https?:\/\/|\/)\S+$/.test(address)) return null;
  const message = /(?:#message-|[?&]message=)([\w-]{1,64})/.exec(address)?.[1];
  if (message) return { page: 'message', id: message };
  const thread = /\/threads\/([\w-]{1,64})/.exec(address)?.[1];
  if (thread) return { page: 'thread', id: thread };
  const path = /\/console(?:\/[\w-]+){0,2}\/?$/.exec(address)?.[0];
  return path ? placeOf(path) : null;
}

/** A message in its place among the others, as readers have it. */
export function discussionOf({ id, threadId }: { readonly id: string; readonly threadId: string }): string {
  return `/threads/${threadId}?message=${id}#message-${id}`;
}
